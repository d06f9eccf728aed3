"""No page does harm: whatever comes, the extractor answers, soon, and with clean text or a reason.

The blanket handler of `extract` would hide faults, so these tests go past it. What once took the square of a page's
length is held here by pages on which it would take minutes; the time limit of the test run is far above what they need.
"""

import json
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.clean_text import clean_text
from extractors.extract import _extract
from extractors.parse import PageRejected, parse
from extractors.profile import InvalidProfile
from schemas.text import holds_markup

DEMO_PAGES = [
    path.read_bytes()
    for path in sorted((Path(__file__).parents[2] / "flows/demo_site/pages").rglob("*.html"))
]
HANG = 30
"""Seconds after which a page counts as hanging; each takes less than two."""
BOUNDED = settings(
    max_examples=120, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True)
def no_page_hangs():
    def fail(*_):
        pytest.fail(f"still reading after {HANG} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(HANG)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def read(body, **arguments):
    """Read a page without the handler that turns faults into reasons; check what comes out."""
    known = {"url": None, "source": None, "content_type": None, **arguments}
    try:
        extraction = _extract(body, known["url"], known["source"], known["content_type"])
    except (PageRejected, InvalidProfile) as error:
        assert str(error)
        return None
    if extraction.profile is None:
        assert extraction.reason
        return None
    for text in texts_of(json.loads(extraction.profile.model_dump_json())):
        assert not holds_markup(text)
        assert text == " ".join(text.split())
    return extraction


def find_evidence(body, extraction):
    """Look every quote up; slow where thousands of siblings are counted, which is what selectors do."""
    tree = parse(body)
    for evidence in extraction.evidence if extraction else ():
        if evidence.css:
            (node,) = tree.css(evidence.css)
            assert evidence.prefix + evidence.exact + evidence.suffix in clean_text(node.text(deep=True))


def texts_of(value):
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for child in children for text in texts_of(child)]


def page(body="", head="", top="Gilder"):
    return f"""<!doctype html><html lang="en"><head><title>Gilder</title>{head}</head><body><h1>{top}</h1>
    <p>Gilders cover frames and mouldings with thin leaves of gold for churches and museums.</p>
    <h2>Tasks</h2><ul><li>Cleaning old frames</li><li>Laying gold leaf</li></ul>
    <h2>Requirements</h2><ul><li>A steady hand</li></ul>{body}</body></html>""".encode()


MANY = 20_000


def each(pattern, count=MANY):
    return "".join(pattern.format(number) for number in range(count))


