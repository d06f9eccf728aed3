import pytest

from extractors.extract import extract
from extractors.page_bounds import (
    MAX_ATTRIBUTES,
    MAX_BLOCKS,
    MAX_BYTES,
    MAX_FORMATTING,
    MAX_OPEN,
    MAX_TAGS,
    MAX_TEXT,
    MAX_UNCLOSED,
    beyond_bounds,
    text_beyond_bounds,
)
from extractors.parse import PageRejected, parse

QUOTED_END = '=">"'
MANY = "<br>" * 8_000
"""So many tags that each is looked at."""


def attributes(count, value=""):
    return " ".join(f"a{number}{value}" for number in range(count))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "no tags at all",
        "<p>" * 5_000,
        "<ul>" + "<li>item" * 5_000,
        "<table>" + "<tr><td>a<td>b" * 2_000,
        "<br>" * 5_000,
        "<div>x</div>" * 5_000,
        "<b>x</b>" * 5_000,
        "<svg>" + "<stop/><ellipse />" * 2_000 + "</svg>",
        "<select>" + "<option>x" * 2_000,
        "<div>" * MAX_OPEN,
        "<b>" * MAX_FORMATTING,
        f"<div {attributes(MAX_ATTRIBUTES)}>",
        "<p " + 'data-text="' + "word " * 5_000 + '">',
    ],
)
def test_what_people_write_is_within_bounds(page):
    assert beyond_bounds(page) is None


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>" * (MAX_TAGS + 1), id="tags"),
        pytest.param("<" * (4 * MAX_TAGS + 1), id="angle brackets"),
        pytest.param(MANY + "<div>" * (MAX_OPEN + 1), id="nested"),
        pytest.param(MANY + "<DIV>" * (MAX_OPEN + 1), id="nested in capitals"),
        pytest.param(MANY + "<x-y>" * (MAX_OPEN + 1), id="nested elements of one's own"),
        pytest.param("<b>" * (MAX_FORMATTING + 1), id="formatting"),
        pytest.param("<p><b><i>" * MAX_FORMATTING, id="formatting never closed"),
        pytest.param("</b>" * 100 + "<b>" * (MAX_FORMATTING + 1), id="formatting behind stray end tags"),
        pytest.param("<select>" + "<option>x" * (MAX_UNCLOSED + 1), id="options"),
        pytest.param("<rt>" * (MAX_UNCLOSED + 1), id="elements that may stay open"),
        pytest.param("<div/>" * (MAX_UNCLOSED + 1), id="closed as HTML does not know it"),
        pytest.param(f"{MANY}<div {attributes(MAX_ATTRIBUTES + 1)}>", id="attributes"),
        pytest.param(
            f"{MANY}<div {attributes(MAX_ATTRIBUTES + 1, QUOTED_END)}>",
            id="attributes that seem to end the tag",
        ),
        pytest.param(
            f"{MANY}<div {attributes(MAX_ATTRIBUTES + 1, '=x')}", id="attributes of a tag without an end"
        ),
        pytest.param(f"<div {attributes(10_000)}>", id="attributes of the only tag"),
        pytest.param(f"<div title='<' {attributes(10_000)}>", id="attributes behind a quoted angle bracket"),
        pytest.param("<a/b=" * MAX_TAGS, id="tags in tags"),
    ],
)
def test_what_would_take_the_parser_long_is_beyond_them(page):
    assert beyond_bounds(page).startswith("too large: ")


def test_closing_tags_make_room_again():
    assert beyond_bounds(("<div>" * MAX_OPEN + "</div>" * MAX_OPEN) * 3) is None
    assert beyond_bounds("</div>" * 5_000 + "<div>" * MAX_OPEN) is None


def test_the_number_of_blocks_and_their_length_are_bound():
    assert text_beyond_bounds(["x"] * MAX_BLOCKS) is None
    assert text_beyond_bounds(["x" * MAX_TEXT]) is None
    assert text_beyond_bounds(["x"] * (MAX_BLOCKS + 1)).startswith("too large: 20,001 characters")
    assert text_beyond_bounds(["x" * MAX_TEXT, "x"]).startswith("too large: 1,000,001 characters")


def test_more_bytes_than_any_page_has_are_not_even_decoded():
    with pytest.raises(PageRejected, match="too large: 10,000,001 bytes, at most 10,000,000"):
        parse(b"<html>" + b" " * (MAX_BYTES - 5))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_no_encoding_hides_what_is_nested(encoding):
    page = f"\ufeff<html>{MANY}" + "<div>" * (MAX_OPEN + 1)
    with pytest.raises(PageRejected, match="too large"):
        parse(page.encode(encoding))


def test_no_nul_byte_hides_what_is_nested():
    with pytest.raises(PageRejected, match="too large"):
        parse(b"<html>" + MANY.encode() + b"<\x00div>" * (MAX_OPEN + 1))


def test_a_small_page_that_nests_too_deep_is_rejected_when_it_is_read():
    found = extract(b"<html><p>So deep. " + b"<div>" * (MAX_OPEN + 1) + b"Nobody nests this deep.")
    assert found.reason == f"too large: more than {MAX_OPEN} elements open at once"
