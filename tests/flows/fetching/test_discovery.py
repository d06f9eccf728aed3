"""Links out of index pages, sitemaps and lists."""

import gzip

import pytest

from flows.fetching.discovery import discover
from flows.fetching.fetch_failures import (
    DiscoveryFailed,
    FetchFailed,
    NothingDiscovered,
    PageGone,
    StartPageMissing,
)
from schemas.discovery import IndexPage, Sitemap, UrlList

XML = (("Content-Type", "application/xml"),)


@pytest.fixture
def found(fetching):
    """Run discovery and return its links."""

    def run(discovery, start_url=None, limit=None, **changed):
        return fetching(
            lambda fetcher: discover(discovery, fetcher, start_url=start_url, limit=limit), **changed
        )

    return run


def html(*links, more=""):
    anchors = "".join(f'<li><a href="{link}">Profile</a></li>' for link in links)
    return f"<!doctype html><html><body><ul>{anchors}</ul>{more}</body></html>".encode()


def urls(links):
    return [link.url for link in links]


def test_links_come_absolute_once_and_in_order(site, say, found):
    site.routes["/jobs/"] = say(
        html(
            "b?y=2&amp;x=1",
            "/jobs/a#tasks",
            " /jobs/a ",
            "b?x=1&amp;y=2",
            "/jobs/ä ö",
            "mailto:a@b.example",
            "javascript:void(0)",
            "http://[broken",
            "http://me:secret@a.example/",
            "",
            "#top",
            "http://a.example/" + "x" * 3_000,
        )
    )
    assert urls(found(IndexPage(url=f"{site.url}/jobs/"))) == [
        f"{site.url}/jobs/b?y=2&x=1",
        f"{site.url}/jobs/a",
        f"{site.url}/jobs/%C3%A4%20%C3%B6",
    ]


def test_the_selector_and_the_pattern_choose(site, say, found):
    body = html("/profile/a", "/news/b", more='<nav><a href="/profile/menu">Menu</a></nav>')
    site.routes["/"] = say(body)
    index = IndexPage(url=f"{site.url}/", links="li a", pattern="/profile/")
    assert urls(found(index)) == [f"{site.url}/profile/a"]


def test_the_base_element_is_what_links_are_relative_to(site, say, found):
    body = b'<!doctype html><html><head><base href="/jobs/"></head><body><a href="a">A</a></body></html>'
    site.routes["/index"] = say(body)
    assert urls(found(IndexPage(url=f"{site.url}/index"))) == [f"{site.url}/jobs/a"]


@pytest.mark.parametrize("base", ["javascript:alert(1)", "data:text/html,x", "http://[", ""])
def test_a_base_element_that_is_no_web_address_is_passed_over(site, say, found, base):
    site.routes["/jobs/"] = say(f'<html><head><base href="{base}"></head><a href="a">A</a>'.encode())
    assert urls(found(IndexPage(url=f"{site.url}/jobs/"))) == [f"{site.url}/jobs/a"]


def test_links_are_relative_to_where_a_redirect_led(site, say, found):
    site.routes["/old"] = say(b"", 301, (("Location", "/new/list/"),))
    site.routes["/new/list/"] = say(html("a"))
    assert urls(found(IndexPage(url=f"{site.url}/old"))) == [f"{site.url}/new/list/a"]


def test_the_pages_of_a_list_are_followed_to_their_end(site, say, found):
    site.routes["/1"] = say(html("/p/a", more='<a rel="next nofollow" href="/2">Next</a>'))
    site.routes["/2"] = say(html("/p/b", "/p/a", more='<link rel="next" href="/3">'))
    site.routes["/3"] = say(html("/p/c"))
    index = IndexPage(url=f"{site.url}/1", pattern="/p/")
    assert urls(found(index)) == [f"{site.url}/p/{name}" for name in "abc"]