TABLE = "<tr>{}<td>Polishes frame {{0}} for a museum</td><td>brush {{0}}</td><td>two hours</td></tr>"
STRUCTURES = {
    "nested": "<div>" * 100_000,
    "nested within bounds": "<div>" * 490 + "deep",
    "nested and hidden from bounds by NUL": "<\x00div>" * 100_000,
    "nested in elements that close themselves": "<div/>" * 9_900,
    "nested shapes": "<path>" * 9_900,
    "nested ruby": "<rt>" * 9_900,
    "nested tables": "<table><tr><td>" * 400 + "<p>x" * 40_000,
    "nested definitions": "<dl><dd>" * 400 + "<p>x" * 40_000,
    "nested lists": "<h2>Duties</h2>" + "<ul><li>one two" * 250,
    "nested details": "<details><summary>Tasks again</summary>" * 480,
    "hidden in hidden": each('<li><a href="#p{0}">Tab {0}</a></li><div id="p{0}" hidden>x</div>', 50)
    + "<div hidden>" * 400 + "<p>x</p>" * 15_000,
    "text": "<p>" + "word and " * 550_000,
    "text without spaces": "<p>" + "x" * 5_000_000,
    "siblings": "<p>a b" * 200_000,
    "siblings within bounds": "<p>a b" * 39_000,
    "line breaks": "word and,<br>x " * 39_000,
    "chips": "<p>" + each('<span class="c">chip {}</span>'),
    "items": "<h2>Duties</h2><ul>" + each("<li>Polishing frame {} by hand</li>"),
    "items at great depth": "<h2>Duties</h2>" + "<div>" * 480 + each("<li>Polishing frame {}</li>"),
    "lists with lead-ins": "<h2>Duties</h2>" + each("<p>Group {0}:</p><ul><li>Polish {0}</li></ul>", 9_000),
    "headings": each("<h2>Heading {0}</h2><p>Words about heading {0}.</p>", 5_000),
    "headings of every level": each("<h1>a</h1><h5>Tasks {}</h5><h2>b</h2><h6>c</h6><h3>Skills</h3>", 2_000),
    "headings of the page": "<h2>gold</h2>" * 9_000 + "<h1>Gilder</h1>" * 9_000,
    "cards": "<h2>Tasks</h2>" + each("<div><h3>Card {0}</h3><p>Some words about {0}.</p></div>", 6_000),
    "definitions": "<h2>Duties</h2><dl>" + each("<dt>Term {0}</dt><dd>Polishes frame {0}</dd>", 9_000),
    "definitions of one term": "<h2>Skills</h2><dl>" + each("<dt>Term</dt><dd>Polishes frame {0}</dd>", 9_000),
    "labels": "<h2>Skills</h2>" + each("<p><b>Polish {0}.</b> Polishing frame {0} by hand.</p>", 9_000),
    "table": "<h2>Duties</h2><table>" + each(TABLE.format("<td>Row {0}</td>"), 5_000),
    "table with row headers": "<h2>Skills</h2><table>" + each(TABLE.format("<th>Row {0}</th>"), 5_000),
    "table with column headers": "<h2>Duties</h2><table><tr><th>A<th>B<th>C<th>D"
    + each(TABLE.format("<th>Row {0}</th>"), 5_000),
    "wide table": "<h2>Duties</h2><table><tr>" + each("<th>C{}", 9_000) + "<tr>" + each("<td>does {} well", 9_000),
    "tables": "<h2>Duties</h2>" + each("<table><tr><td>R {0}<td>Polishes {0}<tr><td>S<td>Lays {0}</table>", 5_000),
    "identifiers": "<h2>Duties</h2>" + each('<ul id="l{0}"><li id="i{0}">Polishing {0}</li></ul>', 900),
    "one identifier": "<h2>Duties</h2>" + each('<ul id="l"><li id="i">Polishing {0}</li></ul>', 900),
    "tabs": each('<li><a href="#p{0}">Tab {0}</a></li>', 9_000) + each('<div id="p{0}" hidden>x {0}</div>', 9_000),
    "attributes": "<div " + each('a{0}="{0}" ', 10_000) + ">x</div>",
    "attributes that seem to end the tag": "<div " + each('a{0}=">" ', 50_000) + ">x</div>",
    "options": "<select>" + "<option>a" * 90_000,
    "formatting never closed": each("<p><b id=x{0}><i class=c{0}><font color=c{0}>word", 3_000),
    "formatting within bounds": each("<b class=c{0}>", 60) + "<p>word" * 9_000,
    "comments in text": "<p>" + "&lt;!-- " * 50_000,
    "broken tags": "<" * 300_000 + "<!" * 90_000 + "<a/b=" * 90_000,
    "nul": "\x00" * 900_000 + "<p>a\x00b",
    "surrogates and beyond": "<p>&#xD800; &#x110000; &#0;",
    "plain text to the end": "<plaintext>" + "<p>x" * 90_000,
    "aria level": f'<div role="heading" aria-level="{"9" * 90_000}">Tasks</div>',
}  # fmt: skip


@pytest.mark.parametrize("body", STRUCTURES.values(), ids=STRUCTURES)
def test_a_hostile_structure_is_read_or_refused(body):
    read(page(body))


LINES = {
    "commas": "A gilder " + ", " * 90_000,
    "and": "A gilder " + "and " * 50_000,
    "spaces": "A gilder also known as" + "&nbsp; " * 90_000 + "x",
    "also known as": "A gilder " + "also known as " * 10_000,
    "asides": "A gilder, also known as a leafer, " * 8_000,
    "brackets": "A gilder " + "(also known as a leafer) " * 10_000,
    "opening brackets": "A gilder " + "(" * 90_000,
    "empty brackets": "A gilder " + "()" * 50_000,
    "abbreviations": "Gilder (GI) " * 20_000,
    "capitals": "Gilder (" + "A" * 90_000,
    "genders": "Gilder (m/w" + "/w" * 50_000,
    "separators": "Gilder " + " | " * 50_000,
    "colons": "Gilder" + ": " * 50_000,
    "dashes": "Gilder " + " - " * 50_000,
    "other titles": "Other titles " * 10_000,
    "other titles include": "Other titles " + "include " * 10_000,
    "insertions": "A gilder, also known as " + "or, in towns, " * 10_000,
    "articles": "A gilder, also known as " + "a an the " * 20_000,
    "quotes": "A gilder, also known as " + '"' * 90_000,
    "opening quotes": "“A gilder. " * 20_000,
    "sentences": "A b c. " * 20_000,
    "bullets": "• " * 50_000 + "word",
    "numbers": "1. " * 50_000 + "word",
    "entities": "&amp;amp;" * 50_000,
    "escaped tags": "&lt;b &lt;b " * 50_000,
    "combining marks": "e" + "\u0301" * 90_000,
    "zero width": "e" + "\u200b" * 90_000,
    "dates": "1 May " * 30_000,
    "codes": "SOC code " * 20_000,
    "questions": "what x do " * 20_000,
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
@pytest.mark.parametrize(
    "frame", ["<p>{}</p>", "<h2>{}</h2>", "<h2>Also known as</h2><p>{}</p>", "<h2>Duties</h2><p>{}</p>"],
    ids=["paragraph", "heading", "aliases", "tasks"],
)  # fmt: skip
def test_a_line_made_to_catch_a_pattern_is_read(text, frame):
    read(page(frame.format(text)))


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_title_made_to_catch_a_pattern_is_read(text):
    read(page(head=f"<title>{text}</title>", top=text))


JSON_LD = {
    "deep lists": "[" * 100_000 + "]" * 100_000,
    "deep objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "as deep as it is read": '{"@graph": [' * 900 + "1" + "]}" * 900,
    "wide": "[" + ",".join(['{"@type": "Occupation"}'] * 20_000) + "]",
    "names": '{"@type": "Occupation", "alternateName": ['
    + ",".join(f'"Name {n}"' for n in range(20_000))
    + "]}",
    "of every wrong type": """{"@type": ["Occupation", 3, null, {}], "name": {"@value": 3}, "alternateName": [null, {"a": 1},
    "\\ud800x", "<b>Bold</b>", "a\\u0000b"], "responsibilities": {"x": [1]}, "occupationalCategory": [{"inCodeSet": null}, 5],
    "skills": [[["a"]]], "datePublished": {"@value": [1]}, "educationRequirements": {"name": {}}}""",
    "crumbs": '{"@type": "BreadcrumbList", "itemListElement": [{"name": {"@value": {}}, "item": {"name": []}}]}',
}


