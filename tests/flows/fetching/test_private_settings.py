"""What only this machine may know is sent where it belongs, and stands nowhere else."""

import gzip

import pytest
from pydantic import ValidationError

from flows.archive.segment_writer import SegmentWriter
from flows.command_errors import UsageError
from flows.fetching.private_settings import LEFT_OUT, PrivateSettings
from flows.run_settings import load_private_settings

KEY = "Bearer 5ecr3t"


def with_key(where, name="Authorization", value=KEY):
    return PrivateSettings(extra_headers={where: {name: value}})


def test_a_host_is_sent_its_headers_over_https_alone():
    private = with_key("Careers.example")
    assert private.headers_for("https://careers.example/jobs") == {"Authorization": KEY}
    for other in ("http://careers.example/", "https://www.careers.example/", "https://careers.example:8443/"):
        assert private.headers_for(other) == {}


def test_a_host_written_with_http_is_sent_them_there():
    private = with_key("http://careers.example:8000")
    assert private.headers_for("http://careers.example:8000/jobs") == {"Authorization": KEY}
    assert private.headers_for("https://careers.example/") == {}


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ("", "X-Key", KEY),
        ("ftp://careers.example", "X-Key", KEY),
        ("me:word@careers.example", "X-Key", KEY),
        ("careers.example", "X Key", KEY),
        ("careers.example", "Host", KEY),
        ("careers.example", "User-Agent", KEY),
        ("careers.example", "Proxy-Authorization", KEY),
        ("careers.example", "X-Key", f"{KEY}\r\nX-More: 1"),
        ("careers.example", "X-Key", f"{KEY}ä"),
        ("careers.example", "X-Key", ""),
    ],
)
def test_headers_that_cannot_be_sent_are_refused_without_a_word_about_their_value(where, name, value):
    with pytest.raises(ValidationError) as error:
        with_key(where, name, value)
    assert "5ecr3t" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EXTRA_HEADERS", '{"careers.example": {"Authorization": "5ecr3t', "expected JSON"),
        ("EXTRA_HEADERS", '{"careers.example": {"Host": "5ecr3t"}}', "cannot be set"),
        ("EXTRA_HEADERS", '{"careers.example": "5ecr3t"}', "valid dictionary"),
        ("PROXY", "socks5://me:5ecr3t@proxy.example", "expected an address like"),
        ("PROXY", "proxy.example:5ecr3t", "expected an address like"),
    ],
)
def test_a_wrong_secret_is_told_in_one_line_that_does_not_repeat_it(monkeypatch, name, value, expected):
    monkeypatch.setenv(f"JOBPROFILES_{name}", value)
    with pytest.raises(UsageError, match=rf"JOBPROFILES_{name}: .*{expected}") as error:
        load_private_settings()
    assert "5ecr3t" not in str(error.value)
    assert error.value.__cause__ is None


def test_an_empty_proxy_is_none(monkeypatch):
    monkeypatch.setenv("JOBPROFILES_PROXY", " ")
    assert load_private_settings().proxy is None


def test_a_redirect_to_another_host_takes_no_headers_along(site, say, fetching):
    site.routes["/a"] = say(b"", 302, (("Location", f"http://localhost:{site.port}/b"),))
    site.routes["/b"] = say(b"<p>")
    fetching(
        lambda fetcher: fetcher.fetch(f"{site.url}/a"),
        private=with_key(site.url),
        allow_hosts=("127.0.0.1", "localhost"),
    )
    assert [request.headers.get("authorization") for request in site.asked("/a")] == [KEY]
    assert [request.headers.get("authorization") for request in site.asked("/b")] == [None]
    robots = site.asked("/robots.txt")
    assert [request.headers.get("authorization") for request in robots] == [KEY, None]


def test_neither_header_nor_cookie_reaches_the_archive(site, say, fetching, tmp_path):
    cookies = (("Set-Cookie", "session=5ecr3t; Path=/"), ("Set-Cookie", "5ecr3t"))
    site.routes["/a"] = say(b"<p>", headers=(("Content-Type", "text/html"), *cookies))
    capture = fetching(lambda fetcher: fetcher.capture(f"{site.url}/a"), private=with_key(site.url))
    assert ("Authorization", LEFT_OUT) in capture.last.request_headers
    told = [value for name, value in capture.page.headers if name == "Set-Cookie"]
    assert told == [f"session={LEFT_OUT}", LEFT_OUT]
    path = tmp_path / "segment.part"
    with SegmentWriter(path, "segment.warc.gz", lambda: capture.page.fetched_at) as writer:
        writer.write(capture, None)
    assert b"5ecr3t" not in gzip.decompress(path.read_bytes())


def test_a_failure_tells_no_secret(site, say, fetching):
    site.routes["/a"] = say.raw(b"garbage\r\n\r\n")
    with pytest.raises(Exception, match="sent no HTTP answer") as failure:
        fetching(lambda fetcher: fetcher.fetch(f"{site.url}/a"), private=with_key(site.url))
    assert "5ecr3t" not in repr(failure.value)


def test_secrets_do_not_show_where_the_settings_are_printed():
    private = PrivateSettings(
        extra_headers={"careers.example": {"X-Key": KEY}}, proxy="http://me:5ecr3t@proxy.example"
    )
    assert "5ecr3t" not in f"{private!r} {private.model_dump_json()}"
