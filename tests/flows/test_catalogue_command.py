"""`jobprofiles catalogue`, as a person types it."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.source_catalogue import read_sources
from output.version import publish_version
from schemas.page_result import PageResult

PAGE = Path(__file__).resolve().parents[1] / "pages" / "life-science-karriere" / "fermentation-scientist.html"


@pytest.fixture
def dataset(tmp_path):
    """The folder of a dataset with one profile, whose catalogue was lost."""
    source = read_sources().by_id["life-science-karriere"]
    found = extract(PAGE.read_bytes(), source=source)
    url = found.profile.url
    result = PageResult(
        source=source.id,
        url_asked=url,
        url=url,
        outcome="profile",
        profile=found.profile,
        evidence=found.evidence,
    )
    (tmp_path / "results.jsonl").write_text(result.model_dump_json() + "\n", encoding="utf-8")
    publish_version(
        dataset="careers",
        results=[tmp_path / "results.jsonl"],
        datasets=tmp_path / "data" / "datasets",
        sources=[source.reference()],
        bounds={},
        now=datetime(2026, 11, 22, tzinfo=UTC),
    )
    folder = tmp_path / "data" / "datasets" / "careers"
    shutil.rmtree(folder / "catalogue")
    return folder


def test_it_writes_the_pages_anew_and_prints_the_one_to_open(jobprofiles, dataset):
    done = jobprofiles("catalogue", "careers")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "data/datasets/careers/catalogue/index.html\n"
    assert "Fermentation Scientist" in (dataset / "catalogue" / "index.html").read_text("utf-8")


@pytest.mark.usefixtures("dataset")
def test_it_finds_the_data_that_is_named(jobprofiles, tmp_path):
    (tmp_path / "data").rename(tmp_path / "elsewhere")

    done = jobprofiles("catalogue", "careers", "--data", "elsewhere")

    assert done.returncode == 0
    assert (tmp_path / done.stdout.strip()).exists()


def test_damage_is_told_in_one_line(jobprofiles, dataset):
    (profiles,) = dataset.glob("v/*/profiles.jsonl")
    profiles.write_bytes(profiles.read_bytes()[:-10])

    done = jobprofiles("catalogue", "careers")

    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "profiles.jsonl: expected SHA-256" in done.stderr


@pytest.mark.usefixtures("dataset")
def test_it_needs_no_prefect(clean_environment, tmp_path):
    program = (
        "import sys; from flows.command_line import _exit_code; code = _exit_code(['catalogue', 'careers']);"
        "assert code == 0, code; assert 'prefect' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=clean_environment, check=True)
