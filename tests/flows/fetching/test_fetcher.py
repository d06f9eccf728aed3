"""The fetcher against a server on loopback."""

import asyncio
import pickle

import pytest

from flows.fetching.fetch_failures import (
    AddressRefused,
    FetchFailed,
    FetchRefused,
    HostUnreachable,
    PageGone,
)


def test_a_page_comes_with_its_bytes_headers_and_time(site, say, fetch):
    site.routes["/a"] = say("<p>Ä".encode())
    page = fetch(f"{site.url}/a")
    assert (page.url_asked, page.url, page.status) == (f"{site.url}/a", f"{site.url}/a", 200)
    assert page.body == "<p>Ä".encode()
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert page.fetched_at.isoformat() == "2026-11-22T12:00:00+00:00"


def test_every_request_names_the_project_and_a_contact(site, say, fetch):
    site.routes["/a"] = say(b"<p>")
    fetch(f"{site.url}/a", contact="ops@careers.example")
    for request in site.log:
        assert request.headers["user-agent"] == "jobprofiles/0.1 (+ops@careers.example)"
        assert request.headers["accept-encoding"] == "gzip, deflate, br, zstd"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_gone_and_not_asked_for_again(site, say, fetch, status):
    site.routes["/gone"] = say(b"", status)
    with pytest.raises(PageGone) as failure:
        fetch(f"{site.url}/gone")
    assert (failure.value.outcome, failure.value.status) == ("gone", status)
    assert len(site.asked("/gone")) == 1


def test_a_content_type_other_than_html_is_refused(site, say, fetch):
    site.routes["/cv.pdf"] = say(b"%PDF-", headers=(("Content-Type", "application/pdf"),))
    with pytest.raises(FetchRefused, match="expected an HTML page, the server sent 'application/pdf'"):
        fetch(f"{site.url}/cv.pdf")


def test_redirects_are_followed_and_told(site, say, fetch):
    site.routes["/old"] = say(b"", 301, (("Location", "/newer#top"),))
    site.routes["/newer"] = say(b"", 307, (("Location", f"{site.url}/new"),))
    site.routes["/new"] = say(b"<p>")
    page = fetch(f"{site.url}/old")
    assert page.url_asked == f"{site.url}/old"
    assert page.url == f"{site.url}/new"
    assert page.redirects == (f"{site.url}/old", f"{site.url}/newer")


def test_a_redirect_loop_ends(site, say, fetch):
    site.routes["/a"] = say(b"", 302, (("Location", "/b"),))
    site.routes["/b"] = say(b"", 302, (("Location", "/a"),))
    with pytest.raises(FetchRefused, match="circle"):
        fetch(f"{site.url}/a")
    assert len(site.asked("/a")) == 1


def test_more_redirects_than_allowed_are_refused(site, say, fetch):
    for number in range(9):
        site.routes[f"/{number}"] = say(b"", 302, (("Location", f"/{number + 1}"),))
    with pytest.raises(FetchRefused, match="more than 5 times") as failure:
        fetch(f"{site.url}/0")
    assert failure.value.url == f"{site.url}/0"
    assert not site.asked("/6")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "http://a:b@127.0.0.1/", "http://["]
)
def test_a_redirect_to_what_is_no_plain_web_address_is_refused(site, say, fetch, target):
    site.routes["/a"] = say(b"", 302, (("Location", target),))
    with pytest.raises(FetchRefused) as failure:
        fetch(f"{site.url}/a")
    assert "a:b" not in str(failure.value)


def test_a_redirect_to_a_private_address_is_refused(site, say, fetch):
    site.routes["/a"] = say(b"", 302, (("Location", "http://169.254.169.254/latest/meta-data/"),))
    with pytest.raises(
        AddressRefused, match=r"leads to http://169\.254\.169\.254/.* no public address"
    ) as failure:
        fetch(f"{site.url}/a")
    assert failure.value.outcome == "refused"


def test_a_loopback_host_that_is_not_allowed_is_never_reached(site, fetch):
    with pytest.raises(AddressRefused, match=r"JOBPROFILES_ALLOW_HOSTS=127\.0\.0\.1"):
        fetch(f"{site.url}/a", allow_hosts=())
    assert not site.log


def test_a_mapped_host_is_reached_under_its_own_name(site, say, fetch):
    site.routes["/a"] = say(b"<p>")
    page = fetch(
        "http://careers.example/a", host_map={"careers.example": f"127.0.0.1:{site.port}"}, allow_hosts=()
    )
    assert page.url == "http://careers.example/a"
    assert {request.headers["host"] for request in site.log} == {"careers.example"}


