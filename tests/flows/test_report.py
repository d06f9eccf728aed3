"""What a run tells people: which pages to look at, what got worse, and a page to read."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.chunk_summary import DOUBTFUL, UNREAD, Summary, joined
from flows.report_artifacts import report_page
from flows.run_drift import Before, drift_since
from schemas.dataset import Changes, Counts
from schemas.evidence import Evidence
from schemas.page_result import PageResult
from schemas.profile import JobProfile
from schemas.run_plan import RunRequest
from schemas.run_report import DoubtfulPage, Fetching, RunReport, UnreadPage

SOURCE = {"id": "careers", "name": "Careers", "publisher": None, "licence": None, "attribution": None}


def profile_result(number, confidence=1.0, **fields):
    url = f"https://careers.example/{number}"
    statement = {"text": f"Does thing {number}.", "label": None}
    values = {"aliases": ["other name"], "summary": "A job.", "tasks": [statement], **fields}
    values.setdefault("requirements", [{"text": "Patience.", "kind": "skill", "importance": None}])
    values |= {"id": f"careers:{number:012x}", "title": f"Job {number}", "url": url, "slug": str(number)}
    values |= {"language": "en", "codes": [], "published": None, "modified": None, "source": SOURCE}
    profile = JobProfile.model_validate_json(json.dumps(values))
    evidence = Evidence(
        field="/title",
        origin="page",
        url=url,
        css="h1",
        exact=profile.title,
        prefix="",
        suffix="",
        rule="heading",
        confidence=confidence,
    )
    return PageResult(
        source="careers", url_asked=url, url=url, outcome="profile", profile=profile, evidence=(evidence,)
    )


def other_result(number, outcome="rejected"):
    url = f"https://careers.example/{number}"
    return PageResult(source="careers", url_asked=url, url=url, outcome=outcome, reason=f"reason {number}")


def summary_of(results):
    summary = Summary()
    assert list(summary.reading(results)) == list(results)
    return summary.as_model()


def test_pages_that_lack_most_come_first_then_the_least_certain():
    told = summary_of(
        [profile_result(1, 0.9), profile_result(2, 0.4), profile_result(3, 0.9, tasks=[]), other_result(4)]
    )

    assert [page.title for page in told.doubtful] == ["Job 3", "Job 2", "Job 1"]
    assert told.doubtful[0].missing == ("tasks",)
    assert (told.profiles, told.others) == (3, 1)


def test_the_report_has_the_worst_ten_of_all_chunks_and_no_more_pages_than_one_can_read():
    chunks = [
        summary_of([*(profile_result(number, number / 100) for number in range(first, first + 20)),
                    *(other_result(number) for number in range(UNREAD))])
        for first in (0, 20)
    ]  # fmt: skip
    told = joined(chunks)

    assert [page.title for page in told.doubtful] == [f"Job {number}" for number in range(DOUBTFUL)]
    assert len(told.unread) == UNREAD
    assert told.unread_in_all == 2 * UNREAD


def test_pages_that_are_gone_are_nobodys_to_look_at():
    assert summary_of([other_result(1, "gone")]).unread == ()


def test_a_field_that_fewer_profiles_have_is_drift():
    before = Before(100, {"tasks": 1.0, "aliases": 0.5})

    assert drift_since(before, Counts(profiles=100), {"tasks": 0.97, "aliases": 0.46}) == ()
    told = drift_since(before, Counts(profiles=90), {"tasks": 0.9})
    assert told == (
        "profiles: 100 before, 90 read now",
        "tasks: 100% of the profiles had it before, 90% now",
        "aliases: 50% of the profiles had it before, 0% now",
    )


def test_records_kept_from_the_last_version_hide_no_drift():
    assert drift_since(Before(100, {}), Counts(profiles=100, kept=10), {})


@pytest.fixture
def report():
    return RunReport(
        request=RunRequest(source="careers"),
        started=datetime(2026, 11, 22, tzinfo=UTC),
        outcome="published",
        version="2026-11-22T000000Z",
        links=3,
        fetching=Fetching(arrived=3, causes={"noindex": 1}),
        counts=Counts(profiles=2, rejected=1),
        coverage={"title": 1.0, "tasks": 0.5},
        coverage_before={"title": 1.0, "tasks": 0.75},
        drift=("tasks: 75% of the profiles had it before, 50% now",),
        changes=Changes(added=1),
        path=Path("data/datasets/careers/v/2026-11-22T000000Z"),
        files=(Path("data/datasets/careers/catalogue/index.html"),),
        doubtful=(DoubtfulPage(url="https://careers.example/a(b)|c", title="A | *B* [x](http://evil.example) <b>", confidence=0.5),),
        unread=(UnreadPage(url="https://careers.example/x", outcome="rejected", reason="a list"),),
        unread_in_all=1,
    )  # fmt: skip


def test_the_page_tells_counts_coverage_drift_and_where_to_look(report):
    page = report_page(report)

    assert "| profiles | 2 |" in page
    assert "| tasks | 50.0% | 75.0% | -25.0 |" in page
    assert "- tasks: 75% of the profiles had it before, 50% now" in page
    assert "`data/datasets/careers/catalogue/index.html`" in page
    assert "passed the quality gate" in page


def test_words_of_a_page_stay_words(report):
    page = report_page(report)

    assert r"[A \| \*B\* \[x\](http://evil.example) &lt;b&gt;](https://careers.example/a%28b%29%7Cc)" in page


def test_a_first_run_is_compared_with_nothing(report):
    page = report_page(report.model_copy(update={"coverage_before": None, "drift": ()}))

    assert "| tasks | 50.0% |" in page
    assert "Drift" not in page
