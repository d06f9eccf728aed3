"""`jobprofiles new-source`: example pages in, a source with its test out, in the folder of a maintainer."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.saved_page import saved_pages
from extractors.source_catalogue import read_sources
from flows.command_line import main
from flows.source_files import SourceFolders

ROOT = Path(__file__).resolve().parents[2]
TRADES = {
    "gilder": (
        "A gilder covers frames, furniture and signs with leaf of gold, and mends old gilding in churches.",
        ["Lay the leaf on the frame", "Burnish the gold with agate", "Mend cracks in old plaster"],
        ["A steady hand and patience", "Experience in a workshop", "A certificate in restoration"],
    ),
    "locksmith": (
        "A locksmith builds locks and opens those that have been shut for good, day and night.",
        ["Cut keys after a pattern", "Open doors without harming them", "Advise shops on their safes"],
        ["A trade certificate", "Experience with drills and lathes", "Good manners at the door"],
    ),
}
SCHOOL = """<div class="school-box"><h2>Requirements for our evening school</h2><ul>
<li>Proof of residence within the old city walls</li><li>Two photographs and a letter from a master</li></ul></div>"""
PAGE = """<html lang="en"><head><title>{title} | The Guild</title><meta property="og:site_name" content="The Guild">
<link rel="canonical" href="https://www.guild.example/trades/{slug}/"></head><body>
<nav><a href="/">Home</a></nav><div class="entry"><h1>{title}</h1><p>{about}</p>
<h2>{doing}</h2><ul>{tasks}</ul><h2>{asking}</h2><ul>{wanted}</ul></div>{school}
<footer><a rel="license" href="https://creativecommons.org/licenses/by/4.0/deed.en">Some rights reserved</a></footer></body></html>"""
VACANCY = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Gilder"}</script>'
LISTING = """<html><head><link rel="canonical" href="https://www.guild.example/trades/"></head><body>
<nav><a href="/trades/all/">All trades</a></nav><ul class="trades"><li><a href="/trades/gilder/">Gilder</a></li>
<li>Key cutter, see: <a href="/trades/locksmith/">Locksmith</a></li>
<li>Cloth maker, see: <a href="/trades/weaver/">Weaver</a></li>
<li>Bellows maker, see: <a href="/trades/organ-builder/">Organ builder</a></li></ul></body></html>"""


def listed(texts):
    return "".join(f"<li>{text}</li>" for text in texts)


@pytest.fixture
def guild(tmp_path):
    """A function that saves the pages of the guild; returns their paths, and that of the listing."""

    def saved(doing="What you do", asking="Requirements", school=SCHOOL):
        paths = []
        for slug, (about, tasks, wanted) in TRADES.items():
            html = PAGE.format(
                title=slug.capitalize(), slug=slug, about=about, doing=doing, asking=asking, school=school, tasks=listed(tasks),
                wanted=listed(wanted),
            )  # fmt: skip
            paths.append(tmp_path / f"saved-{slug}.htm")
            paths[-1].write_text(html)
        (tmp_path / "list.htm").write_text(LISTING)
        return paths

    return saved


def source_in(folder, name="guild"):
    """The source that stands in a file, read as a run reads it."""
    read_sources.cache_clear()
    catalogue = read_sources(folder)
    assert catalogue.faults == ()
    return catalogue.by_id[name]


def record_of(tmp_path, page):
    return json.loads((tmp_path / f"tests/pages/guild/{page}.json").read_text("utf-8"))


def test_a_source_its_pages_and_their_records_are_written(jobprofiles, guild, tmp_path):
    done = jobprofiles("new-source", *guild(), "--listing", "list.htm")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sources/guild.py").read_text() == (
        '"""The Guild."""\n'
        "\n"
        "from jobprofiles import IndexPage, Source\n"
        "\n"
        "SOURCE = Source(\n"
        '    id="guild",\n'
        '    name="The Guild",\n'
        '    licence="CC-BY-4.0",  # so its pages say\n'
        '    language="en",\n'
        "    discover=IndexPage(\n"
        '        url="https://www.guild.example/trades/",\n'
        '        pattern="/trades/[^/]+/$",\n'
        '        links=".trades a[href]",\n'
        '        entries=".trades li",\n'
        "    ),\n"
        '    drop=(".school-box",),\n'
        ")\n"
    )
    assert (tmp_path / "tests/pages/guild/gilder.html").read_bytes() == guild()[0].read_bytes()
    record = record_of(tmp_path, "gilder")
    assert [task["text"] for task in record["tasks"]] == TRADES["gilder"][1]
    assert [asked["text"] for asked in record["requirements"]] == TRADES["gilder"][2]
    assert (record["source"]["id"], record["url"]) == ("guild", "https://www.guild.example/trades/gilder/")
    links = json.loads((tmp_path / "tests/pages/guild/listing.links.json").read_text())["links"]
    assert len(links) == 4
    assert links[1] == {"url": "https://www.guild.example/trades/locksmith/", "aliases": ["Key cutter"]}


def test_what_was_read_is_shown_with_its_evidence_and_what_to_do_next(jobprofiles, guild):
    shown = jobprofiles("new-source", *guild(), "--listing", "list.htm").stdout

    assert "  tasks: 3\n    list-item 0.95, in " in shown
    assert "    • Burnish the gold with agate" in shown
    assert "drop '.school-box': it says the same on pages of unlike jobs" in shown
    assert "4 pages from https://www.guild.example/trades/, such as" in shown
    assert "JOBPROFILES_SOURCES=sources pytest tests/pages/guild" in shown


def test_what_was_written_passes_its_tests_and_the_linter(jobprofiles, guild, tmp_path, clean_environment):
    jobprofiles(
        "new-source",
        *guild("Under the dome", "The stuff of masters", school=""),
        "--listing",
        "list.htm",
        "--id",
        "trade-guild",
    )

    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/pages/trade-guild"],
        cwd=tmp_path,
        env={**clean_environment, "JOBPROFILES_SOURCES": "sources"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
    ruff = [sys.executable, "-m", "ruff"]
    written = tmp_path / "sources/trade_guild.py"
    settings = ["--config", str(ROOT / "pyproject.toml")]
    subprocess.run([*ruff, "format", "--check", *settings, written], check=True, capture_output=True)
    subprocess.run(
        [*ruff, "check", "--ignore", "INP001", *settings, written], check=True, capture_output=True
    )
    assert source_in(tmp_path / "sources", "trade-guild").headings == {"tasks": ("Under the dome",)}


def test_pages_are_fetched_and_the_listing_too(jobprofiles, demo_site, tmp_path):
    home = "http://demo.jobprofiles.example/"
    done = jobprofiles(
        "new-source", f"{home}careers/acoustic-consultant/", f"{home}careers/tram-depot-manager/",
        "--listing", f"{home}careers/", "--id", "northlight", "--json", **demo_site,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [profile["title"] for profile in told["profiles"]] == ["Acoustic Consultant", "Tram Depot Manager"]
    assert told["settings"]["drop"] == []
    assert told["links"] == 3
    source = source_in(tmp_path / "sources", "northlight")
    assert source.discover.pattern == "/careers/[^/]+/$"
    pages = saved_pages(tmp_path / "tests/pages/northlight")
    assert {page.html.stem for page in pages} == {"acoustic-consultant", "tram-depot-manager", "listing"}


def test_scrubbed_pages_hold_none_of_the_words_and_read_the_same(jobprofiles, guild, tmp_path):
    done = jobprofiles(
        "new-source",
        *guild("Under the dome", "The stuff of masters", school=""),
        "--listing",
        "list.htm",
        "--scrub",
        "--json",
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["warnings"] == []
    html = {path.name: path.read_text("utf-8") for path in (tmp_path / "tests/pages/guild").iterdir()}
    everything = " ".join(html.values()).casefold()
    for word in ("gilder", "burnish", "agate", "locksmith", "plaster", "weaver"):
        assert word not in everything
    assert "under the dome" in everything
    records = [
        json.loads(text) for name, text in html.items() if name.endswith(".json") and "links" not in name
    ]
    assert [len(record["tasks"]) for record in records] == [3, 3]
    assert [len(record["requirements"]) for record in records] == [3, 3]
    assert {record["url"] for record in records} <= {
        link["url"] for link in json.loads(html["listing.links.json"])["links"]
    }


def test_a_licence_that_the_pages_do_not_call_their_own_is_told_and_not_taken(jobprofiles, guild, tmp_path):
    pages = guild(school="")
    for page in pages:
        page.write_text(page.read_text().replace(' rel="license"', ""))
    done = jobprofiles("new-source", *pages)
    assert (
        "    licence=None,  # its pages name none: ask before you pass texts on\n"
        in (tmp_path / "sources/guild.py").read_text()
    )
    assert (
        "the pages link to CC-BY-4.0: if it is the licence of their texts, --licence CC-BY-4.0" in done.stdout
    )


def test_a_site_that_needs_a_browser_says_so_in_its_source(jobprofiles, guild, tmp_path):
    assert jobprofiles("new-source", *guild(), "--render").returncode == 0
    assert source_in(tmp_path / "sources").render


def test_a_page_whose_encoding_only_the_server_told_is_saved_in_utf_8(
    jobprofiles, guild, site, say, tmp_path
):
    html = (
        guild(school="")[0]
        .read_text()
        .replace("A steady hand", "A hand worth 40 €")
        .replace("canonical", "x")
    )
    headers = (("Content-Type", "text/html; charset=iso-8859-15"),)
    site.routes["/gilder"] = say(html.encode("iso-8859-15"), headers=headers)
    done = jobprofiles(
        "new-source", f"{site.url}/gilder", "--id", "guild", JOBPROFILES_ALLOW_HOSTS="127.0.0.1"
    )
    assert done.returncode == 0, done.stderr
    assert "40 €" in (tmp_path / "tests/pages/guild/gilder.html").read_text("utf-8")
    assert record_of(tmp_path, "gilder")["requirements"][0]["text"] == "A hand worth 40 € and patience"


def test_pages_of_a_site_that_changed_are_saved_for_its_source(jobprofiles, guild, tmp_path):
    jobprofiles("new-source", *guild(), "--listing", "list.htm")
    file = (tmp_path / "sources/guild.py").read_bytes()
    rebuilt = guild(school=SCHOOL.replace("school-box", "evening"))
    (tmp_path / "list.htm").write_text(LISTING.replace("weaver", "dyer"))
    again = (
        "new-source",
        *rebuilt,
        "--listing",
        "list.htm",
        "--id",
        "guild",
        "--pages-only",
        "--sources",
        "sources",
    )

    assert jobprofiles(*again).returncode == 2  # they are there already
    done = jobprofiles(*again, "--force")
    assert done.returncode == 0, done.stderr
    assert "drop '.evening': it says the same on pages of unlike jobs" in done.stdout
    assert "write what the source guild needs besides into its file" in done.stdout
    assert (tmp_path / "sources/guild.py").read_bytes() == file
    assert [asked["text"] for asked in record_of(tmp_path, "gilder")["requirements"]] == TRADES["gilder"][2]
    links = json.loads((tmp_path / "tests/pages/guild/listing.links.json").read_text())["links"]
    assert "https://www.guild.example/trades/dyer/" in {link["url"] for link in links}


def test_what_a_person_gives_is_shown_with_the_pages_on_which_it_matches(jobprofiles, guild):
    given = ("--drop", "nav", "--drop", ".nope", "--heading", "aliases=Nicknames")
    shown = jobprofiles("new-source", *guild(), *given).stdout
    assert "drop 'nav', as you say: on 2 of 2 pages" in shown
    assert "drop '.nope', as you say: on none of the pages" in shown
    assert "heading 'Nicknames' for the aliases, as you say: on none of the pages" in shown


def test_a_field_that_is_empty_is_told(jobprofiles, guild):
    pages = guild(school="")
    pages[0].write_text(pages[0].read_text().partition("<h2>Requirements")[0])
    shown = jobprofiles("new-source", *pages).stdout
    assert "no requirements are read of Gilder: if the page tells some, --heading requirements=" in shown


def test_pages_that_pytest_does_not_look_for_are_named_to_it(jobprofiles, guild):
    shown = jobprofiles("new-source", *guild(), "--pages", "saved").stdout
    assert "JOBPROFILES_SOURCES=sources pytest -o jobprofiles_pages=saved saved/guild" in shown


def test_a_list_that_was_rebuilt_is_found_anew_and_told(jobprofiles, guild, tmp_path):
    pages = guild()
    jobprofiles("new-source", *pages, "--listing", "list.htm")
    (tmp_path / "list.htm").write_text(LISTING.replace('class="trades"', 'class="tiles"'))
    again = ("new-source", *pages, "--listing", "list.htm", "--id", "guild", "--pages-only", "--force")
    shown = jobprofiles(*again, "--sources", "sources").stdout
    assert "the source finds 0 pages from https://www.guild.example/trades/" in shown
    assert "links='.tiles a[href]'" in shown
    assert "https://www.guild.example/trades/ is not saved: the source finds no page from it" in shown


def test_addresses_of_files_are_given_in_their_order(jobprofiles, guild, tmp_path):
    pages = guild()
    for page in [*pages, tmp_path / "list.htm"]:
        page.write_text(page.read_text().replace('rel="canonical"', 'rel="prefetch"'))
    done = jobprofiles(
        "new-source", *pages, "--url", "https://guild.example/trades/gilder/", "--url",
        "https://guild.example/trades/locksmith/", "--listing", "list.htm", "--listing-url",
        "https://guild.example/trades/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert record_of(tmp_path, "locksmith")["url"] == "https://guild.example/trades/locksmith/"


def test_what_a_person_says_goes_before_what_is_worked_out(jobprofiles, guild, tmp_path):
    done = jobprofiles(
        "new-source", *guild(), "--id", "smiths", "--name", "Smiths & Co", "--publisher", "The Smiths", "--licence",
        "ODbL-1.0", "--language", "de", "--content", ".entry", "--heading", "aliases=Nicknames", "--drop", "nav",
        "--to", "own", "--pages", "saved",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    source = source_in(tmp_path / "own", "smiths")
    assert (source.name, source.publisher, source.licence) == ("Smiths & Co", "The Smiths", "ODbL-1.0")
    assert (source.language, source.content, source.drop) == ("de", ".entry", ("nav",))
    assert source.headings == {"aliases": ("Nicknames",)}
    assert (tmp_path / "saved/smiths/gilder.json").exists()


def test_without_a_listing_the_sitemaps_of_the_site_are_tried(jobprofiles, guild, tmp_path):
    shown = jobprofiles("new-source", *guild()).stdout
    source = source_in(tmp_path / "sources")
    assert (source.discover.kind, source.discover.url) == ("sitemap", "https://www.guild.example/robots.txt")
    assert source.discover.pattern == "/trades/[^/]+/$"
    assert "a page that lists the profiles is surer: --listing URL" in shown


def test_nothing_that_is_there_is_written_over_unless_it_is_forced(jobprofiles, guild, tmp_path):
    assert jobprofiles("new-source", *guild()).returncode == 0
    (tmp_path / "tests/pages/guild/gilder.json").write_text("{}")

    refused = jobprofiles("new-source", *guild())
    assert refused.returncode == 2
    assert "sources/guild.py is there already" in refused.stderr
    assert (tmp_path / "tests/pages/guild/gilder.json").read_text() == "{}"

    assert jobprofiles("new-source", *guild(), "--force").returncode == 0
    assert record_of(tmp_path, "gilder")["title"] == "Gilder"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "expected a page of the site, found none"),
        (["nowhere.html"], 3, "nowhere.html: No such file or directory"),
        (["bare.htm"], 2, "bare.htm does not say its address (no canonical link)"),
        (["saved-gilder.htm", "vacant.htm"], 1, "vacant.htm: no profile: "),
        (["saved-gilder.htm", "--id", "demo"], 2, "has the id 'demo': --id names another"),
        (["saved-gilder.htm", "--id", "Not An Id"], 2, "found 'Not An Id'"),
        (["saved-gilder.htm", "--heading", "duties=x"], 2, "--heading 'duties=x': expected FIELD=WORDS"),
        (["saved-gilder.htm", "--heading", "tasks"], 2, "--heading 'tasks': expected FIELD=WORDS"),
        (["saved-gilder.htm", "--listing", "bare.htm"], 2, "--listing bare.htm does not say its address"),
        (["saved-gilder.htm", "--listing", "empty.htm"], 3, "empty.htm"),
        (["saved-gilder.htm", "--listing", "far.htm"], 2, "--listing far.htm does not say its address"),
        (["far.htm"], 2, "far.htm does not say its address"),
        (["saved-gilder.htm", "--content", "[["], 2, "--content: expected a CSS selector that the parser (lexbor) knows, found '[['"),
        (["saved-gilder.htm", "--drop", "nav", "--drop", ""], 2, "--drop.1: expected a CSS selector that the parser (lexbor) knows, found ''"),
        (["bare.htm", "--url", "ftp://guild.example/"], 2, "--url: "),
        (["saved-gilder.htm", "--pages-only"], 2, "--pages-only adds to a source that is there already"),
        (["saved-gilder.htm", "--pages-only", "--id", "dmeo"], 2, "did you mean 'demo'?"),
        (["saved-gilder.htm", "--pages-only", "--id", "demo", "--licence", "x"], 2, "write its licence there"),
        (["saved-gilder.htm", "saved-locksmith.htm", "--url", "https://guild.example/"], 2, "--url is for each of the pages, in their order: 2 pages, 1 addresses"),
        (["saved-gilder.htm"] * 11, 2, "expected at most 10 pages, found 11"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(
    guild, tmp_path, arguments, code, told, monkeypatch, capsys
):
    gilder = guild()[0].read_text()
    (tmp_path / "bare.htm").write_text(gilder.replace("canonical", "prefetch"))
    (tmp_path / "far.htm").write_text(gilder.replace("www.guild.example", "www.guild.example:99999"))
    (tmp_path / "empty.htm").write_text("")
    (tmp_path / "vacant.htm").write_text(gilder.replace("</body>", f"{VACANCY}</body>"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:  # in this process: seventeen starts of a command take their time
        main(["new-source", *arguments])
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (code, 1), said
    assert told in said
    assert not (tmp_path / "sources").exists()
    assert not (tmp_path / "tests").exists()


def test_a_file_without_a_canonical_link_is_given_its_address(jobprofiles, guild, tmp_path):
    (tmp_path / "bare.htm").write_text(guild(school="")[0].read_text().replace("canonical", "prefetch"))
    done = jobprofiles("new-source", "bare.htm", "--url", "https://guild.example/trades/gilder")
    assert done.returncode == 0, done.stderr
    assert record_of(tmp_path, "gilder")["url"] == "https://guild.example/trades/gilder"


def test_a_person_at_a_terminal_is_asked_and_enter_takes_what_was_worked_out(
    guild, tmp_path, clean_environment
):
    theirs, ours = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.command_line", "new-source", *map(str, guild())],
        cwd=tmp_path, env={**clean_environment, "TERM": "dumb"}, stdin=ours, stdout=ours, stderr=ours,
    )  # fmt: skip
    os.close(ours)
    os.write(theirs, b"\nthe-guild\n\n\ny\n")  # licence, id, name, publisher, write
    shown = b""
    try:
        while piece := os.read(theirs, 65536):
            shown += piece
    except OSError:  # the terminal is gone with the process
        pass
    assert process.wait(timeout=60) == 0, shown.decode()
    os.close(theirs)
    assert b"Licence of its texts" in shown
    source = source_in(tmp_path / "sources", "the-guild")
    assert (source.name, source.licence, source.publisher) == ("The Guild", "CC-BY-4.0", None)


def test_in_a_clone_of_this_project_files_go_where_its_own_are(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    folders = SourceFolders.chosen(None, None, [tmp_path])
    assert (folders.sources, folders.pages, folders.within_project) == (
        Path("extractors/sources"),
        Path("tests/pages"),
        True,
    )
    monkeypatch.chdir(tmp_path)
    assert SourceFolders.chosen(None, None, [tmp_path / "own"]).sources == tmp_path / "own"
    assert not SourceFolders.chosen(None, None, []).within_project
