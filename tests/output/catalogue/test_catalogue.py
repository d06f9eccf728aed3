"""The pages of a catalogue: what they hold, when they are written, and that texts stay texts."""

import json
import logging
import shutil

import pytest
from selectolax.lexbor import LexborHTMLParser

from output.catalogue.catalogue import write_catalogue
from output.catalogue.profile_pages import RECORDS_A_FILE
from output.published import DatasetUnreadable
from output.retraction import retract
from schemas.evidence import Evidence
from schemas.profile import Code, Requirement, Task

# The schema lets no known markup into titles and texts; these pass it, or stand in fields that it leaves alone.
HOSTILE_TITLE = "\"><svg/onload=alert(1)> {{ 7*7 }} ' </ScRiPt/x>"
HOSTILE = "<img src=x onerror=alert(2)></script><script>alert(3)</script>\u2028 \" ' {{ 7*7 }}"


def parsed(path):
    return LexborHTMLParser(path.read_bytes())


def texts(page, css):
    return [" ".join(node.text().split()) for node in page.css(css)]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_publishing_writes_the_catalogue_and_names_its_first_page(publish_trades, folder):
    publication = publish_trades()

    assert publication.files[0] == folder / "catalogue" / "index.html"
    assert all(path.exists() for path in publication.files)


def test_every_profile_is_a_plain_link_sorted_by_title_without_accents(publish_trades, folder):
    publish_trades()

    page = parsed(folder / "catalogue" / "index.html")
    links = page.css("#entries a.name")
    assert [link.text() for link in links] == ["Baker", "Éclairagiste", "Smith"]
    for link in links:
        assert texts(parsed(folder / "catalogue" / link.attributes["href"]), "h1") == [link.text()]
    assert "hidden" in page.css_first("#search").attributes


def test_a_profile_page_tells_the_whole_record(publish_trades, folder, make_profile):
    publish_trades()

    name = make_profile("baker").id.replace(":", "-")
    page = parsed(folder / "catalogue" / "profiles" / f"{name}.html")
    assert texts(page, ".also li") == ["Master baker"]
    assert texts(page, ".tasks li") == [
        "Planning: the day in the bäckerei of a baker is planned.",
        "Serving customers.",
        "Cleaning the workshop.",
    ]
    assert texts(page, ".tasks b") == ["Planning"]
    assert texts(page, ".body h3") == ["Education", "Experience", "Skills", "Licences and certificates"]
    assert "A degree or diploma. required" in texts(page, ".requirements li")
    assert page.css_first("aside a.button").attributes["href"] == "https://guild.example/jobs/baker/"
    assert "CC BY 4.0" in texts(page, "aside dd")
    assert "Guild of Trades, 2026" in texts(page, "aside dd")


def test_evidence_is_there_on_request(publish_trades, folder, make_profile):
    publish_trades()

    name = make_profile("baker").id.replace(":", "-")
    evidence = parsed(folder / "catalogue" / "profiles" / f"{name}.html").css_first("details.evidence")
    assert "open" not in evidence.attributes
    assert [node.text() for node in evidence.css("li h3")] == ["Title"]
    assert evidence.css_first("blockquote").text() == "Baker"
    assert "read off the page at h1; rule first heading, confidence 1.00" in evidence.text()


def test_a_source_without_a_known_licence_says_so_everywhere(publish_trades, folder):
    publish_trades()

    catalogue = folder / "catalogue"
    (atlas,) = (catalogue / "profiles").glob("atlas-*.html")
    for path in (catalogue / "index.html", catalogue / "statistics.html", atlas):
        assert texts(parsed(path), ".unknown strong") == ["No licence is known."]


def test_the_search_knows_names_sources_languages_and_missing_fields(publish_trades, search_data):
    publish_trades()

    data = search_data()
    rows = {title: row for row in data["profiles"] for title in [row[1]]}
    assert rows["Éclairagiste"][2] == ["Lichtgestalter Müller"]
    assert data["source"][rows["Éclairagiste"][3]] == {"value": "atlas", "name": "Atlas of Work"}
    assert data["language"][rows["Éclairagiste"][4]] == {"value": "fr", "name": "French"}
    assert [data["missing"][number]["value"] for number in rows["Smith"][5]] == ["aliases"]
    assert [data["missing"][number]["value"] for number in rows["Éclairagiste"][5]] == ["tasks", "codes"]


def test_statistics_tell_coverage_tasks_versions_and_rejections(
    publish_trades, folder, make_result, make_profile
):
    publish_trades()
    code = Code(scheme="SOC", code="51-4")
    publish_trades(make_result("cooper", profile=make_profile("cooper", codes=(code,))))

    page = parsed(folder / "catalogue" / "statistics.html")
    bars = {row.css_first("th").text(): row.css_first(".value").text() for row in page.css(".bars tbody tr")}
    assert bars["Title"] == "100 %"
    assert bars["Other names"] == "75 %"
    assert bars["Rejected: vacancy"] == "1"
    plots = [texts(panel, "title") for panel in page.css(".panel:has(svg.standing)")]
    assert plots[0] == [
        "0 tasks: 1 profile",
        "1 task: 0 profiles",
        "2 tasks: 0 profiles",
        "3 tasks: 3 profiles",
    ]
    assert plots[1] == ["22 November 2026: 3 profiles", "23 November 2026: 4 profiles"]
    assert plots[2][1] == "23 November 2026: 1 added, 0 modified, 0 deleted"
    assert len(page.css("svg")) >= 16