def test_a_list_that_leads_back_into_itself_ends(site, say, found):
    site.routes["/1"] = say(html("/p/a", more='<a rel="next" href="/2#list">Next</a>'))
    site.routes["/2"] = say(html("/p/b", more='<a rel="next" href="/1">Next</a>'))
    index = IndexPage(url=f"{site.url}/1")
    # The list's own pages are none of its links, although the selector takes them all.
    assert urls(found(index)) == [f"{site.url}/p/a", f"{site.url}/p/b"]
    assert len(site.asked("/1")) == 1


def test_a_list_without_end_is_left_at_its_bound(site, say, found, caplog):
    for number in range(9):
        site.routes[f"/{number}"] = say(
            html(f"/p/{number}", more=f'<a rel="next" href="/{number + 1}">Next</a>')
        )
    index = IndexPage(url=f"{site.url}/0", pattern="/p/", max_pages=4)
    assert len(found(index)) == 4
    assert "max_pages" in caplog.text


def test_a_preview_stops_as_soon_as_it_has_enough(site, say, found):
    site.routes["/1"] = say(html("/p/a", "/p/b", more='<a rel="next" href="/2">Next</a>'))
    assert len(found(IndexPage(url=f"{site.url}/1", pattern="/p/"), limit=2)) == 2
    assert not site.asked("/2")


def test_a_page_of_the_list_that_is_gone_ends_discovery(site, say, found):
    site.routes["/1"] = say(html("/p/a", more='<a rel="next" href="/2">Next</a>'))
    with pytest.raises(PageGone, match="/2"):
        found(IndexPage(url=f"{site.url}/1"))


def test_the_start_url_takes_the_place_of_the_address(site, say, found):
    site.routes["/here"] = say(html("/p/a"))
    for index in (IndexPage(), IndexPage(url=f"{site.url}/there")):
        assert urls(found(index, start_url=f"{site.url}/here")) == [f"{site.url}/p/a"]


@pytest.mark.parametrize("discovery", [IndexPage(), Sitemap()])
def test_without_a_start_page_the_message_says_how_to_give_one(found, discovery):
    with pytest.raises(
        StartPageMissing, match="no start page: give it with --start-url URL, or set JOBPROFILES_"
    ):
        found(discovery)


def test_a_page_without_a_fitting_link_is_named_with_selector_and_pattern(site, say, found):
    site.routes["/"] = say(html("/a"))
    with pytest.raises(NothingDiscovered) as failure:
        found(IndexPage(url=f"{site.url}/", links="main a", pattern="/p/"))
    told = str(failure.value)
    assert all(part in told for part in (f"{site.url}/", "main a", "/p/", "--start-url"))


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ({"links": "a[["}, "no CSS selector"),
        ({"next_page": ":::"}, "no CSS selector"),
        ({"pattern": "("}, "no regular expression"),
    ],
)
def test_a_broken_selector_or_pattern_is_told(site, say, found, index, told):
    site.routes["/"] = say(html("/a"))
    with pytest.raises(DiscoveryFailed, match=told):
        found(IndexPage(url=f"{site.url}/", **index))


def test_an_index_page_nested_beyond_all_bounds_is_told(site, say, found):
    site.routes["/"] = say(b"<html>" + b"<div>" * 100_000)
    with pytest.raises(DiscoveryFailed, match="too large"):
        found(IndexPage(url=f"{site.url}/"))


def sitemap(*entries, root="urlset", entry="url"):
    listed = "".join(
        f"<{entry}><loc> {location} </loc>{f'<lastmod>{modified}</lastmod>' if modified else ''}</{entry}>"
        for location, modified in entries
    )
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">{listed}</{root}>'.encode()


def test_a_sitemap_gives_its_pages_and_when_they_changed(site, say, found):
    body = sitemap(
        (f"{site.url}/p/a?x=1&amp;y=2", "2026-11-01"), (f"{site.url}/p/b", None), (f"{site.url}/n/c", None)
    )
    site.routes["/sitemap.xml"] = say(body, headers=XML)
    links = found(Sitemap(url=f"{site.url}/sitemap.xml", pattern="/p/"))
    assert [(link.url, link.modified) for link in links] == [
        (f"{site.url}/p/a?x=1&y=2", "2026-11-01"),
        (f"{site.url}/p/b", None),
    ]


