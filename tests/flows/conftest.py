"""The demo site as a slow site to interrupt, and the processes that a run leaves behind."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from flows.demo_site.demo_server import HOST, DemoSite
from flows.fetching.capture import Capture, Exchange
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@pytest.fixture(autouse=True)
def own_turns(tmp_path, monkeypatch):
    """Each test has hosts of its own: what another one did to 127.0.0.1 slows nothing down."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def demo_site():
    """The environment of a command that finds the demo site."""
    with DemoSite() as site:
        yield {
            "JOBPROFILES_HOST_MAP": f'{{"{HOST}": "{site.address}"}}',
            "JOBPROFILES_REQUESTS_PER_SECOND": "200",
            "JOBPROFILES_CONCURRENT_PER_HOST": "8",
        }


@pytest.fixture
def slow_demo_site(demo_site):
    """As demo_site, but reading it takes ten seconds or more."""
    return {**demo_site, "JOBPROFILES_REQUESTS_PER_SECOND": "2", "JOBPROFILES_CONCURRENT_PER_HOST": "1"}


@pytest.fixture(scope="session")
def object_store():
    """The endpoint of an S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(object_store, tmp_path, monkeypatch):
    """The address of an empty bucket, which this process and those that it starts can reach."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", object_store)
    import s3fs  # noqa: PLC0415  (an extra)

    s3fs.S3FileSystem.clear_instance_cache()
    name = f"bucket-{tmp_path.name}".replace("_", "-")[:60].rstrip("-").lower()
    s3fs.S3FileSystem().mkdir(name)
    return f"s3://{name}"


@pytest.fixture
def processes_of(tmp_path):
    """A function that lists the processes started from this test's own folder, by their command lines."""

    def processes():
        found = []
        for process in Path("/proc").iterdir():
            try:
                environment = (process / "environ").read_bytes()
                command = (process / "cmdline").read_bytes()
            except (OSError, NotADirectoryError):
                continue
            if os.fsencode(tmp_path) in environment and command:
                found.append(command.replace(b"\0", b" ").decode())
        return found

    return processes


@pytest.fixture
def capture_of():
    """Build a capture of a page without asking anybody."""

    def build(  # noqa: PLR0913, PLR0917  (each test names the few that it is about)
        url, body=b"<p>page", headers=HTML, hops=(), status=200, at=NOON, rendered=None, parts=()
    ) -> Capture:
        def page(where, **more):
            return Page(url_asked=(*hops, url)[0], url=where, fetched_at=at, **more)

        asked = (("Host", "careers.example"), ("User-Agent", "jobprofiles/0.1"))
        targets = [*hops[1:], url]
        led = [
            Exchange(asked, page(hop, status=301, headers=(("Location", target),), body=b"moved"))
            for hop, target in zip(hops, targets, strict=False)
        ]
        last = page(url, status=status, headers=headers, body=body, redirects=tuple(hops))
        fetched = tuple(Exchange(asked, build(part).page) for part in parts)
        return Capture(tuple(led), Exchange(asked, last), fetched, rendered)

    return build
