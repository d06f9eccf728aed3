"""What a host's tdmrep.json reserves is read once, and gives way to what the page says itself."""

import asyncio
import json

import pytest

from flows.fetching.tdm_file import TdmFiles

FILE = "/.well-known/tdmrep.json"


@pytest.fixture
def reserved(site, say, fetching):
    """Tell which of some paths the file with these entries reserves."""

    def ask(entries, *paths):
        body = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
        site.routes[FILE] = say(body, headers=(("Content-Type", "application/json"),))

        async def work(fetcher):
            files = TdmFiles(fetcher)
            return await asyncio.gather(*(files.reserve(f"{site.url}{path}") for path in paths))

        return [path for path, is_reserved in zip(paths, fetching(work), strict=True) if is_reserved]

    return ask


@pytest.mark.parametrize(
    ("location", "fitting"),
    [
        ("/", ["/", "/a/b.html", "/a?b=c", "/ab"]),
        ("/a", ["/a/b.html", "/a?b=c", "/ab"]),
        ("/a/", ["/a/b.html"]),
        ("/*.html", ["/a/b.html"]),
        ("/a/*$", ["/a/b.html"]),
        ("/*.htm$", []),
        ("/ab$", ["/ab"]),
        ("/*b*b", []),
        ("/a?", ["/a?b=c"]),
    ],
)
def test_a_location_fits_paths_as_in_robots_txt(reserved, location, fitting):
    entries = [{"location": location, "tdm-reservation": 1}]
    assert reserved(entries, "/", "/a/b.html", "/a?b=c", "/ab") == fitting


def test_the_first_entry_that_fits_holds(reserved):
    entries = [{"location": "/open/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": "1"}]
    assert reserved(entries, "/open/a", "/a") == ["/a"]


@pytest.mark.parametrize(
    "nonsense", [b"", b"<html>", b"[" * 100_000, b"[1, null]", b'[{"location": 1}]', b'{"a": 1}', b"\xff"]
)
def test_a_file_that_makes_no_sense_reserves_nothing(reserved, nonsense):
    assert reserved(nonsense, "/a") == []


def test_many_wildcards_cost_no_time(reserved):
    entries = [{"location": "/" + "*a" * 5_000 + "$", "tdm-reservation": 1}] * 50
    assert reserved(entries, "/" + "a" * 2_000) == []


def test_the_file_is_asked_for_once(reserved, site):
    reserved([], "/a", "/b", "/c")
    assert len(site.asked(FILE)) == 1


def test_a_host_without_the_file_reserves_nothing(site, fetching):
    assert fetching(lambda fetcher: TdmFiles(fetcher).reserve(f"{site.url}/a")) is False