def test_an_index_of_sitemaps_is_read_through_gzipped_or_not_and_only_once(site, say, found):
    parts = [(f"{site.url}/{name}", None) for name in ("1.xml", "2.xml.gz", "1.xml", "index.xml")]
    site.routes["/index.xml"] = say(sitemap(*parts, root="sitemapindex", entry="sitemap"), headers=XML)
    site.routes["/1.xml"] = say(b"\n" + sitemap((f"{site.url}/p/a", None)), headers=XML)
    packed = gzip.compress(sitemap((f"{site.url}/p/b", None), (f"{site.url}/p/a", None)))
    site.routes["/2.xml.gz"] = say(packed, headers=(("Content-Type", "application/gzip"),))
    assert urls(found(Sitemap(url=f"{site.url}/index.xml"))) == [f"{site.url}/p/a", f"{site.url}/p/b"]
    assert len(site.asked("/1.xml")) == len(site.asked("/index.xml")) == 1


def test_sitemaps_beyond_the_bound_are_left_out_and_told(site, say, found, caplog):
    parts = [(f"{site.url}/{number}.xml", None) for number in range(5)]
    site.routes["/index.xml"] = say(sitemap(*parts, root="sitemapindex", entry="sitemap"), headers=XML)
    for number in range(5):
        site.routes[f"/{number}.xml"] = say(sitemap((f"{site.url}/p/{number}", None)), headers=XML)
    links = found(Sitemap(url=f"{site.url}/index.xml", max_sitemaps=3))
    assert urls(links) == [f"{site.url}/p/0", f"{site.url}/p/1"]
    assert "max_sitemaps" in caplog.text


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            f'<!DOCTYPE u [<!ENTITY l0 "ha">{LAUGHS}]><urlset><url><loc>&l29;</loc></url></urlset>'.encode(),
            "in XML|document type",
        ),
        (
            b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
            "document",
        ),
        ('<!DOCTYPE u [<!ENTITY a "b">]><urlset><url/></urlset>'.encode("utf-16"), "document type"),
        (f'<!DOCTYPE u [<!ENTITY l0 "ha">{LAUGHS}]><urlset a="&l29;"><url/></urlset>'.encode(), "in XML"),
        (b"<urlset><url><loc>http://a.example/", "in XML"),
        (b"<urlset>" + b"<url>" * 5_000, "in XML"),
        (b"just text", "in XML"),
        (b"", "in XML"),
        (gzip.compress(b"<urlset/>")[:-5], "gzipped sitemap cannot be read"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "larger than 52,428,800 bytes after decompression"),
    ],
)
def test_what_is_no_sitemap_is_told_and_does_no_harm(site, say, found, body, told):
    site.routes["/sitemap.xml"] = say(body, headers=XML)
    with pytest.raises(DiscoveryFailed, match=told):
        found(Sitemap(url=f"{site.url}/sitemap.xml"))


def test_a_sitemap_that_is_an_html_page_is_told(site, say, found):
    site.routes["/sitemap.xml"] = say(html("/a"))
    with pytest.raises(FetchFailed, match="expected a sitemap, the server sent 'text/html"):
        found(Sitemap(url=f"{site.url}/sitemap.xml"))


def test_a_sitemap_without_a_fitting_page_is_told(site, say, found):
    site.routes["/sitemap.xml"] = say(sitemap((f"{site.url}/a", None)), headers=XML)
    with pytest.raises(NothingDiscovered, match="/p/"):
        found(Sitemap(url=f"{site.url}/sitemap.xml", pattern="/p/"))


def test_a_list_of_urls_needs_no_network(found):
    listed = UrlList(urls=("http://a.example/1", "http://a.example/2#x", "http://a.example/2"))
    assert urls(found(listed)) == ["http://a.example/1", "http://a.example/2"]
    assert urls(found(listed, limit=1)) == ["http://a.example/1"]
    assert urls(found(listed, start_url="http://a.example/3")) == ["http://a.example/3"]


def test_an_empty_list_of_urls_is_told(found):
    with pytest.raises(NothingDiscovered, match="empty"):
        found(UrlList(urls=()))
