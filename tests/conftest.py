"""What several tests need: commands run as a stranger would run them, and one Prefect server for all."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.source_catalogue import read_sources
from flows.prefect_api import prefect_api
from output.version import publish_version
from schemas.page_result import PageResult

ROOT = Path(__file__).resolve().parents[1]

# A shell starts what runs in its background with Ctrl-C ignored, and children inherit that; what these tests
# start has to be open to it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def clean_environment(tmp_path):
    """The environment of someone at a terminal who has an empty home and has set nothing of Prefect or of this."""
    # pytest and rich print otherwise on CI.
    others = {"DO_NOT_TRACK", "CI", "BUILD_NUMBER", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PY_COLORS"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "JOBPROFILES_", "PYTEST_")) and name not in others
    }
    home = tmp_path / "home"
    home.mkdir()
    # Prefect keeps what it serves in a folder of fixed name below TMPDIR, which may be another user's.
    return {**kept, "HOME": str(home), "TMPDIR": str(home)}


@pytest.fixture
def start_jobprofiles(clean_environment, tmp_path):
    """A function that starts `jobprofiles ARGUMENTS` in an empty folder; whatever still runs is ended."""
    started = []

    def start(*arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.command_line", *map(str, arguments)],
            cwd=tmp_path,
            env={**clean_environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def jobprofiles(start_jobprofiles):
    """A function that runs `jobprofiles ARGUMENTS` and returns its exit code, stdout and stderr."""

    def run(*arguments, **environment):
        process = start_jobprofiles(*arguments, **environment)
        out, err = process.communicate(timeout=240)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory):
    """The address of a Prefect server that lives as long as the tests; flows run in this process report to it."""
    with prefect_api(tmp_path_factory.mktemp("prefect")) as address:
        yield address


@pytest.fixture
def demo_data(tmp_path):
    """A data folder in which the profiles of the demo site are published."""
    source = read_sources().by_id["demo"]
    results = tmp_path / "results.jsonl"
    with results.open("w", encoding="utf-8") as file:
        for page in sorted((ROOT / "flows/demo_site/pages").rglob("*.html")):
            html = page.read_bytes()
            found = extract(html, source=source)
            if found.profile:
                result = PageResult(
                    source="demo",
                    url_asked=found.profile.url,
                    url=found.profile.url,
                    outcome="profile",
                    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                    page_sha256=hashlib.sha256(html).hexdigest(),
                    profile=found.profile,
                    evidence=found.evidence,
                )
                file.write(result.model_dump_json() + "\n")
    publish_version(
        dataset="demo",
        results=[results],
        datasets=tmp_path / "data/datasets",
        sources=[source.reference()],
        bounds={},
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return tmp_path
