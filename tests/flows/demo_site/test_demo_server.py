import http.client
import threading

import pytest

from flows.demo_site.demo_server import LAST_MODIFIED, DemoSite


@pytest.fixture(scope="module")
def site():
    with DemoSite() as running:
        yield running


@pytest.fixture
def ask(site):
    connection = http.client.HTTPConnection(site.address, timeout=10)

    def send(path, method="GET", **headers):
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()

    yield send
    connection.close()


def test_a_page_comes_with_type_and_encoding(ask):
    answer, body = ask("/careers/tram-depot-manager/")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Tram Depot Manager" in body


def test_robots_and_sitemap_are_there(ask):
    assert b"Disallow: /drafts/" in ask("/robots.txt")[1]
    answer, body = ask("/sitemap.xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert b"<urlset" in body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/occupations/tram-depot-manager.htm", 301),
        ("/careers/lamplighter/", 410),
        ("/careers/switchboard-operator/", 404),
        ("/careers/ice-cutter/", 200),
    ],
)
def test_moved_gone_missing_and_softly_missing_pages_answer_as_such(ask, path, status):
    assert ask(path)[0].status == status


def test_a_redirect_stays_on_the_name_that_was_asked(ask):
    answer, _ = ask("/occupations/tram-depot-manager.htm")
    assert answer.headers["Location"] == "/careers/tram-depot-manager/"


@pytest.mark.parametrize(
    "path",
    [
        "/../demo_server.py",
        "/%2e%2e/demo_server.py",
        "/careers/../../demo_pages.py",
        "//etc/passwd",
        "/pages/",
    ],
)
def test_nothing_outside_the_pages_is_served(ask, path):
    assert ask(path)[0].status == 404


def test_a_second_visit_costs_nothing(ask):
    first, body = ask("/trades/gilder.html")
    again, nothing = ask("/trades/gilder.html", If_None_Match=first.headers["ETag"])
    assert (again.status, nothing) == (304, b"")
    assert ask("/trades/gilder.html", If_Modified_Since=LAST_MODIFIED)[0].status == 304
    assert ask("/trades/gilder.html", If_None_Match='"other"', If_Modified_Since=LAST_MODIFIED)[1] == body
    assert ask("/trades/gilder.html", If_Modified_Since="yesterday")[1] == body


def test_head_tells_the_length_and_sends_no_body(ask):
    answer, body = ask("/trades/gilder.html", "HEAD")
    assert body == b""
    assert int(answer.headers["Content-Length"]) == len(ask("/trades/gilder.html")[1])


def test_other_methods_are_refused(ask):
    assert ask("/trades/gilder.html", "POST")[0].status == 501


def test_the_same_request_gets_the_same_headers_and_bytes_from_another_server(ask):
    answer, body = ask("/careers/")
    with DemoSite() as other:
        connection = http.client.HTTPConnection(other.address, timeout=10)
        connection.request("GET", "/careers/")
        second = connection.getresponse()
        assert (second.getheaders(), second.read()) == (answer.getheaders(), body)
        connection.close()


def test_it_ends_with_its_context_although_a_client_keeps_a_connection(capfd):
    before = set(threading.enumerate())
    with DemoSite() as site:
        connection = http.client.HTTPConnection(site.address, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
        assert set(threading.enumerate()) - before
    connection.close()
    assert not set(threading.enumerate()) - before
    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/")
    assert capfd.readouterr() == ("", "")


def test_it_has_no_address_before_it_runs():
    with pytest.raises(RuntimeError, match="with DemoSite"):
        _ = DemoSite().address