def test_the_same_version_gives_the_same_bytes(publish_trades, make_result, publish, folder):
    publish_trades()
    first = contents(folder / "catalogue")
    # Neither a refused run nor an unchanged one is part of the version.
    assert publish([make_result("nothing", "failed")]).outcome == "refused"
    assert publish_trades().outcome == "unchanged"

    assert write_catalogue(folder) == folder / "catalogue" / "index.html"
    assert contents(folder / "catalogue") == first


def test_a_new_version_takes_the_place_of_the_old_pages(publish, make_result, folder):
    stay = [make_result(slug) for slug in ("baker", "cooper", "miller", "smith", "tanner")]
    publish([*stay, make_result("weaver")])
    for _ in range(3):  # after three misses, a record goes
        publish([*stay, make_result("potter")])

    index = parsed(folder / "catalogue" / "index.html")
    linked = {link.attributes["href"] for link in index.css("#entries a.name")}
    assert texts(index, "#entries a.name")[-3:] == ["Potter", "Smith", "Tanner"]
    assert linked == {f"profiles/{path.name}" for path in (folder / "catalogue" / "profiles").iterdir()}
    assert not list(folder.glob(".unfinished*"))


def test_without_a_way_to_exchange_folders_two_renames_do_it(publish, make_result, folder, monkeypatch):
    monkeypatch.setattr("output.storage._exchange", lambda *_: False)
    publish([make_result("baker")])
    publish([make_result("baker"), make_result("smith")])

    assert texts(parsed(folder / "catalogue" / "index.html"), "#entries a.name") == ["Baker", "Smith"]
    assert not list(folder.glob(".unfinished*"))


def test_an_unchanged_run_writes_a_missing_catalogue_and_leaves_a_good_one(publish, make_result, folder):
    publish([make_result()])
    index = folder / "catalogue" / "index.html"
    before = index.stat().st_ino
    assert publish([make_result()]).outcome == "unchanged"
    assert index.stat().st_ino == before

    shutil.rmtree(folder / "catalogue")
    again = publish([make_result()])
    assert again.outcome == "unchanged"
    assert again.files[0] == index
    assert index.exists()


