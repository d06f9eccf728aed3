"""A small world to publish from: records, result files, one dataset folder."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from output.version import publish_version
from schemas.evidence import Evidence
from schemas.page_result import PageResult
from schemas.profile import JobProfile, Requirement, SourceReference, Task

NIGHT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def night():
    """Give the time of a first run; later runs add to it."""
    return NIGHT


@pytest.fixture
def source():
    return SourceReference(
        id="guild",
        name="Guild of Trades",
        publisher="The Guild",
        licence="CC BY 4.0",
        attribution="Guild of Trades, 2026",
    )


@pytest.fixture
def make_profile(source):
    """Give a function that makes the record of a page by its slug; anything about it can be set."""

    def make(slug="baker", **changes):
        url = changes.pop("url", f"https://guild.example/jobs/{slug}/")
        of = changes.get("source", source)
        fields = {
            "id": f"{of.id}:{sha256(url.encode()).hexdigest()[:12]}",
            "title": slug.capitalize(),
            "aliases": (f"Master {slug}",),
            "summary": f"A {slug} works from early morning.",
            "tasks": (
                Task(text=f"Planning: the day in the bäckerei of a {slug} is planned.", label="Planning"),
                Task(text="Serving customers.", label=None),
                Task(text="Cleaning the workshop.", label=None),
            ),
            "requirements": (
                Requirement(text="A degree or diploma.", kind="education", importance="required"),
                Requirement(text="Two years of experience.", kind="experience", importance=None),
                Requirement(text="A steady hand.", kind="skill", importance="preferred"),
                Requirement(text="A licence to handle food.", kind="licence", importance="required"),
            ),
            "language": "en",
            "codes": (),
            "url": url,
            "slug": slug,
            "source": of,
            "published": "2023-05-02",
            "modified": "2023-08-18T19:57:16+02:00",
        }
        return JobProfile(**{**fields, **changes})

    return make


@pytest.fixture
def make_result(make_profile):
    """Give a function that makes what a run says of one page: a record, or why there is none."""

    def make(slug="baker", outcome="profile", **changes):
        of = changes.pop("source", "guild")
        profile = changes.pop("profile", None)
        if outcome == "profile" and profile is None:
            profile = make_profile(slug)
        url = f"https://guild.example/jobs/{slug}/"
        fields = {
            "source": of,
            "url_asked": url,
            "url": url,
            "outcome": outcome,
            "reason": None if profile else f"{slug} is {outcome}",
            "fetched_at": NIGHT - timedelta(hours=1),
            "page_sha256": sha256(slug.encode()).hexdigest(),
            "profile": profile,
            "evidence": (
                Evidence(
                    field="/title",
                    origin="page",
                    url=url,
                    css="h1",
                    exact=slug.capitalize(),
                    prefix="",
                    suffix="",
                    rule="first heading",
                    confidence=1.0,
                ),
            )
            if profile
            else (),
        }
        return PageResult(**{**fields, **changes})

    return make


@pytest.fixture
def write_results(tmp_path):
    """Give a function that writes results as a run does, one file a chunk."""

    def write(*chunks):
        folder = tmp_path / f"results-{len(list(tmp_path.glob('results-*')))}"
        folder.mkdir()
        paths = []
        for number, chunk in enumerate(chunks):
            path = folder / f"chunk-{number:05}.jsonl"
            path.write_text("".join(result.model_dump_json() + "\n" for result in chunk), encoding="utf-8")
            paths.append(path)
        return paths

    return write


@pytest.fixture
def datasets(tmp_path):
    return tmp_path / "datasets"


@pytest.fixture
def publish(datasets, source, write_results):
    """Give a function that publishes results as the dataset "guild", each call a day after the one before."""
    calls = []

    def run(pages, **changes):
        calls.append(pages)
        settings = {
            "dataset": "guild",
            "results": write_results(pages),
            "datasets": datasets,
            "sources": [source],
            "bounds": {},
            "now": NIGHT + timedelta(days=len(calls) - 1),
        }
        return publish_version(**{**settings, **changes})

    return run
