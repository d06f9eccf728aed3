"""The corpus of real pages that some checkouts have beside them: scored with its own tool, never copied."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.source_catalogue import read_sources

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS, SCORER = SHARED / "corpus", SHARED / "tools/score_profiles.py"
SITE = "life-science-karriere"

pytestmark = pytest.mark.skipif(
    not (CORPUS.is_dir() and SCORER.is_file()),
    reason=f"no corpus beside this checkout ({SHARED.name}/corpus)",
)


@pytest.fixture(scope="module", params=["none", SITE])
def scores(request, tmp_path_factory):
    """The score table with the generic extractor alone, and with the source of the first site."""
    predictions = tmp_path_factory.mktemp("scores") / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for page in sorted(CORPUS.glob("*/*.html")):
            source = read_sources().by_id.get(request.param) if page.parent.name == SITE else None
            profile = extract(page.read_bytes(), source=source).profile
            record = json.loads(profile.model_dump_json()) if profile else None
            file.write(json.dumps({"file": f"{page.parent.name}/{page.name}", "profile": record}) + "\n")
    scored = subprocess.run(
        [sys.executable, SCORER, predictions, CORPUS, "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(scored.stdout)


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
