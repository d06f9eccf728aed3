"""Pages whose text comes by script, in a real browser that asks for nothing by itself."""

import asyncio
import shutil
import socket
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.segment_writer import SegmentWriter
from flows.command_errors import UsageError
from flows.fetching.browser import NoBrowser, browser_path
from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.fetcher import Fetcher
from flows.fetching.rendering_fetcher import RenderingFetcher
from flows.run_fetcher import check_rendering

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
SCRIPT = (("Content-Type", "text/javascript"),)
JSON = (("Content-Type", "application/json"),)
SHELL = b"<!doctype html><title>Careers</title><div id=app></div><script src=/app.js></script>"
APP = b"""
fetch('/api' + location.pathname + '.json').then(answer => answer.json()).then(profile => {
  document.getElementById('app').innerHTML = '<h1>' + profile.title + '</h1>'
})
"""


def has_browser():
    try:
        return bool(browser_path())
    except NoBrowser:
        return False


needs_browser = pytest.mark.skipif(not has_browser(), reason="needs Chromium: apt install chromium")


@pytest.fixture
def rendering(settings):
    """Run `work(fetcher)` with a rendering fetcher, and return what it returns."""

    def run(work, **changed):
        async def inside():
            chosen = settings(**changed)
            async with (
                Fetcher(chosen, lambda: NOON) as fetcher,
                RenderingFetcher(fetcher, chosen, browser_path()) as renderer,
            ):
                return await work(renderer)

        return asyncio.run(inside())

    return run


@pytest.fixture
def scripted_site(site, say):
    """A site whose two pages are the same empty shell until their script has run."""
    for name, title in (("a", "Beekeeper"), ("b", "Müller")):
        site.routes[f"/{name}"] = say(SHELL)
        site.routes[f"/api/{name}.json"] = say(f'{{"title": "{title}"}}'.encode(), headers=JSON)
    site.routes["/app.js"] = say(APP, headers=SCRIPT)
    return site


@needs_browser
def test_a_page_is_what_its_scripts_made_of_it(scripted_site, rendering):
    page = rendering(lambda fetcher: fetcher.fetch(f"{scripted_site.url}/b"))
    assert "<h1>Müller</h1>" in page.body.decode("utf-8")
    assert page.header("Content-Type") == "text/html; charset=utf-8"
    assert page.url == f"{scripted_site.url}/b"


@needs_browser
def test_a_script_that_pages_share_is_fetched_once(scripted_site, rendering):
    async def both(fetcher):
        return await asyncio.gather(*(fetcher.fetch(f"{scripted_site.url}/{name}") for name in "ab"))

    pages = rendering(both)
    assert [b"<h1>" in page.body for page in pages] == [True, True]
    assert len(scripted_site.asked("/app.js")) == 1
    assert len(scripted_site.asked("/robots.txt")) == 1


@needs_browser
def test_the_archive_holds_the_page_as_sent_what_it_asked_for_and_what_became_of_it(
    scripted_site, rendering, tmp_path
):
    capture = rendering(lambda fetcher: fetcher.capture(f"{scripted_site.url}/a"))
    assert capture.page.body == SHELL
    assert [part.answer.url for part in capture.parts] == [
        f"{scripted_site.url}/app.js",
        f"{scripted_site.url}/api/a.json",
    ]
    with SegmentWriter(tmp_path / "part", "one.warc.gz", lambda: NOON) as writer:
        captured = writer.write(capture)
    archive = Archive.of_source(str(tmp_path / "archive"), "site")
    archive.add(tmp_path / "part", "one.warc.gz", writer.index)
    assert b"<h1>Beekeeper</h1>" in archive.read(captured).body


EVERY_WAY_OUT = """
<!doctype html><base href="{site}/">
<link rel=preconnect href="{site}/preconnect"><link rel=prefetch href=prefetch><link rel=stylesheet href=style.css>
<link rel=dns-prefetch href="//leak.example"><link rel=icon href=icon>
<img src=image><iframe src=frame></iframe><object data=object></object><video src=video></video>
<form id=form action=form method=post></form>
<p id=text>still here
<script src=forbidden/script.js></script>
<script src="http://169.254.169.254/latest/meta-data/"></script>
<script>
const site = '{site}', quietly = () => {{}}
fetch('post', {{method: 'POST', body: 'x'}}).catch(quietly)
fetch('file:///etc/passwd').catch(quietly)
navigator.sendBeacon('beacon', 'x')
new EventSource('events')
new WebSocket(site.replace('http', 'ws') + '/socket')
new Worker('worker.js')
navigator.serviceWorker && navigator.serviceWorker.register('service.js').catch(quietly)
window.open('popup')
const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}})
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer))
setTimeout(() => document.getElementById('form').submit(), 50)
setTimeout(() => location.assign('elsewhere'), 100)
</script>
"""


@needs_browser
def test_the_browser_asks_for_nothing_by_itself(site, say, rendering):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stun:
        stun.bind(("127.0.0.1", 0))
        stun.settimeout(0.5)
        html = EVERY_WAY_OUT.format(site=site.url, udp=stun.getsockname()[1])
        site.routes["/robots.txt"] = say(
            b"User-agent: *\nDisallow: /forbidden/", headers=(("Content-Type", "text/plain"),)
        )
        site.routes["/a"] = say(html.encode())
        page = rendering(lambda fetcher: fetcher.fetch(f"{site.url}/a"))
        with pytest.raises(TimeoutError):
            stun.recv(1_000)
    assert b"still here" in page.body
    assert {request.path for request in site.log} <= {"/robots.txt", "/a", "/style.css", "/worker.js"}
    assert {request.headers["user-agent"] for request in site.log} == {
        "jobprofiles/0.1 (+https://jobprofiles.example/contact)"
    }


