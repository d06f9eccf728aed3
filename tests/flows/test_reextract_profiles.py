"""A dataset out of the archive: no network, and the same bytes."""

import dataclasses
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.command_errors import RefusedError
from flows.demo_site.demo_pages import NOT_FOUND
from flows.demo_site.demo_server import HOST, DemoSite
from flows.fetching.fetch_failures import FetchingFailed
from flows.publish_profiles import publish_profiles
from flows.reextract_profiles import reextract_profiles
from schemas.run_report import RunReport

pytestmark = pytest.mark.usefixtures("prefect_server")
NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def report_of(path):
    return RunReport.model_validate_json(Path(path).read_bytes())


@pytest.fixture
def data(tmp_path, demo_site, monkeypatch):
    """The data folder of one published night; from here on the demo site is unknown to fetching."""
    for name, value in demo_site.items():
        monkeypatch.setenv(name, value)
    publish_profiles("demo", data=str(tmp_path / "data"), now=NIGHT)
    monkeypatch.delenv("JOBPROFILES_HOST_MAP")
    return tmp_path / "data"


def contents(data):
    (version,) = (data / "datasets/demo/v").iterdir()
    return {path.name: path.read_bytes() for path in sorted(version.iterdir())}


def test_the_archive_alone_gives_the_same_dataset_to_the_byte(data):
    published = contents(data)
    shutil.rmtree(data / "datasets")
    shutil.rmtree(data / "runs")

    report = report_of(reextract_profiles("demo", data=str(data), now=NIGHT))

    assert (report.outcome, report.counts.profiles, report.counts.gone) == ("published", 13, 2)
    assert contents(data).keys() == published.keys()
    for name in ("profiles.jsonl", "profiles.json", "occupations.jsonld", "evidence.jsonl", "delta.jsonl"):
        assert contents(data)[name] == published[name], name


def test_extracting_twice_gives_the_same_bytes_in_every_file(data):
    for folder in ("datasets", "runs"):
        shutil.rmtree(data / folder)
    reextract_profiles("demo", data=str(data), now=NIGHT)
    first = contents(data)
    for folder in ("datasets", "runs"):
        shutil.rmtree(data / folder)
    reextract_profiles("demo", data=str(data), now=NIGHT)
    assert contents(data) == first


def test_without_an_archived_listing_every_archived_page_of_the_source_is_read(data):
    Archive.of_source(str(data / "archive"), "demo").remove([f"{NIGHT:%Y-%m-%dT%H%M%SZ}-listing.warc.gz"])
    report = report_of(reextract_profiles("demo", data=str(data)))
    assert report.counts.profiles == 13


def test_an_empty_archive_is_told_with_what_to_do(tmp_path):
    with pytest.raises(
        FetchingFailed, match=r"holds no page of it; fetch it with `jobprofiles publish demo`"
    ):
        reextract_profiles("demo", data=str(tmp_path / "data"))


def test_a_page_that_fails_keeps_its_last_good_capture_which_vouches_for_nothing(data, monkeypatch):
    with DemoSite() as site:
        broken = dataclasses.replace(NOT_FOUND, status=500)
        site._server.answers = {**site._server.answers, "/trades/gilder.html": broken}
        monkeypatch.setenv("JOBPROFILES_HOST_MAP", json.dumps({HOST: site.address}))
        with pytest.raises(RefusedError) as refused:
            publish_profiles("demo", data=str(data))

    report = report_of(str(refused.value))
    assert (report.fetching.stale, report.counts.stale, report.counts.profiles) == (1, 1, 13)
    assert report.counts.pages == report.links
    assert "at least 13 profiles, found 12" in str(report.reasons[0])
    (issue,) = (
        issue
        for issue in json.loads((report.path / "issues.json").read_bytes())["pages"]
        if issue["outcome"] == "stale"
    )
    assert issue["url"].endswith("/trades/gilder.html")
    assert "500" in issue["reason"]