@pytest.mark.parametrize("text", JSON_LD.values(), ids=JSON_LD)
def test_hostile_json_ld_is_read_or_ignored(text):
    read(page(head=f'<script type="application/ld+json">{text}</script>'))


@pytest.mark.parametrize(
    "link", ["http://[::1", "http://[", "http://a:b@c/", "http://\u212a.example/", "http://%00/", "http://a.example:99999/",
             "http://..../", "//", "http:", "\ud7ff", "http://" + "a" * 90_000],
)  # fmt: skip
def test_a_hostile_address_is_refused_or_cleaned(link):
    read(page(head=f'<link rel="canonical" href="{link}">'))
    read(page(head=f'<link rel="canonical" href="{link}">'), url="https://guide.example/gilder")


@BOUNDED
@given(st.binary(max_size=2_000))
def test_random_bytes_are_refused_or_read(body):
    read(body)
    read(b"<html>" + body, content_type=body[:40].decode("latin-1"))


TAGS = st.sampled_from(
    "a b button caption dd details div dl dt fieldset h1 h2 h3 i img label legend li main ol p section select span strong"
    " summary table tbody td th tr ul br nav aside form template svg".split()
)
WORDS = st.sampled_from(
    ["Gilder", "Tasks", "Requirements:", "Also known as", "Lay the leaf", "You must have:", "• one", "a degree is required",
     "salary", "&amp;lt;b&amp;gt;", "Gilders, also called leafers, lay gold.", "1. two", "\u00ad", "<", "(GI)", "2 May 2023"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", ' id="a"', " hidden", ' role="tab" aria-controls="a"', ' class="c"', ' role="heading" aria-level="2"',
     ' aria-expanded="false"', ' href="#a"', ' itemprop="skills"', ' itemtype="https://schema.org/Occupation"']
)  # fmt: skip
ELEMENTS = st.recursive(
    WORDS,
    lambda inside: st.builds(
        lambda tag, attributes, parts, closed: f"<{tag}{attributes}>{''.join(parts)}{f'</{tag}>' if closed else ''}",
        TAGS, ATTRIBUTES, st.lists(inside, max_size=5), st.booleans(),
    ),
    max_leaves=40,
)  # fmt: skip


@BOUNDED
@given(st.lists(ELEMENTS, max_size=8))
def test_random_elements_are_read_and_twice_alike(elements):
    body = page("".join(elements))
    once = read(body)
    assert read(body) == once
    find_evidence(body, once)
    read(f"<html>{''.join(elements)}".encode())


@BOUNDED
@given(st.sampled_from(DEMO_PAGES), st.data())
def test_pages_cut_and_stirred_are_read(body, data):
    places = st.integers(0, len(body))
    for _ in range(data.draw(st.integers(1, 6))):
        start, end, to = data.draw(places), data.draw(places), data.draw(places)
        piece = body[min(start, end) : max(start, end)][:4_000]
        body = body[:to] + piece + body[to + data.draw(st.sampled_from([0, len(piece), 3])) :]
    find_evidence(body, read(body))
