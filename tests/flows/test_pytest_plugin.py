"""Saved pages as tests, in the folder of a maintainer who keeps sources of their own."""

import json
import subprocess
import sys

import pytest

SOURCE = """
from extractors.source import Source
from schemas.discovery import IndexPage

SOURCE = Source(
    id="guild",
    name="The Guild",
    {terms}
    discover=IndexPage(url="https://guild.example/trades", links=".trades a"),
    {settings}
)
"""
TERMS = 'licence="CC-BY-4.0", language="en",'
PAGE = """<html lang="en"><link rel="canonical" href="https://guild.example/trades/gilder">
<h1>Gilder</h1><p>A gilder covers frames, furniture and the letters of signs with gold leaf, and mends old
gilding in churches and theatres. The work is quiet, and a draught can ruin a day of it.</p>
<h2>What you do</h2><ul><li>Lay the leaf</li><li>Burnish it</li></ul>
<h2>The stuff of a gilder</h2><ul><li>A steady hand</li></ul></html>"""
VACANCY = PAGE.replace("<h1>", "<h1>Vacancy: ").replace(
    "</html>",
    '<script type="application/ld+json">{"@type": "JobPosting", "title": "Gilder"}</script></html>',
)
LISTING = """<html><ul class="trades"><li><a href="/trades/gilder">Gilder</a></li>
<li><a href="/trades/locksmith">Locksmith</a></li></ul><a href="/imprint">Imprint</a></html>"""


