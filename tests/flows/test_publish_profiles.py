"""The main job on the demo site, in this process and with one Prefect server for all tests."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from flows.command_errors import RefusedError, UsageError
from flows.fetching.fetch_failures import FetchingFailed
from flows.publish_profiles import publish_profiles
from schemas.run_report import RunReport

pytestmark = pytest.mark.usefixtures("prefect_server", "demo_settings")

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def demo_settings(demo_site, monkeypatch):
    for name, value in demo_site.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def publish(tmp_path):
    def run(data="data", **given):
        path = publish_profiles("demo", data=str(tmp_path / data), **given)
        return RunReport.model_validate_json(Path(path).read_bytes())

    return run


def test_a_site_becomes_a_published_dataset(publish, tmp_path):
    report = publish(now=NIGHT)

    latest = json.loads((tmp_path / "data/datasets/demo/latest.json").read_text())
    assert report.outcome == "published"
    assert latest["version"] == report.version == "2026-11-22T020000Z"
    assert latest["counts"]["profiles"] == report.counts.profiles == 13
    assert all(file.exists() for file in report.files)


def test_every_link_comes_to_one_end(publish):
    report = publish()

    assert sum(report.counts.model_dump().values()) == report.links
    assert min(report.counts.gone, report.counts.refused, report.counts.rejected) > 0


def test_the_report_says_how_full_the_records_are(publish):
    coverage = publish().coverage

    assert coverage["title"] == 1.0
    assert 0 < coverage["aliases"] <= 1


def test_nothing_new_on_the_site_means_no_new_version(publish, tmp_path):
    first = publish(now=NIGHT)
    second = publish()

    assert second.outcome == "unchanged"
    assert second.version == first.version
    assert [path.name for path in (tmp_path / "data/datasets/demo/v").iterdir()] == [first.version]


def test_the_same_pages_give_the_same_bytes(publish):
    one, other = publish("one"), publish("other", now=NIGHT)

    assert (one.path / "profiles.jsonl").read_bytes() == (other.path / "profiles.jsonl").read_bytes()


def test_chunks_change_nothing_about_the_result(publish, monkeypatch):
    whole = publish("whole")
    monkeypatch.setenv("JOBPROFILES_FETCH_CHUNK_SIZE", "4")
    monkeypatch.setenv("JOBPROFILES_EXTRACT_CHUNK_SIZE", "7")
    cut = publish("cut")

    assert cut.counts == whole.counts
    assert (cut.path / "profiles.jsonl").read_bytes() == (whole.path / "profiles.jsonl").read_bytes()


def test_a_limit_gives_a_preview_and_no_version(publish, tmp_path):
    report = publish(limit=3)

    assert report.outcome == "preview"
    assert report.links == 3
    assert len(json.loads(report.files[0].read_bytes())) == report.counts.profiles
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["preview"]
    assert not list(tmp_path.rglob("latest.json"))


def test_what_the_gate_refuses_never_becomes_the_latest(publish, tmp_path):
    publish(now=NIGHT)
    latest = tmp_path / "data/datasets/demo/latest.json"
    before = latest.read_bytes()

    # The second page of the list alone leads to too few profiles.
    with pytest.raises(RefusedError) as refused:
        publish(start_url="http://demo.jobprofiles.example/careers/page/2/")

    report = RunReport.model_validate_json(Path(str(refused.value)).read_bytes())
    assert report.outcome == "refused"
    assert report.reasons
    assert latest.read_bytes() == before


def test_a_run_whose_listing_cannot_be_had_leaves_no_folder(publish, tmp_path):
    with pytest.raises(FetchingFailed, match="404"):
        publish(start_url="http://demo.jobprofiles.example/nowhere/")

    assert [path.name for path in (tmp_path / "data/runs/demo").iterdir()] == ["lock"]


def test_an_unknown_source_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="did you mean 'demo'"):
        publish_profiles("dmeo", data=str(tmp_path / "data"))

    assert not (tmp_path / "data").exists()


def test_an_unfinished_run_is_continued_without_fetching_again(publish, tmp_path):
    report = publish(now=NIGHT)
    (run,) = (tmp_path / "data/runs/demo").glob("*Z")
    (run / "report.json").unlink()
    (run / "results/0001.jsonl").unlink()
    segments = list((tmp_path / "data/archive").rglob("*.warc.gz"))
    written = [segment.stat().st_mtime_ns for segment in segments]

    again = publish(now=NIGHT.replace(hour=23))

    assert (run / "report.json").exists()
    assert again.counts == report.counts
    assert [
        segment.stat().st_mtime_ns for segment in (tmp_path / "data/archive").rglob("*.warc.gz")
    ] == written


def test_fresh_begins_anew(publish, tmp_path):
    publish(now=NIGHT)
    (run,) = (tmp_path / "data/runs/demo").glob("*Z")
    (run / "report.json").unlink()

    publish(fresh=True)

    assert not (run / "report.json").exists()
    assert len(list((tmp_path / "data/runs/demo").glob("*Z"))) == 2


def test_a_run_shows_its_report_its_rejections_and_its_progress_in_prefect(publish, prefect_server):
    report = publish()

    found = httpx.post(f"{prefect_server}/artifacts/latest/filter", json={}, timeout=20).json()
    shown = {artifact["key"]: artifact for artifact in found}
    assert report.headline() == shown["jobprofiles-demo"]["description"]
    assert "| profiles | 13 |" in shown["jobprofiles-demo"]["data"]
    rows = json.loads(shown["jobprofiles-demo-unread"]["data"])
    assert [row["page"] for row in rows] == [page.url for page in report.unread]
    assert shown["jobprofiles-fetching-demo"]["data"] == 100


def test_a_run_tells_automations_what_became_of_it(publish, prefect_server):
    report = publish("told")

    def told():
        wanted = {"filter": {"event": {"name": ["jobprofiles.published"]}}}
        events = httpx.post(f"{prefect_server}/events/filter", json=wanted, timeout=20).json()["events"]
        return [event for event in events if event["payload"]["path"] == str(report.path)]

    deadline = time.monotonic() + 30
    while not (events := told()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert events[0]["resource"]["prefect.resource.id"] == "jobprofiles.dataset.demo"
    assert events[0]["payload"]["counts"]["profiles"] == 13