def test_a_catalogue_that_cannot_be_written_undoes_no_publication(
    publish, make_result, folder, monkeypatch, caplog
):
    publish([make_result("baker")])
    before = contents(folder / "catalogue")

    def fail(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr("output.catalogue.catalogue.write_statistics", fail)
    with caplog.at_level(logging.ERROR):
        publication = publish([make_result("baker"), make_result("smith")])

    assert publication.outcome == "published"
    assert json.loads((folder / "latest.json").read_bytes())["version"] == publication.version
    assert "jobprofiles catalogue" in caplog.text
    assert contents(folder / "catalogue") == before
    assert not list(folder.glob(".unfinished*"))
    assert folder / "catalogue" / "index.html" not in publication.files


def test_a_refused_run_leaves_the_catalogue_of_the_latest_version(publish, make_result, folder):
    publish([make_result("baker")])
    before = contents(folder / "catalogue")

    refused = publish([make_result("baker", "failed")])
    assert refused.outcome == "refused"
    assert contents(folder / "catalogue") == before
    assert not any(path.name == "index.html" for path in refused.files)


def test_a_retracted_record_is_out_of_the_catalogue_too(publish, make_result, make_profile, folder, night):
    pages = [make_result(slug) for slug in ("baker", "cooper", "smith")]
    publish([*pages, make_result("shop", "rejected", reason="vacancy: an employer speaks to applicants")])

    retract(folder, make_profile("baker").id, reason="asked for", now=night)
    catalogue = folder / "catalogue"
    assert texts(parsed(catalogue / "index.html"), "#entries a.name") == ["Cooper", "Smith"]
    assert not any(b"jobs/baker/" in content for content in contents(catalogue).values())
    assert texts(parsed(catalogue / "statistics.html"), ".bars th")[-1] == "Rejected: vacancy"


def test_nothing_published_is_named_and_no_folder_made(folder):
    with pytest.raises(
        DatasetUnreadable, match=r"guild: expected a published version, found no latest\.json"
    ):
        write_catalogue(folder)
    assert not folder.exists()


def test_a_version_that_was_changed_on_the_disk_is_not_shown(publish, make_result, folder):
    publication = publish([make_result()])
    with (publication.path / "evidence.jsonl").open("ab") as file:
        file.write(b"{}\n")

    with pytest.raises(DatasetUnreadable, match=r"evidence\.jsonl: expected SHA-256"):
        write_catalogue(folder)


def test_a_long_list_is_split_into_pages_that_lead_to_each_other(publish, make_result, folder, monkeypatch):
    monkeypatch.setattr("output.catalogue.search.ENTRIES_A_PAGE", 2)
    publish([make_result(slug) for slug in ("baker", "cooper", "miller", "smith", "tanner")])

    catalogue = folder / "catalogue"
    first = parsed(catalogue / "index.html")
    assert texts(first, "#pages a") == ["Baker – Cooper", "Miller – Smith", "Tanner – Tanner"]
    second = parsed(catalogue / "list" / "2.html")
    assert texts(second, "#entries a.name") == ["Miller", "Smith"]
    for link in second.css("a[href]:not([href^='#'])"):
        assert (catalogue / "list" / link.attributes["href"]).resolve().exists()


def test_of_a_large_dataset_the_records_stand_in_files_instead_of_pages(
    publish, make_result, folder, monkeypatch, search_data
):
    monkeypatch.setattr("output.catalogue.catalogue.SINGLE_PAGES_UP_TO", 2)
    monkeypatch.setattr("output.catalogue.profile_pages.RECORDS_A_FILE", 2)
    monkeypatch.setattr("output.catalogue.search.RECORDS_A_FILE", 2)
    publish([make_result(slug) for slug in ("baker", "cooper", "smith")])

    catalogue = folder / "catalogue"
    assert not (catalogue / "profiles").exists()
    data = search_data()
    assert data["recordsAFile"] == 2
    for number, title, *_ in data["profiles"]:
        script = (catalogue / "records" / f"{number // 2}.js").read_text("utf-8")
        records = json.loads(script.removeprefix(f"showRecords({number // 2},").removesuffix(");\n"))
        assert records[number % 2]["title"] == title
    assert (
        parsed(catalogue / "index.html")
        .css_first("#entries a.name")
        .attributes["href"]
        .startswith("https://")
    )
    assert RECORDS_A_FILE > 2


@pytest.fixture
def publish_hostile(publish, make_result, make_profile, source):
    """Give a function that publishes a record whose texts are made to harm a page."""

    def run():
        named = source.model_copy(update={"name": HOSTILE_TITLE, "licence": HOSTILE_TITLE})
        profile = make_profile(
            "baker",
            title=HOSTILE_TITLE,
            aliases=(HOSTILE_TITLE + " alias",),
            summary=HOSTILE_TITLE,
            tasks=(Task(text=HOSTILE_TITLE, label=None),),
            requirements=(Requirement(text=HOSTILE_TITLE, kind="other", importance=None),),
            codes=(Code(scheme="<img src=x onerror=alert(4)>", code="<script>alert(5)</script>"),),
            source=named,
        )
        evidence = Evidence(
            field="/title", origin="page", url="javascript:alert(6)", css=HOSTILE, exact=HOSTILE, prefix=HOSTILE,
            suffix=HOSTILE, rule=HOSTILE, confidence=1.0,
        )  # fmt: skip
        pages = [
            make_result("baker", profile=profile, evidence=(evidence,)),
            make_result("shop", "rejected", reason=HOSTILE),
        ]
        return publish(pages, sources=[named])

    return run


def test_texts_of_pages_stay_texts(publish_hostile, folder, make_profile):
    publish_hostile()

    catalogue = folder / "catalogue"
    (path,) = (catalogue / "profiles").iterdir()
    assert path.name == f"{make_profile('baker').id.replace(':', '-')}.html"
    profile = parsed(path)
    assert [node.text() for node in profile.css("h1")] == [HOSTILE_TITLE]
    assert HOSTILE in profile.css_first("blockquote").text()
    assert not profile.css("script, img, svg, iframe, [onload], [onerror]")
    for page in (path, catalogue / "index.html", catalogue / "statistics.html"):
        document = parsed(page)
        assert not document.css("script:not([src]), img, [onload], [onerror], [style]")
        for link in document.css("[href]"):
            assert "javascript" not in link.attributes["href"]
    data = (catalogue / "search-data.js").read_bytes()
    assert not {b"<", b">", b"&", "\u2028".encode()} & {data[at : at + 1] for at in range(len(data))}


def test_hostile_texts_do_nothing_in_a_browser(publish_hostile, folder, open_page):
    publish_hostile()

    page = open_page(folder / "catalogue" / "index.html", "#q=svg")
    assert page.locator("#entries a.name").all_inner_texts() == [HOSTILE_TITLE]
    assert page.locator("#entries mark").all_inner_texts() == [HOSTILE_TITLE + " alias"]
    page.locator("#entries a.name").click()
    page.locator("details.evidence summary").click()
    assert page.locator("h1").inner_text() == HOSTILE_TITLE
    open_page(folder / "catalogue" / "statistics.html")