@pytest.fixture
def guild(tmp_path, clean_environment):
    """A function that runs pytest in a maintainer's folder, with the source and the pages that it is given."""
    pages = tmp_path / "tests/pages/guild"
    pages.mkdir(parents=True)
    (tmp_path / "own").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def run(
        *arguments,
        files=None,
        terms=TERMS,
        settings="",
        report=("-rA",),
        plugin=("-p", "flows.pytest_plugin"),
        **environment,
    ):
        (tmp_path / "own/guild.py").write_text(SOURCE.format(terms=terms, settings=settings))
        for name, text in (files or {}).items():
            (pages / name).write_text(text if isinstance(text, str) else json.dumps(text))
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *report, *plugin, *arguments],
            cwd=tmp_path,
            # Without the plugins of others, pytest starts in half the time.
            env={
                **clean_environment,
                "JOBPROFILES_SOURCES": "own",
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    run.pages = pages
    return run


def test_what_is_accepted_is_a_test_for_each_field_from_then_on(guild):
    lacking = guild(files={"gilder.html": PAGE}, report=())
    assert "gilder.html has no expected record: `pytest --accept` writes what is read" in lacking.stdout
    assert lacking.returncode == 1

    accepted = guild("--accept", report=())  # what it shows, it shows without further options
    assert accepted.returncode == 0
    assert '+  "title": "Gilder",' in accepted.stdout
    assert f"wrote {guild.pages / 'gilder.json'}" in accepted.stdout
    record = json.loads((guild.pages / "gilder.json").read_text())
    assert (record["source"]["id"], record["source"]["licence"]) == ("guild", "CC-BY-4.0")

    again = guild()
    assert again.returncode == 0
    for field in ("title", "aliases", "tasks", "requirements", "url"):
        assert f"PASSED tests/pages/guild/gilder.html::{field}" in again.stdout


def test_a_field_that_is_read_otherwise_fails_alone_and_shows_the_difference(guild):
    guild("--accept", files={"gilder.html": PAGE})
    before = (guild.pages / "gilder.json").read_text()
    (guild.pages / "gilder.json").write_text(before.replace("Burnish it", "Burnish the gold"))

    failed = guild()
    assert failed.returncode == 1
    assert "FAILED tests/pages/guild/gilder.html::tasks" in failed.stdout
    assert "PASSED tests/pages/guild/gilder.html::title" in failed.stdout
    assert '-    "text": "Burnish the gold",\n+    "text": "Burnish it",' in failed.stdout
    assert "Traceback" not in failed.stdout

    # On CI, pytest cuts no line of its summary: a whole difference would stand there a second time.
    on_ci = guild(CI="true")
    assert "FAILED tests/pages/guild/gilder.html::tasks - 1 gone, 1 new\n" in on_ci.stdout
    assert on_ci.stdout.count('"Burnish the gold"') == 1

    guild("--accept")
    assert (guild.pages / "gilder.json").read_text() == before


def test_what_is_accepted_of_one_field_leaves_the_others_as_they_are_expected(guild):
    guild("--accept", files={"gilder.html": PAGE})
    right = (guild.pages / "gilder.json").read_text()
    wrong = right.replace("Burnish it", "Burnish the gold").replace("A gilder covers", "Gilders cover")
    (guild.pages / "gilder.json").write_text(wrong)

    one = guild("--accept", "tests/pages/guild/gilder.html::tasks")
    assert '+      "text": "Burnish it",' in one.stdout
    assert "+++ found" in one.stdout
    assert "covers" not in one.stdout
    assert (guild.pages / "gilder.json").read_text() == wrong.replace("Burnish the gold", "Burnish it")
    assert guild().returncode == 1
    guild("--accept")
    assert (guild.pages / "gilder.json").read_text() == right
    assert guild().returncode == 0


def test_a_page_that_is_no_profile_is_accepted_with_its_reason_in_place_of_a_record(guild):
    guild("--accept", files={"gilder.html": PAGE})
    accepted = guild("--accept", files={"gilder.html": VACANCY})
    assert accepted.returncode == 0
    assert json.loads((guild.pages / "gilder.rejected.json").read_text()) == {"reason": "vacancy"}
    assert not (guild.pages / "gilder.json").exists()

    failed = guild(files={"gilder.html": PAGE})
    assert "expected  no profile: vacancy\nfound     a profile: Gilder" in failed.stdout


def test_a_saved_listing_is_a_test_of_the_links(guild):
    url = "https://guild.example/trades"
    found = guild("--accept", files={"a-z.html": LISTING, "a-z.links.json": {"url": url}})
    assert found.returncode == 0
    links = json.loads((guild.pages / "a-z.links.json").read_text())
    assert links == {"url": url, "links": [{"url": f"{url}/gilder"}, {"url": f"{url}/locksmith"}]}
    assert "PASSED tests/pages/guild/a-z.html::links" in guild().stdout

    moved = guild(files={"a-z.html": LISTING.replace("locksmith", "smith")})
    assert '-      "url": "https://guild.example/trades/locksmith"' in moved.stdout


def test_a_source_has_to_name_its_terms(guild):
    found = guild(files={"gilder.html": PAGE}, terms="")
    assert "guild does not name its licence and its language" in found.stdout
    assert "PASSED tests/pages/guild::terms" in guild(terms='licence=None, language="en",').stdout


def test_a_setting_that_matches_on_no_page_is_named(guild):
    found = guild(
        files={"gilder.html": PAGE.replace("</html>", "<h3>More trades</h3></html>")},
        settings="""content="main", drop=("h3", ".teaser"),
    headings={"requirements": ("The stuff of a gilder", "Gear")},
    readers={"aliases": lambda page: [], "title": lambda page: "Gilder"},""",
    )
    (told,) = [part for part in found.stdout.split("____") if "match on none of its saved pages" in part]
    assert "content 'main' picks no element" in told
    assert "drop '.teaser' picks no element" in told
    assert "headings['requirements'] 'Gear' stands nowhere" in told
    assert "readers['aliases'] reads nothing" in told
    assert "'h3'" not in told
    assert "'The stuff of a gilder'" not in told
    assert "readers['title']" not in told


def test_a_file_that_expects_nothing_sensible_is_named(guild):
    pages = {f"{name}.html": PAGE for name in ("torn", "deep", "bare", "both", "a-z")}
    expected = {
        "torn.json": "{",
        "deep.json": "[" * 100_000,
        "bare.rejected.json": {},
        "both.json": {"title": "x"},
        "both.rejected.json": {"reason": "list"},
        "a-z.links.json": {"url": 3},
    }
    found = guild("--continue-on-collection-errors", files=pages | expected)
    assert found.returncode == 1
    assert "torn.json is no JSON" in found.stdout
    assert "deep.json is no JSON" in found.stdout
    assert 'bare.rejected.json: expected {"reason": "…"}' in found.stdout
    assert "both.rejected.json exclude each other: remove one" in found.stdout
    assert 'a-z.links.json: expected {"url": "https://…", "links": […]}' in found.stdout
    assert "Traceback" not in found.stdout


def test_the_plugin_is_there_wherever_the_package_is_installed(guild):
    assert "--accept" in guild("--help", PYTEST_DISABLE_PLUGIN_AUTOLOAD="", plugin=()).stdout


def test_folders_of_other_names_are_left_alone(guild, tmp_path):
    other = tmp_path / "tests/samples/guild"
    other.mkdir(parents=True)
    (other / "x.html").write_text(PAGE)
    assert guild().returncode == 5  # nothing collected


def test_pages_of_a_source_that_cannot_be_read_are_not_read_without_it(guild):
    broken = guild(files={"gilder.html": PAGE}, terms="licence=no_such_name,")
    assert broken.returncode == 2
    assert "guild has no source to read its pages: own/guild.py cannot be read: NameError" in broken.stdout


def test_a_folder_of_sources_that_is_not_there_is_told_in_a_line(guild):
    found = guild(files={"gilder.html": PAGE}, JOBPROFILES_SOURCES="nowhere")
    assert "expected a folder of source files, found no folder 'nowhere'" in found.stdout
    assert "Traceback" not in found.stdout


def test_workers_that_cannot_show_the_difference_accept_nothing(guild):
    found = guild(
        "--accept",
        "-n",
        "1",
        files={"gilder.html": PAGE},
        plugin=("-p", "xdist.plugin", "-p", "flows.pytest_plugin"),
    )
    assert found.returncode == 4
    assert "--accept shows what it writes" in found.stderr
    assert not (guild.pages / "gilder.json").exists()


def test_what_cannot_be_written_down_is_not_accepted(guild):
    (guild.pages / "gilder.json").symlink_to("/proc/nowhere/gilder.json")  # where not even root may write
    found = guild("--accept", files={"gilder.html": PAGE})
    assert found.returncode == 1
    assert "gilder.json cannot be written: No such file or directory" in found.stdout
    assert "FAILED tests/pages/guild/gilder.html::expected" in found.stdout


def test_folders_and_test_files_beside_pages_do_no_harm(guild):
    (guild.pages / "gilder.html").mkdir()
    (guild.pages / "test_more.py").write_text("def test_more(): pass")
    found = guild(files={"weaver.html": PAGE})
    assert "PASSED tests/pages/guild/test_more.py::test_more" in found.stdout
    assert "IsADirectoryError" not in found.stdout


def test_a_folder_that_no_source_has_as_id_is_read_by_the_generic_extractor_only_where_that_is_said(
    guild, tmp_path
):
    guild.pages.rename(tmp_path / "tests/pages/gilds")
    (tmp_path / "tests/pages/gilds/gilder.html").write_text(PAGE)
    assert "gilds has no source to read its pages: no source has that id" in guild("--accept").stdout

    (tmp_path / "pytest.ini").write_text("[pytest]\njobprofiles_generic = gilds\n")
    assert guild("--accept").returncode == 0
    record = json.loads((tmp_path / "tests/pages/gilds/gilder.json").read_text())
    assert record["source"]["id"] == "guild.example"


def test_what_is_expected_of_a_page_that_is_not_there_or_of_a_field_that_no_record_has_fails(guild):
    guild("--accept", files={"gilder.html": PAGE})
    record = json.loads((guild.pages / "gilder.json").read_text())
    found = guild(
        files={"gilder.json": record | {"salary": None}, "weaver.rejected.json": {"reason": "list"}}
    )
    assert "weaver.rejected.json has no page beside it: save the page, or remove the file" in found.stdout
    assert "FAILED tests/pages/guild/gilder.html::salary" in found.stdout
    assert "a record has no field 'salary'" in found.stdout


def test_one_field_of_one_page_can_be_tested_alone(guild):
    guild("--accept", files={"gilder.html": PAGE})
    found = guild("tests/pages/guild/gilder.html::tasks")
    assert found.stdout.count("PASSED") == 1
    assert "<Check tasks>" in guild("--collect-only", "tests/pages/guild/gilder.html").stdout
