"""Where a source's pages are listed, worked out from the addresses of some: whatever they look like."""

import re
from datetime import UTC, datetime

import pytest

from flows.address_pattern import pattern_of
from flows.draft_discovery import draft_listing
from flows.fetching.web_urls import normal_url
from schemas.page import Page

SITE = "https://guild.example"


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["/trades/gilder/"], "/trades/[^/]+/$"),
        (["/trades/gilder.html", "/trades/weaver.html"], r"/trades/[^/]+\.html$"),
        (["/gilder/overview", "/weaver/overview"], "/[^/]+/overview$"),
        (["/trades/gilder", "/trades/arts/weaver"], "/trades/[^?]+$"),
        (["/trades/gilder", "/trades/gilder/apprentice"], "/trades/[^?]+$"),
        (["/trades/gilder", "/trades/gilder"], "/trades/[^/]+$"),
        (["/trades/gilder/", "/trades/weaver"], "/trades/[^/]+/?$"),
        (["/gilder"], "://[^/]+/[^/]+$"),
        (["/"], "://[^/]+/?$"),
        ([""], "://[^/]+/?$"),
        (["/profile.php?id=4711"], r"/profile\.php\?id=[^&]+$"),
        (["/profile.php?lang=en&id=1", "/profile.php?lang=en&id=2"], r"/profile\.php\?lang=en&id=[^&]+$"),
        (["/profile?id=1", "/profile?id=2&print"], r"/profile\?.+$"),
        (["/?page_id=12"], r"://[^/]+/?\?page_id=[^&]+$"),
        (["/trades/gilder?from=home"], r"/trades/[^/?]+(?:\?.*)?$"),
        (["/trades/gilder.html?a=/b", "/trades/weaver.html"], r"/trades/[^/?]+\.html(?:\?.*)?$"),
        (["/trades/c++(gilder)[1]*/x", "/trades/c++(gilder)[1]*/y"], r"/trades/c\+\+\(gilder\)%5B1%5D\*/[^/]+$"),
        (["/b\u00e4cker/a", "/b\u00e4cker/b#tasks"], "/b%C3%A4cker/[^/]+$"),
    ],
)  # fmt: skip
def test_a_pattern_fits_the_addresses_that_it_was_made_of(paths, pattern):
    urls = [f"{SITE}{path}" for path in paths]
    assert pattern_of(urls) == pattern
    assert all(re.search(pattern, normal_url(url, url)) for url in urls)


def test_pages_of_one_site_may_stand_on_hosts_of_their_own():
    pattern = pattern_of(["https://gilder.guild.example:8080/", "https://weaver.b\u00fccher.example/"])
    assert re.search(pattern, "https://smith.guild.example/")
    assert not re.search(pattern, "https://smith.guild.example/imprint/")


def test_a_listing_of_pages_that_a_script_serves_leads_to_all_of_them():
    links = "".join(f"<li><a href='profile.php?id={number}'>Trade {number}</a></li>" for number in range(40))
    html = f"<html><nav><a href='profile.php?print=1'>Print</a></nav><ul>{links}</ul></html>"
    listing = Page(f"{SITE}/", f"{SITE}/", 200, (), html.encode(), datetime.now(UTC))
    found = draft_listing(listing, [f"{SITE}/profile.php?id=7", f"{SITE}/profile.php?id=12"])
    assert len(found.links) == 40
    assert found.missing == ()


def test_links_of_one_class_are_the_list_where_others_stand_among_them():
    """At the root of the site every address looks alike, and `main` holds stories, too."""
    jobs = "".join(
        f"<div class=card><a class=card-link href=/trade-{n}/>Trade {n}</a></div>" for n in range(9)
    )
    stories = "".join(f"<li><a href=/story-{n}/>Story {n}</a></li>" for n in range(3))
    html = f"<html><main>{jobs}<ul>{stories}</ul><p><a href=/contact/>Tell us</a></p></main></html>"
    listing = Page(f"{SITE}/", f"{SITE}/", 200, (), html.encode(), datetime.now(UTC))
    found = draft_listing(listing, [f"{SITE}/trade-2/", f"{SITE}/trade-5/"])
    assert len(found.links) == 9
    assert found.discover.links == "a.card-link[href]"


def test_what_is_marked_as_new_is_not_the_list():
    jobs = "".join(
        f"<li class='job{' new' * (n in (2, 5))}'><a href=/trade-{n}/>Trade {n}</a></li>" for n in range(9)
    )
    html = f"<html><main><ul>{jobs}</ul></main><footer><a href=/contact/>Tell us</a></footer></html>"
    listing = Page(f"{SITE}/", f"{SITE}/", 200, (), html.encode(), datetime.now(UTC))
    assert len(draft_listing(listing, [f"{SITE}/trade-2/", f"{SITE}/trade-5/"]).links) == 9