def test_a_name_without_an_address_is_an_unreachable_host(fetch):
    with pytest.raises(HostUnreachable, match=r"no-such-host\.invalid has no address"):
        fetch("http://no-such-host.invalid/a")


def test_a_closed_port_is_an_unreachable_host(fetch, unused_port):
    with pytest.raises(HostUnreachable, match="accepts no connection"):
        fetch(f"http://127.0.0.1:{unused_port}/a")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "/relative",
        "",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "ftp://x/",
        "http://a b/",
    ],
)
def test_what_is_no_web_address_is_refused(fetch, url):
    with pytest.raises(FetchRefused):
        fetch(url)


def test_a_password_in_an_address_is_refused_and_not_repeated(fetch):
    with pytest.raises(FetchRefused) as failure:
        fetch("http://me:secret@127.0.0.1/")
    assert "secret" not in str(failure.value)


def test_no_cookie_is_sent_back(site, say, fetching):
    site.routes["/a"] = say(b"<p>", headers=(("Content-Type", "text/html"), ("Set-Cookie", "id=7; Path=/")))

    async def twice(fetcher):
        await fetcher.fetch(f"{site.url}/a")
        await fetcher.fetch(f"{site.url}/a")

    fetching(twice)
    assert len(site.asked("/a")) == 2
    assert not [request for request in site.log if "cookie" in request.headers]


def test_an_endless_body_is_cut_and_refused(site, fetch):
    sent = []

    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while sum(sent) < 100_000_000:
            connection.sendall(b"<p>more" * 10_000)
            sent.append(70_000)

    site.routes["/endless"] = endless
    with pytest.raises(FetchRefused, match="larger than 300,000 bytes"):
        fetch(f"{site.url}/endless", max_wire_bytes=300_000, max_body_bytes=200_000_000)
    assert len(site.asked("/endless")) == 1
    assert sum(sent) < 50_000_000  # the most part of what was sent lies in the system's buffers


def test_a_body_that_drips_ends_with_the_time_of_one_request(site, say, fetch):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    site.routes["/drip"] = say.raw(head, *[b"."] * 50, pause=0.05)
    with pytest.raises(FetchFailed, match=r"not complete after 0\.3 s"):
        fetch(f"{site.url}/drip", total_seconds=0.3, attempts=1)


def test_a_silent_server_times_out(site, say, fetch):
    site.routes["/silent"] = say.raw(b"", pause=0.6)
    with pytest.raises(FetchFailed, match=r"silent for 0\.2 s") as failure:
        fetch(f"{site.url}/silent", read_seconds=0.2, attempts=1)
    assert failure.value.outcome == "failed"


def test_what_is_no_http_fails(site, say, fetch):
    site.routes["/robots.txt"] = say(b"")
    site.routes["/garbage"] = say.raw(b"\x00\x01\x02 this is no answer\r\n\r\n")
    with pytest.raises(FetchFailed, match="the server sent no HTTP answer"):
        fetch(f"{site.url}/garbage", attempts=2)


def test_a_megabyte_of_headers_fails(site, say, fetch):
    site.routes["/headers"] = say(b"<p>", headers=[(f"X-{number}", "v" * 1_000) for number in range(1_000)])
    with pytest.raises(FetchFailed):
        fetch(f"{site.url}/headers", attempts=1)


def test_many_callers_ask_for_robots_once(site, say, fetching):
    for number in range(8):
        site.routes[f"/{number}"] = say(b"<p>")

    async def at_once(fetcher):
        return await asyncio.gather(*(fetcher.fetch(f"{site.url}/{number}") for number in range(8)))

    pages = fetching(at_once)
    assert [page.url for page in pages] == [f"{site.url}/{number}" for number in range(8)]
    assert len(site.asked("/robots.txt")) == 1


def test_a_failure_keeps_what_it_knows_on_its_way_between_processes():
    sent = HostUnreachable("http://a.example/", "its host is away", 503, may_pass=True, retry_after=2.0)
    received = pickle.loads(pickle.dumps(sent))  # noqa: S301 - made here
    assert isinstance(received, HostUnreachable)
    assert str(received) == "http://a.example/: its host is away"
    assert (received.outcome, received.status, received.may_pass) == ("failed", 503, True)