@needs_browser
def test_requests_of_scripts_keep_the_pace(site, say, rendering):
    loop = "for (let number = 0; number < 9; number++) fetch('/api/' + number)"
    site.routes["/a"] = say(f"<script>{loop}</script>".encode())
    for number in range(9):
        site.routes[f"/api/{number}"] = say(b"{}", headers=JSON)
    rendering(lambda fetcher: fetcher.fetch(f"{site.url}/a"), requests_per_second=10, concurrent_per_host=2)
    times = sorted(request.at for request in site.log)
    assert len(times) == 11
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.08
    assert site.most_at_once <= 2


@needs_browser
def test_a_page_that_asks_without_end_is_taken_as_it_stands(site, say, rendering):
    loop = "let n = 0; const next = () => fetch('/tick/' + n++).finally(next); next()"
    site.routes["/a"] = say(f"<p>text<script>{loop}</script>".encode())
    page = rendering(lambda fetcher: fetcher.fetch(f"{site.url}/a"))
    assert b"text" in page.body
    assert len(site.log) == 2 + 100


@needs_browser
def test_scripts_that_never_pause_fail_and_the_next_page_is_rendered(
    scripted_site, say, rendering, monkeypatch
):
    monkeypatch.setattr("flows.fetching.page_visit._STUCK_SECONDS", 2.0)
    scripted_site.routes["/stuck"] = say(b"<p>text<script>for (;;) {}</script>")

    async def both(fetcher):
        with pytest.raises(FetchFailed, match="busy without end"):
            await fetcher.fetch(f"{scripted_site.url}/stuck")
        return await fetcher.fetch(f"{scripted_site.url}/a")

    assert b"<h1>Beekeeper</h1>" in rendering(both).body


@needs_browser
def test_a_page_too_large_after_its_scripts_is_refused(site, say, rendering):
    site.routes["/a"] = say(b"<script>document.write('<p>' + 'x'.repeat(200000))</script>")
    with pytest.raises(FetchFailed, match="larger than 100,000 bytes after its scripts ran"):
        rendering(lambda fetcher: fetcher.fetch(f"{site.url}/a"), max_body_bytes=100_000)


@needs_browser
def test_a_page_that_is_not_there_is_no_matter_for_the_browser(site, rendering):
    with pytest.raises(FetchFailed, match="404"):
        rendering(lambda fetcher: fetcher.fetch(f"{site.url}/gone"))


def test_a_program_that_is_no_browser_is_named(tmp_path, settings):
    with pytest.raises(UsageError, match="is no program that can be run; set JOBPROFILES_BROWSER"):
        check_rendering(settings(browser=tmp_path / "nothing"), render=True)


def test_without_a_browser_it_says_what_to_install(settings, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="apt install chromium"):
        check_rendering(settings(), render=True)


@needs_browser
def test_a_browser_that_does_not_start_is_told(settings):
    async def enter():
        async with RenderingFetcher(
            Fetcher(settings(), lambda: NOON), settings(), Path(shutil.which("false"))
        ):
            raise AssertionError("it started")

    with pytest.raises(NoBrowser, match="false does not start"):
        asyncio.run(enter())


PROFILE = """<h1>Beekeeper</h1><h2>Tasks</h2><ul><li>Looking after hives<li>Harvesting honey<li>Breeding queens</ul>
<h2>Requirements</h2><ul><li>Vocational training in animal care<li>Driving licence</ul>"""


@pytest.fixture
def scripted_profile(site, say):
    site.routes["/bee"] = say(SHELL)
    site.routes["/app.js"] = say(
        f"document.getElementById('app').innerHTML = {PROFILE!r}".encode(), headers=SCRIPT
    )
    return f"{site.url}/bee"


@needs_browser
def test_extract_reads_a_page_through_a_browser_on_request(jobprofiles, scripted_profile):
    there = {"JOBPROFILES_ALLOW_HOSTS": "127.0.0.1", "JOBPROFILES_REQUESTS_PER_SECOND": "100"}
    assert "no profile" in jobprofiles("extract", scripted_profile, **there).stderr
    done = jobprofiles("extract", "--render", "--json", scripted_profile, **there)
    assert done.returncode == 0, done.stderr
    assert '"Harvesting honey"' in done.stdout


@needs_browser
def test_a_run_through_a_browser_archives_what_it_made_of_the_pages(jobprofiles, demo_site, tmp_path):
    done = jobprofiles("publish", "demo", "--render", "--limit", "2", **demo_site)
    assert done.returncode == 0, done.stderr
    indexes = [path.read_text() for path in tmp_path.glob("data/preview/archive/demo/*.cdxj")]
    assert sum(index.count('"rendered.') > 0 for index in indexes) == len(indexes) == 2
    assert "2 profiles from 2 links" in done.stdout


def test_a_run_without_a_browser_ends_before_it_starts(jobprofiles, tmp_path):
    done = jobprofiles("publish", "demo", "--render", JOBPROFILES_BROWSER=str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pages cannot be rendered" in done.stderr
