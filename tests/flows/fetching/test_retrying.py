"""What is tried again, what is not, and after which pause."""

import contextlib
from datetime import UTC, datetime

import pytest

from flows.fetching.fetch_failures import FetchFailed
from flows.fetching.retrying import retry_after_seconds

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_that_can_pass_is_asked_for_again(site, say, fetch, status):
    site.routes["/a"] = [say(b"", status), say(b"", status), say(b"<p>at last")]
    assert fetch(f"{site.url}/a").body == b"<p>at last"
    assert len(site.asked("/a")) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 405, 451, 501, 204, 206])
def test_an_answer_that_stands_is_not_asked_for_again(site, say, fetch, status):
    site.routes["/a"] = [say(b"", status), say(b"<p>never asked for")]
    with pytest.raises(FetchFailed, match=f"answered {status}") as failure:
        fetch(f"{site.url}/a")
    assert (failure.value.outcome, failure.value.status) == ("failed", status)
    assert len(site.asked("/a")) == 1


def test_after_all_attempts_the_last_failure_is_told(site, say, fetch):
    site.routes["/a"] = say(b"", 503)
    with pytest.raises(FetchFailed, match="503 Service Unavailable"):
        fetch(f"{site.url}/a", attempts=3)
    assert len(site.asked("/a")) == 3


def test_a_connection_that_breaks_in_the_middle_is_tried_again(site, say, fetch):
    site.routes["/a"] = [say.reset, say(b"<p>whole")]
    assert fetch(f"{site.url}/a").body == b"<p>whole"


def test_a_body_shorter_than_promised_is_no_page(site, say, fetch):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n"
    site.routes["/a"] = say.raw(head + b"<p>half")
    with pytest.raises(FetchFailed, match="the connection broke"):
        fetch(f"{site.url}/a", attempts=2)
    assert len(site.asked("/a")) == 2


@pytest.mark.parametrize("value", ["1", "Sun, 22 Nov 2026 12:00:01 GMT"])
def test_the_pause_that_the_server_asks_for_is_kept(site, say, fetch, value):
    """The injected clock says noon, so the date is one second away."""
    site.routes["/a"] = [say(b"", 429, (("Retry-After", value),)), say(b"<p>")]
    fetch(f"{site.url}/a")
    first, second = site.asked("/a")
    assert second.at - first.at >= 0.99


def test_while_the_host_rests_no_other_page_is_asked_for(site, say, fetching):
    site.routes["/a"] = [say(b"", 503, (("Retry-After", "1"),)), say(b"<p>")]
    site.routes["/b"] = say(b"<p>")

    async def one_after_the_other(fetcher):
        with pytest.raises(FetchFailed):
            await fetcher.fetch(f"{site.url}/a")
        await fetcher.fetch(f"{site.url}/b")

    fetching(one_after_the_other, attempts=1)
    assert site.asked("/b")[0].at - site.asked("/a")[0].at >= 0.99


def test_a_pause_longer_than_our_patience_ends_the_attempts_and_leaves_the_host_alone(site, say, fetching):
    site.routes["/a"] = say(b"", 503, (("Retry-After", "86400"),))
    site.routes["/b"] = say(b"<p>")

    async def both(fetcher):
        with pytest.raises(FetchFailed, match="asks for 86400 s"):
            await fetcher.fetch(f"{site.url}/a")
        with pytest.raises(FetchFailed, match="asked for no more requests"):
            await fetcher.fetch(f"{site.url}/b")

    fetching(both)
    assert len(site.asked("/a")) == 1
    assert not site.asked("/b")


def test_a_host_from_which_more_fails_than_arrives_is_given_up(site, say, fetching):
    for number in range(5):
        site.routes[f"/{number}"] = say(b"", 500)

    async def all_of_them(fetcher):
        for number in range(5):
            reason = "500" if number < 3 else "given up: 6 more requests failed than brought a page"
            with pytest.raises(FetchFailed, match=reason):
                await fetcher.fetch(f"{site.url}/{number}")

    fetching(all_of_them, give_up_after=6, attempts=2)
    assert [len(site.asked(f"/{number}")) for number in range(5)] == [2, 2, 2, 0, 0]


def test_a_host_that_fails_now_and_then_is_never_given_up(site, say, fetching):
    for number in range(40):
        site.routes[f"/{number}"] = say(b"<p>") if number % 4 else say(b"", 500)

    async def all_of_them(fetcher):
        for number in range(40):
            with contextlib.suppress(FetchFailed):
                await fetcher.fetch(f"{site.url}/{number}")

    fetching(all_of_them, give_up_after=4, attempts=2)
    assert all(site.asked(f"/{number}") for number in range(40))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 50, 9_999_999_999.0),
        ("Sun, 22 Nov 2026 12:01:30 GMT", 90.0),
        ("Sun, 22 Nov 2026 13:01:30 +0100", 90.0),
        ("Sunday, 22-Nov-26 12:01:30 GMT", 90.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("Sun, 99 Nov 2026 99:99:99 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_date(value, seconds):
    assert retry_after_seconds(value, NOON) == seconds
