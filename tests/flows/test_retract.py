"""A rights holder asks: the record goes out of everything that the product keeps, and does not come back."""

import gzip
import json

import pytest

BEEKEEPER = "demo:5ba58b5ceaef"


def holding(folder, words):
    """The files below a folder in which the words stand, compressed or not."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and "prefect" not in path.parts:
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            if words in content.lower():
                found.append(path)
    return found


@pytest.fixture
def run(jobprofiles, demo_site, prefect_server):
    def publish(*arguments):
        done = jobprofiles("publish", "demo", *arguments, PREFECT_API_URL=prefect_server, **demo_site)
        assert done.returncode in {0, 1}, done.stderr
        return done

    return publish


def test_a_retracted_record_is_nowhere_any_more(jobprofiles, run, tmp_path):
    run()
    run("--limit", "30")
    run("--fresh")
    body = b"lift the lid of each hive"
    assert {path.parts[len(tmp_path.parts) + 1] for path in holding(tmp_path / "data", body)} >= {
        "archive", "datasets", "preview", "runs",
    }  # fmt: skip

    done = jobprofiles("retract", BEEKEEPER, "--reason", "asked for by its author")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"demo: {BEEKEEPER} is out of 1 versions"
    assert holding(tmp_path / "data", body) == []
    assert jobprofiles("validate", "data/datasets/demo").stdout == "data/datasets/demo: valid\n"
    assert jobprofiles("archive", "compact", "demo", "--older-than", "0").returncode == 0
    again = run("--accept", "twelve are left")
    assert "12 profiles from 21 links" in again.stdout
    assert holding(tmp_path / "data", body) == []
    latest = json.loads((tmp_path / "data/datasets/demo/latest.json").read_text())
    assert latest["counts"]["profiles"] == 12


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((BEEKEEPER, "--reason", "x"), 3),
        (("beekeeper", "--reason", "x"), 2),
        ((BEEKEEPER, "--reason", " "), 2),
    ],
)
def test_what_cannot_be_retracted_is_said_in_one_line(jobprofiles, arguments, code):
    done = jobprofiles("retract", *arguments)
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == 1
