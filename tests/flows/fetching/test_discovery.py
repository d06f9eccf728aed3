"""Links out of index pages, sitemaps and lists."""

import gzip
from time import process_time

import pytest

from flows.fetching.discovery import discover
from flows.fetching.fetch_failures import (
    DiscoveryFailed,
    FetchFailed,
    NothingDiscovered,
    PageGone,
    StartPageMissing,
)
from schemas.discovery import Feed, IndexPage, Sitemap, UrlList

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
    packed = gzip.compress(sitemap((f"{site.url}/p/b", None), (f"{site.url}/p/a", None)), mtime=0)
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
        (gzip.compress(b"<urlset/>", mtime=0)[:-5], "gzipped sitemap cannot be read"),
        (
            gzip.compress(b"<urlset>" + b" " * 60_000_000, mtime=0),
            "larger than 52,428,800 bytes after decompression",
        ),
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


RSS = """<rss version="2.0"><channel><link>/</link><image><url>/logo.png</url></image>
<item><link>/a</link><pubDate>Sun, 22 Nov 2026 12:00:00 GMT</pubDate><category>Harbours</category></item>
<item><title>no link</title></item><item><link>/b</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/posts/"><link rel="next" href="/feed?page=2"/>
<entry><link rel="edit" href="e"/><link href="a"/><updated>2026-11-22T12:00:00Z</updated><category term="Docks"/></entry>
</feed>"""


def test_a_feed_in_rss_gives_pages_with_date_and_category(site, say, found):
    site.routes["/feed"] = say(RSS.encode(), headers=(("Content-Type", "application/rss+xml"),))
    first, second = found(Feed(url=f"{site.url}/feed"))
    assert (first.url, first.category) == (f"{site.url}/a", "Harbours")
    assert first.modified == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert (second.url, second.category, second.modified) == (f"{site.url}/b", None, None)


def test_a_feed_in_atom_is_followed_to_its_further_pages(site, say, found):
    site.routes |= {
        "/feed": say(ATOM.encode(), headers=XML),
        "/feed?page=2": say(ATOM.replace('href="a"', 'href="b"').encode(), headers=XML),
    }
    links = found(Feed(url=f"{site.url}/feed"))
    assert urls(links) == [f"{site.url}/posts/a", f"{site.url}/posts/b"]
    assert (links[0].category, links[0].modified) == ("Docks", "2026-11-22T12:00:00Z")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><p>no feed",
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><link>&b;</link></item></channel></rss>',
        b"",
    ],
)
def test_what_is_no_feed_is_told_in_one_line(site, say, found, body):
    site.routes["/feed"] = say(body, headers=XML)
    with pytest.raises(DiscoveryFailed, match="expected a sitemap or feed"):
        found(Feed(url=f"{site.url}/feed"))


def test_a_feed_and_a_text_file_can_be_sitemaps(site, say, found):
    site.routes |= {
        "/rss": say(RSS.encode(), headers=(("Content-Type", "application/rss+xml"),)),
        "/list.txt": say(
            f"{site.url}/a\n\n{site.url}/b\n".encode(), headers=(("Content-Type", "text/plain"),)
        ),
    }
    expected = [f"{site.url}/a", f"{site.url}/b"]
    assert (
        urls(found(Sitemap(url=f"{site.url}/rss")))
        == urls(found(Sitemap(url=f"{site.url}/list.txt")))
        == expected
    )


@pytest.mark.parametrize("start", ["", "/", "/robots.txt"])
def test_the_sitemaps_that_robots_txt_names_are_read(site, say, found, start):
    lines = f"User-agent: *\nDisallow:\nSitemap: {site.url}/one.xml\nSitemap: /two.xml\n"
    site.routes["/robots.txt"] = say(lines.encode(), headers=(("Content-Type", "text/plain"),))
    for name in ("one", "two"):
        body = f"<urlset><url><loc>{site.url}/{name}</loc></url></urlset>"
        site.routes[f"/{name}.xml"] = say(body.encode(), headers=XML)
    assert urls(found(Sitemap(url=site.url + start))) == [f"{site.url}/one", f"{site.url}/two"]


def test_without_a_word_in_robots_txt_the_sitemap_is_looked_for_in_its_usual_place(site, say, found):
    body = f"<urlset><url><loc>{site.url}/a</loc></url></urlset>"
    site.routes["/sitemap.xml"] = say(body.encode(), headers=XML)
    assert urls(found(Sitemap(url=f"{site.url}/"))) == [f"{site.url}/a"]


def listing(say, *links, pages=""):
    return say(html(*links, more=f"<p>{pages}</p>"))


