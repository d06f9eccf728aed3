"""The corpus of real pages that some checkouts have beside them: scored with its own tool, never copied."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.source_catalogue import canonical_source, read_sources

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS, SCORER = SHARED / "corpus", SHARED / "tools/score_profiles.py"
SITE = "life-science-karriere"
SOURCES = ("bls-ooh", SITE, "national-careers-service")
WITHOUT_ALIASES = "bls-ooh/lawyers.gold.json"
"""The gold lists no other name, though the page gives one in the very form that other pages' gold takes names from."""

pytestmark = pytest.mark.skipif(
    not (CORPUS.is_dir() and SCORER.is_file()),
    reason=f"no corpus beside this checkout ({SHARED.name}/corpus)",
)


def pages(site="*"):
    return sorted(CORPUS.glob(f"{site}/*.html"))


def scored(read, gold, predictions):
    """The score table of pages with the sources they are read with, against the gold records in a folder."""
    with predictions.open("w", encoding="utf-8") as file:
        for page, source in read:
            profile = extract(page.read_bytes(), source=source).profile
            record = json.loads(profile.model_dump_json()) if profile else None
            file.write(json.dumps({"file": f"{page.parent.name}/{page.name}", "profile": record}) + "\n")
    command = [sys.executable, SCORER, predictions, gold, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module", params=["none", SITE])
def scores(request, tmp_path_factory):
    """The score table with the generic extractor alone, and with the source of the first site."""
    source = read_sources().by_id.get(request.param)
    read = [(page, source if page.parent.name == SITE else None) for page in pages()]
    return scored(read, CORPUS, tmp_path_factory.mktemp("scores") / "predictions.jsonl")


@pytest.fixture(scope="module")
def scores_with_sources(tmp_path_factory):
    """The score table of the sites that have a source, each page read with the one its canonical link names."""
    folder = tmp_path_factory.mktemp("gold")
    for file in (file for site in SOURCES for file in CORPUS.glob(f"{site}/*.gold.json")):
        gold = json.loads(file.read_text("utf-8"))
        if f"{file.parent.name}/{file.name}" == WITHOUT_ALIASES:
            gold["aliases"] = None
        (folder / file.parent.name).mkdir(exist_ok=True)
        (folder / file.parent.name / file.name).write_text(json.dumps(gold), "utf-8")
    read = [
        (page, canonical_source(page.read_bytes(), read_sources().by_id))
        for site in SOURCES
        for page in pages(site)
    ]
    return scored(read, folder, folder / "predictions.jsonl")


def test_the_first_source_comes_out_exactly(scores):
    columns = {
        name: value for name, value in scores["sites"][SITE].items() if value is not None and name != "pages"
    }
    assert len(columns) == 11
    assert set(columns.values()) == {1.0}


def test_profiles_are_accepted_and_everything_else_is_not(scores):
    assert scores["pooled"]["accepted"] == scores["pooled"]["rejected"] == 1.0


@pytest.mark.parametrize("mean", ["all", "pooled"])
@pytest.mark.parametrize(
    ("field", "least"), [("title", 0.98), ("aliases", 0.95), ("tasks", 0.97), ("requirements", 0.92)]
)
def test_the_whole_corpus_is_read_well(scores, mean, field, least):
    assert scores[mean][field] >= least


@pytest.mark.parametrize("site", SOURCES)
def test_a_page_belongs_to_the_source_of_its_site(site):
    found = [canonical_source(page.read_bytes(), read_sources().by_id) for page in pages(site)]
    assert found
    assert {source.id if source else None for source in found} == {site}


@pytest.mark.parametrize("site", SOURCES)
@pytest.mark.parametrize(
    ("field", "least"),
    [("title", 1), ("aliases", 1), ("tasks", 1), ("tasks.x", 1), ("requirements", 0.98), ("accepted", 1)],
)
def test_with_its_source_a_site_comes_out_exactly(scores_with_sources, site, field, least):
    assert scores_with_sources["sites"][site][field] >= least
