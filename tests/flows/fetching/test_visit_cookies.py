"""Cookies live for one visit, and go back to the host that set them and to no other."""

import pytest

from flows.fetching.fetch_failures import FetchRefused
from flows.fetching.private_settings import LEFT_OUT, PrivateSettings


def setting(say, target, *cookies):
    return say(b"", 302, (("Location", target), *(("Set-Cookie", cookie) for cookie in cookies)))


def cookies_of(requests):
    return [request.headers.get("cookie") for request in requests]


def test_a_page_that_sets_a_cookie_and_leads_to_itself_is_had(site, say, fetch):
    site.routes["/a"] = [setting(say, "/a", "seen=1; Path=/"), say(b"<p>here")]
    page = fetch(f"{site.url}/a")
    assert page.body == b"<p>here"
    assert cookies_of(site.asked("/a")) == [None, "seen=1"]


def test_a_page_that_leads_to_itself_for_nothing_is_a_circle(site, say, fetch):
    site.routes["/a"] = setting(say, "/a", "seen=1; Path=/")
    with pytest.raises(FetchRefused, match="in a circle"):
        fetch(f"{site.url}/a")
    assert len(site.asked("/a")) == 2


def test_new_cookies_without_end_end(site, say, fetch):
    site.routes["/a"] = [setting(say, "/a", f"seen={number}") for number in range(20)]
    with pytest.raises(FetchRefused, match="redirects more than 5 times"):
        fetch(f"{site.url}/a")


def test_the_next_page_is_visited_without_the_cookies_of_the_last(site, say, fetching):
    site.routes |= {"/a": setting(say, "/b", "seen=1; Path=/"), "/b": say(b"<p>")}

    async def twice(fetcher):
        await fetcher.fetch(f"{site.url}/a")
        await fetcher.fetch(f"{site.url}/b")

    fetching(twice)
    assert cookies_of(site.asked("/b")) == ["seen=1", None]


def test_another_host_gets_no_cookies(site, say, fetch):
    there = f"http://localhost:{site.port}"
    site.routes |= {
        "/a": setting(say, f"{there}/b", "a=1; Path=/", "b=1; Domain=localhost"),
        "/b": say(b"<p>"),
    }
    fetch(f"{site.url}/a", allow_hosts=("127.0.0.1", "localhost"))
    assert cookies_of(site.asked("/b")) == [None]


def test_a_cookie_from_the_settings_stays_as_it_is_and_none_is_archived(site, say, fetching):
    site.routes["/a"] = [setting(say, "/a", "seen=1; Path=/"), say(b"<p>")]
    private = PrivateSettings(extra_headers={site.url: {"Cookie": "key=5ecr3t"}})
    capture = fetching(lambda fetcher: fetcher.capture(f"{site.url}/a"), private=private)
    assert cookies_of(site.asked("/a")) == ["key=5ecr3t"] * 2
    for exchange in (*capture.hops, capture.last):
        assert ("Cookie", f"key={LEFT_OUT}") in exchange.request_headers


def test_a_cookie_of_the_visit_is_not_archived(site, say, fetching):
    site.routes["/a"] = [setting(say, "/a", "seen=5ecr3t; Path=/"), say(b"<p>")]
    capture = fetching(lambda fetcher: fetcher.capture(f"{site.url}/a"))
    assert "5ecr3t" not in repr(capture)