@pytest.mark.parametrize(
    "pages",
    [
        '<a href="/jobs/?page=2">2</a> <a href="/jobs/?page=3">3</a>',
        '<a href="?page=3" aria-label="Next page"><svg/></a> <a href="?page=2">weiter</a>',
        "".join(f'<a href="?page={2 + (letter == "b")}">{letter}</a>' for letter in "abcdefgh"),
    ],
    ids=["numbers", "words", "letters"],
)
def test_further_pages_of_a_list_are_found_by_what_their_links_say(site, say, found, pages):
    site.routes |= {
        "/jobs/": listing(say, "/p/1", pages=pages),
        "/jobs/?page=2": listing(say, "/p/2", pages=pages),
        "/jobs/?page=3": listing(say, "/p/3", pages=pages),
    }
    links = found(IndexPage(url=f"{site.url}/jobs/", links="li a"))
    assert sorted(urls(links)) == [f"{site.url}/p/{number}" for number in (1, 2, 3)]
    assert len(site.log) == 4  # each page once, and robots.txt


@pytest.mark.parametrize(
    "pages",
    [
        "".join(f'<a href="/2026/11/{day}">{day}</a>' for day in range(1, 31)),
        '<a href="http://elsewhere.example/?page=2">2</a> <a href="http://elsewhere.example/?page=3">3</a>',
        '<a href="/jobs/about">1</a> <a href="/jobs/2">ii</a> <a href="/jobs/?q=a">a</a>',
    ],
    ids=["a calendar", "another host", "no row"],
)
def test_links_that_only_look_like_further_pages_are_left_alone(site, say, found, pages):
    site.routes["/jobs/"] = listing(say, "/p/1", pages=pages)
    assert urls(found(IndexPage(url=f"{site.url}/jobs/", links="li a"))) == [f"{site.url}/p/1"]


def test_a_source_can_switch_the_guess_off(site, say, found):
    site.routes["/jobs/"] = listing(say, "/p/1", pages='<a href="?page=2">next</a>')
    assert found(IndexPage(url=f"{site.url}/jobs/", links="li a", guess_pages=False))


INDEX = """<ul><li><a href="/boats">Boat workers</a></li>
<li><a href="/boats">Able  deckhand</a>, see: <a href="/boats">Boat workers</a></li>
<li><a href="/boats">ABLE DECKHAND</a>, see: <a href="/boats">Boat workers</a></li>
<li>Winch driver, see also <a href="/cranes">Crane operators</a></li>
<li><a href="/boats">Boat Workers</a>, see: <a href="/boats">Boat workers</a></li>
<li><a href="/quays">Quays</a> and <a href="/cranes">Crane operators</a></li>
<li>New: <a href="/quays">Quay guards</a></li><li>nothing</li></ul>"""


def test_what_a_list_calls_a_page_besides_its_name_are_aliases(site, say, found):
    site.routes["/a-z"] = say(INDEX.encode())
    links = found(IndexPage(url=f"{site.url}/a-z", entries="li"))
    assert {link.url.removeprefix(site.url): link.aliases for link in links} == {
        "/boats": ("Able deckhand",),
        "/cranes": ("Winch driver",),
        "/quays": (),
    }


def test_patterns_keep_and_exclude(site, say, found):
    site.routes["/"] = say(html("/jobs/a", "/jobs/old/b", "/news/c"))
    assert urls(found(IndexPage(url=f"{site.url}/", pattern="/jobs/", exclude="/old/"))) == [
        f"{site.url}/jobs/a"
    ]


def test_more_links_than_a_source_may_have_are_left_out_and_said_so(site, say, found, caplog):
    site.routes["/"] = say(html(*(f"/{number}" for number in range(50))))
    assert len(found(IndexPage(url=f"{site.url}/", max_links=20))) == 20
    assert "the rest is left out; raise max_links" in caplog.text


def test_urls_are_read_from_a_file(tmp_path, found):
    path = tmp_path / "urls.txt"
    path.write_bytes("\ufeff# profiles\r\nhttp://a.example/1\r\n\r\n  http://a.example/2#top\n".encode())
    assert urls(found(UrlList(file=str(path)))) == ["http://a.example/1", "http://a.example/2"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"http://a.example/\nno address\n", r"urls\.txt, line 2: expected an address, found 'no address'"),
        (b"\xff\xfe", "expected a list of URLs in UTF-8"),
        (None, "cannot be opened: No such file"),
    ],
)
def test_a_file_that_is_no_list_of_urls_is_told_with_its_line(tmp_path, found, content, told):
    path = tmp_path / "urls.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DiscoveryFailed, match=told):
        found(UrlList(file=str(path)))


def test_an_entry_whose_link_is_a_picture_gives_no_other_name(site, say, found):
    site.routes["/a-z"] = say(b'<html><li>Cutter, see: <a href="/p/smith"><img></a></li></html>')
    assert [link.aliases for link in found(IndexPage(url=f"{site.url}/a-z", entries="li"))] == [()]


def test_an_entry_full_of_commas_takes_no_time(site, say, found):
    site.routes["/a-z"] = say(f'<html><li>{"," * 100_000}<a href="/p/smith">Smith</a></li></html>'.encode())
    started = process_time()
    assert len(found(IndexPage(url=f"{site.url}/a-z", entries="li"))) == 1
    assert process_time() - started < 10  # a minute and more, where each comma may begin what ends in "see"
