"""A careers site on loopback, of which a version is published and archived, and which then changes."""

import hashlib
from datetime import UTC, datetime

import pytest

from extractors.extract import extract
from extractors.source import Source
from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.checking.source_check import check_each
from flows.run_settings import load_settings
from output.version import publish_version
from schemas.bounds import Bounds
from schemas.discovery import IndexPage
from schemas.page_result import PageResult

THEN, NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC), datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
JOBS = (
    "Gilder, Cooper, Farrier, Glazier, Luthier, Milliner, Saddler, Stonemason, Thatcher, Wheelwright".split(
        ", "
    )
)


def page_of(job, heading="What you will do", list_class="duties"):
    return f"""<!doctype html><html lang="en"><head><title>{job} | Careers</title></head><body>
    <main class="profile"><h1>{job}</h1>
    <p class="intro">{job}s keep an old craft alive, and most of them work in small workshops of their own.</p>
    <h2>{heading}</h2>
    <ul class="{list_class}"><li>Prepare the materials and tools of a {job.lower()}.</li>
    <li>Repair what customers bring to the workshop.</li><li>Advise customers on price and upkeep.</li></ul>
    <h2>Entry requirements</h2>
    <ul class="asks"><li>A three-year apprenticeship is required.</li><li>Good hand skills are a must.</li></ul>
    <div class="ad">Buy our book.</div></main></body></html>""".encode()


def path_of(job, folder):
    return f"/{folder}/{job.lower().replace(' ', '-')}"


class Careers:
    """The site, and what is known of it."""

    def __init__(self, site, say, folder):
        self.site, self.say, self.folder = site, say, folder
        self.settings = load_settings(
            data=folder / "data",
            allow_hosts="127.0.0.1",
            requests_per_second=1_000,
            concurrent_per_host=8,
        )
        self.show()

    def url(self, job, folder="jobs"):
        return self.site.url + path_of(job, folder)

    def source(self, **given):
        discover = IndexPage(
            url=f"{self.site.url}/jobs/", **{"links": ".list a[href]", **given.pop("discover", {})}
        )
        return Source(id="careers", name="Careers", discover=discover, **given)

    def show(self, jobs=JOBS, folder="jobs", **layout):
        """Show these jobs below that folder, and nothing else."""
        self.site.routes.clear()
        links = "".join(f'<li><a href="{path_of(job, folder)}">{job}</a></li>' for job in jobs)
        self.site.routes["/jobs/"] = self.say(f'<ul class="list">{links}</ul>'.encode())
        for job in jobs:
            self.site.routes[path_of(job, folder)] = self.say(page_of(job, **layout))

    def publish(self, capture_of, source=None):
        """Publish what the site shows, as a run would."""
        source, results = source or self.source(), self.folder / "results.jsonl"
        self.archive(capture_of, THEN)
        lines = []
        for job in JOBS:
            html, url = page_of(job), self.url(job)
            found = extract(html, url=url, source=source)
            result = PageResult(
                source="careers",
                url_asked=url,
                url=url,
                outcome="profile",
                fetched_at=THEN,
                page_sha256=hashlib.sha256(html).hexdigest(),
                profile=found.profile,
                evidence=found.evidence,
            )
            lines.append(result.model_dump_json() + "\n")
        results.write_text("".join(lines))
        published = publish_version(
            dataset="careers",
            results=[results],
            datasets=self.settings.data / "datasets",
            sources=[source.reference()],
            bounds={"careers": Bounds(max_shared=1)},  # the pages say much the same
            now=THEN,
        )
        assert published.outcome == "published"

    def archive(self, capture_of, at, **layout):
        """Archive the pages in this layout, as a run does before it reads them."""
        segment = f"{at:%Y-%m-%dT%H%M%SZ}-0001.warc.gz"
        with SegmentWriter(self.folder / segment, segment, lambda: at) as writer:
            for job in JOBS:
                writer.write(capture_of(self.url(job), page_of(job, **layout), at=at))
        kept = Archive.of_source(self.settings.archive_url(self.settings.data), "careers")
        kept.add(self.folder / segment, segment, writer.index)

    def refuse(self, at):
        """Let the quality gate refuse a run."""
        refused = publish_version(
            dataset="careers",
            results=[self.folder / "results.jsonl"],
            datasets=self.settings.data / "datasets",
            sources=[self.source().reference()],
            bounds={"careers": Bounds(min_profiles=99)},
            now=at,
        )
        assert refused.outcome == "refused"

    def check(self, source=None, pages=10, settings=None, **given):
        """Return what a check finds."""
        source = source or self.source()
        report = check_each([source], settings or self.settings, pages=pages, now=NOW, **given)
        return report.sources[0]


@pytest.fixture
def careers(site, say, tmp_path):
    return Careers(site, say, tmp_path)


@pytest.fixture
def published(careers, capture_of):
    """The site, whose profiles are published and archived."""
    careers.publish(capture_of)
    return careers


@pytest.fixture
def profile_page():
    """Build the page of a job."""
    return page_of
