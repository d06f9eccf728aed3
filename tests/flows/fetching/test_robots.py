"""robots.txt: obeyed, also where it cannot be had."""

import time
from itertools import pairwise

import pytest

from flows.fetching.fetch_failures import FetchFailed, FetchRefused
from flows.fetching.robots import read_robots

ROBOTS = (
    b"User-agent: *\nDisallow: /private\n\nUser-agent: jobprofiles\nDisallow: /drafts\nAllow: /drafts/open\n"
)
TEXT = (("Content-Type", "text/plain"),)


def test_what_robots_disallows_is_never_asked_for(site, say, fetch):
    site.routes["/robots.txt"] = say(ROBOTS, headers=TEXT)
    site.routes["/drafts/a"] = say(b"<p>")
    with pytest.raises(FetchRefused, match=r"robots\.txt disallows it"):
        fetch(f"{site.url}/drafts/a")
    assert not site.asked("/drafts/a")


@pytest.mark.parametrize("path", ["/drafts/open", "/private"])
def test_our_own_group_of_rules_holds_alone(site, say, fetch, path):
    site.routes["/robots.txt"] = say(ROBOTS, headers=TEXT)
    site.routes[path] = say(b"<p>")
    assert fetch(f"{site.url}{path}").status == 200


def test_a_redirect_into_a_disallowed_path_is_refused(site, say, fetch):
    site.routes["/robots.txt"] = say(ROBOTS, headers=TEXT)
    site.routes["/a"] = say(b"", 302, (("Location", "/drafts/a"),))
    with pytest.raises(FetchRefused, match=r"leads to .*/drafts/a: .*disallows"):
        fetch(f"{site.url}/a")
    assert not site.asked("/drafts/a")


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
def test_without_robots_everything_is_allowed(site, say, fetch, status):
    site.routes |= {"/robots.txt": say(b"", status), "/a": say(b"<p>")}
    assert fetch(f"{site.url}/a").status == 200


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_had_for_now_forbid_everything_for_now(site, say, fetch, status):
    site.routes |= {"/robots.txt": say(b"", status), "/a": say(b"<p>")}
    with pytest.raises(FetchRefused, match=f"cannot be read .*{status}.* forbids all for now"):
        fetch(f"{site.url}/a", attempts=2)
    assert len(site.asked("/robots.txt")) == 2
    assert not site.asked("/a")


def test_robots_behind_a_redirect_are_read(site, say, fetch):
    site.routes["/robots.txt"] = say(b"", 301, (("Location", "/robots-2.txt"),))
    site.routes["/robots-2.txt"] = say(b"User-agent: *\nDisallow: /", headers=TEXT)
    with pytest.raises(FetchRefused, match="disallows"):
        fetch(f"{site.url}/a")


def test_robots_that_redirect_in_a_circle_are_none(site, say, fetch):
    site.routes |= {"/robots.txt": say(b"", 302, (("Location", "/robots.txt"),)), "/a": say(b"<p>")}
    assert fetch(f"{site.url}/a").status == 200


def test_only_the_first_500_kib_of_robots_are_read(site, say, fetch):
    body = b"User-agent: *\nDisallow: /early\n" + b"# padding\n" * 60_000 + b"Disallow: /late\n"
    site.routes |= {"/robots.txt": say(body, headers=TEXT), "/late": say(b"<p>"), "/early": say(b"<p>")}
    assert fetch(f"{site.url}/late").status == 200
    with pytest.raises(FetchRefused):
        fetch(f"{site.url}/early")


def test_a_crawl_delay_slows_us_down(site, say, fetching):
    site.routes["/robots.txt"] = say(b"User-agent: *\nCrawl-delay: 0.4\n", headers=TEXT)
    site.routes |= {"/a": say(b"<p>"), "/b": say(b"<p>")}

    async def both(fetcher):
        await fetcher.fetch(f"{site.url}/a")
        await fetcher.fetch(f"{site.url}/b")

    fetching(both)
    times = [request.at for request in site.log]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.35


def test_a_crawl_delay_beyond_the_settings_is_a_refusal_and_no_wait(site, say, fetch):
    site.routes["/robots.txt"] = say(b"User-agent: *\nCrawl-delay: 86400\n", headers=TEXT)
    with pytest.raises(
        FetchRefused, match="asks for 86400 s between requests, the settings wait 60 s at most"
    ):
        fetch(f"{site.url}/a")


def test_a_host_that_breaks_off_its_robots_is_not_fetched_from(site, say, fetch):
    site.routes |= {"/robots.txt": say.reset, "/a": say(b"<p>")}
    with pytest.raises(FetchFailed, match="cannot be read"):
        fetch(f"{site.url}/a", attempts=2)


def test_a_request_rate_counts_as_a_crawl_delay():
    assert read_robots(b"User-agent: *\nRequest-rate: 1/5\n", "jobprofiles").seconds_between == 5


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"\xef\xbb\xbfnonsense", b"Disallow: /", b"<html>404</html>"]
)
def test_nonsense_forbids_nothing(body):
    assert read_robots(body, "jobprofiles").forbids("http://a.example/x") is None


def test_thousands_of_other_robots_cost_nothing():
    """Protego alone takes two minutes and 3 GB for such a file of 250 kB."""
    others = "".join(f"User-agent: robot{number}\n" for number in range(5_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    body = f"{others}{rules}\nUser-agent: *\nDisallow: /private\n".encode()
    before = time.process_time()
    robots = read_robots(body, "jobprofiles")
    assert time.process_time() - before < 30
    assert robots.forbids("http://a.example/private")
    assert robots.forbids("http://a.example/17") is None


def test_a_file_written_to_be_expensive_forbids_everything():
    others = "".join(f"User agent *x{number}\n" for number in range(5_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    assert "too large" in read_robots((others + rules).encode(), "jobprofiles").forbids("http://a.example/x")


def test_robots_that_do_not_answer_in_time_forbid_everything_for_now(site, say, fetch):
    site.routes |= {"/robots.txt": say.raw(b"HTTP/1.1 200 OK\r\n", pause=0.5), "/a": say(b"<p>")}
    with pytest.raises(FetchRefused, match=r"robots\.txt cannot be read .*forbids all for now"):
        fetch(f"{site.url}/a", read_seconds=0.1, attempts=2)
    assert not site.asked("/a")
    assert len(site.asked("/robots.txt")) == 2


def test_robots_that_change_hold_from_the_next_chunk_on(site, say, fetch):
    open_to_all, closed = (say(b"User-agent: *\nDisallow:" + path, headers=TEXT) for path in (b"", b" /"))
    site.routes |= {"/robots.txt": [open_to_all, closed], "/a": say(b"<p>")}
    assert fetch(f"{site.url}/a").status == 200
    with pytest.raises(FetchRefused, match="disallows it"):
        fetch(f"{site.url}/a")
    assert len(site.asked("/a")) == 1
