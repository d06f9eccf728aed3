import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.dates import iso, read_dates
from extractors.lexicon import lexicon


@pytest.fixture
def dates_of(blocks_of, metadata_of):
    def dates(html, language="en"):
        return read_dates(LexborHTMLParser(html), blocks_of(html), metadata_of(html), lexicon(language))

    return dates


@pytest.mark.parametrize(
    "written",
    [
        "2023-05-02",
        "2023-08-18T19:57:16+02:00",
        "2023-08-18T19:57:16Z",
        "2023-08-18T19:57",
        "2023-08-18T19:57:16.123",
    ],
)
def test_a_date_keeps_the_precision_in_which_it_is_written(written):
    assert iso(f" {written} ") == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2023-13-02",
        "2023-02-30",
        "2 May 2023",
        "2023",
        "2023-05-02T25:00:00",
        "0000-01-01",
        "9" * 5_000,
    ],
)
def test_what_is_no_date_is_none(written):
    assert iso(written) is None


def test_other_forms_of_iso_8601_are_brought_into_the_common_one():
    assert iso("20230818T195716") == "2023-08-18T19:57:16"
    assert iso("2023-08-18 19:57:16") == "2023-08-18T19:57:16"


def test_what_the_head_declares_counts_first(dates_of):
    html = """<meta property="article:published_time" content="2023-05-02"><meta property="article:modified_time"
    content="2023-08-18T19:57:16+02:00"><body><time datetime="2020-01-01">1 January</time></body>"""
    assert dates_of(html) == ("2023-05-02", "2023-08-18T19:57:16+02:00")


def test_json_ld_declares_dates(dates_of):
    html = """<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2023-05-02",
    "dateModified": "2023-06-01"}</script>"""
    assert dates_of(html) == ("2023-05-02", "2023-06-01")


def test_microdata_declares_dates(dates_of):
    html = """<meta itemprop="datePublished" content="2023-05-02"><time itemprop="dateModified" datetime="2023-06-01">
    June</time>"""
    assert dates_of(html) == ("2023-05-02", "2023-06-01")


def test_times_are_told_apart_by_the_words_beside_them(dates_of):
    html = """<p>Published <time datetime="2023-05-02">2 May</time></p>
    <p>Last updated <time datetime="2023-06-01">1 June</time></p>"""
    assert dates_of(html) == ("2023-05-02", "2023-06-01")


@pytest.mark.parametrize(
    ("line", "language", "date"),
    [
        ("Published on 2 May 2023", "en", "2023-05-02"), ("May 2nd, 2023", "en", "2023-05-02"),
        ("Posted: 2 Sept. 2023", "en", "2023-09-02"), ("2023-05-02", "en", "2023-05-02"),
        ("Stand: 2. Mai 2023", "de", "2023-05-02"), ("Veröffentlicht am 02.05.2023", "de", "2023-05-02"),
    ],
)  # fmt: skip
def test_a_date_on_a_short_line_is_read(dates_of, line, language, date):
    assert date in dates_of(f"<p>{line}</p>", language)


def test_a_visible_date_of_change_is_one(dates_of):
    assert dates_of("<p>Last updated: 2 May 2023</p>") == (None, "2023-05-02")


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'Gilders have laid gold for ages. ' * 6} On 2 May 2023 they stopped.</p>",
        "<h2>2 May 2023</h2>", "<ul><li>2 May 2023</li></ul>", "<p>32 May 2023</p>", "<p>Room 12.13.2023</p>",
        "<p>3/4/2023</p>", '<time datetime="whenever">2 May</time>', "<time datetime>2 May</time>",
    ],
)  # fmt: skip
def test_a_date_that_is_not_the_pages_own_is_none(dates_of, html):
    assert dates_of(html) == (None, None)
