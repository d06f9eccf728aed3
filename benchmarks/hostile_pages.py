"""Pages made to hurt: as deep, as wide, as long and as repetitive as HTML allows, and just below each bound."""

import json
from collections.abc import Callable, Iterator
from functools import partial

from extractors import page_bounds as bounds

MIB = 1 << 20
Make = Callable[[], bytes]
_LINE = "Polishing frame {0} by hand"


def page(body: str = "", head: str = "", top: str = "Gilder") -> bytes:
    """Return a page that is a job profile, with `body` at its end."""
    return f"""<!doctype html><html lang="en"><head><title>Gilder</title>{head}</head><body><h1>{top}</h1>
    <p>Gilders cover frames and mouldings with thin leaves of gold for churches and museums.</p>
    <h2>Tasks</h2><ul><li>Cleaning old frames</li><li>Laying gold leaf</li></ul>
    <h2>Requirements</h2><ul><li>A steady hand</li></ul>{body}</body></html>""".encode()


def each(pattern: str, count: int) -> str:
    """Return `pattern` with the numbers from 0 to `count`."""
    return "".join(pattern.format(number) for number in range(count))


def _script(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def _framed(frame: str, text: str) -> bytes:
    return page(frame.format(text))


def _titled(text: str) -> bytes:
    return page(head=f"<title>{text}</title>", top=text)


def _filled(start: bytes, unit: bytes, size: int) -> bytes:
    return start + unit * ((size - len(start)) // len(unit))


def _cycle(count: int) -> str:
    nodes = [
        {"@id": f"#{n}", "@type": "Occupation", "skills": {"@id": f"#{(n + 1) % count}"}}
        for n in range(count)
    ]
    return json.dumps({"@graph": nodes})


def _elements() -> Iterator[tuple[str, Make]]:
    yield "100,000 nested elements", lambda: page("<div>" * 100_000)
    yield "100,000 nested, names split by NUL", lambda: page("<\x00div>" * 100_000)
    yield "a million siblings", lambda: page("<p>a b" * 1_000_000)
    yield "a million line breaks", lambda: page("word<br>" * 1_000_000)
    yield "a million comments", lambda: page("<!---->" * 1_000_000)
    yield "unclosed everything", lambda: page("<div><b><i><a href=x><table><tr><td><ul><li><p>x" * 20_000)
    yield (
        "unclosed formatting",
        lambda: page(each("<p><b id=x{0}><i class=c{0}><font color=c{0}>word", 20_000)),
    )
    yield "misnested formatting", lambda: page("<b><p><i></b>x</p></i>" * 8_000)
    yield "misnested links in tables", lambda: page("<table><a>x<tr><a>y</table>" * 8_000)
    yield "10,000 attributes", lambda: page("<div " + each('a{0}="{0}" ', 10_000) + ">x</div>")
    yield "1,500 tags of 900 attributes", lambda: page(("<p " + each("a{0}=x ", 900) + ">x</p>") * 1_500)
    yield "1,500 tags of 240 attributes", lambda: page(("<p " + each("a{0}=x ", 240) + ">x</p>") * 1_500)
    yield "one huge inline style", lambda: page(f'<p style="{"color:red;" * 500_000}">x</p>')
    yield "huge class names", lambda: page(each('<p class="' + "c{0} " * 2_000 + '">Word {0}</p>', 300))
    yield "data: picture of 9 MB", lambda: page(f'<img src="data:image/png;base64,{"A" * 9_000_000}">')
    yield "a script of 9 MB", lambda: page(f"<script>{'if(a<b)c();' * 800_000}</script>")
    yield "only angle brackets", lambda: page("<" * 390_000)


def _tables() -> Iterator[tuple[str, Make]]:
    cell = '<td rowspan="1000" colspan="1000">Polishes {0}'
    yield (
        "100,000 cells spanning 1,000 by 1,000",
        lambda: page(f"<h2>Duties</h2><table>{each(cell, 100_000)}"),
    )
    yield (
        "9,000 cells spanning 1,000 by 1,000",
        lambda: page("<h2>Duties</h2><table>" + each("<tr>" + cell * 3, 3_000)),
    )
    yield "nested tables", lambda: page("<table><tr><td>" * 160 + "Polishes frames")
    yield "nested tables, many times", lambda: page(("<table><tr><td>" * 100 + "x" + "</table>" * 100) * 80)
    yield (
        "one wide table",
        lambda: page(
            "<h2>Duties</h2><table><tr>"
            + each("<th>C{0}", 15_000)
            + "<tr>"
            + each("<td>does {0} well", 15_000)
        ),
    )
    yield (
        "one long table",
        lambda: page(
            "<h2>Duties</h2><table><tr><th>A<th>B" + each("<tr><th>Row {0}<td>does {0} well", 15_000)
        ),
    )
    yield "text before each row", lambda: page("<table>" + "x<tr>y<td>z" * 15_000)


def _texts() -> Iterator[tuple[str, Make]]:
    yield "text of 50 MB", lambda: _filled(page("<p>"), b"word and ", 50 * MIB)
    yield "text of 9 MB without spaces", lambda: _filled(page("<p>"), b"x", 9_000_000)
    texts = {
        "a million commas": "A gilder " + "," * 1_000_000,
        "500,000 spaced commas": "A gilder" + " ," * 490_000,
        "spaces that do not break": "A gilder also known as" + "&nbsp; " * 490_000 + "x",
        "a a a": "a " * 490_000,
        "and and and": "A gilder " + "and " * 240_000,
        "opening brackets": "A gilder " + "(" * 990_000,
        "nested brackets": "A gilder " + "(" * 490_000 + ")" * 490_000,
        "square and curly": "A gilder " + "[{(<" * 200_000,
        "alias phrases": "A gilder, also known as a leafer, " * 29_000,
        "alias words alone": "also known as " * 70_000,
        "other titles include": "Other titles include " * 46_000,
        "sentences": "A b c. " * 140_000,
        "abbreviations with dots": "e.g. i.e. z.B. " * 65_000,
        "quotes": "“" * 990_000,
        "dates": "1 May 2023 " * 90_000,
        "codes": "SOC code 11-1011 " * 58_000,
        "questions": "What does a gilder do? " * 43_000,
        "requirement words": "must have a degree or experience " * 30_000,
        "entities": "&amp;amp;lt;b&amp;amp;gt;" * 90_000,
        "escaped comments": "&lt;!-- " * 120_000,
        "combining marks": "e" + "\u0301" * 990_000,
        "direction marks": "a\u202e" * 490_000,
        "Chinese": "工匠" * 490_000,
    }
    for name, text in texts.items():
        yield f"{name}: a paragraph", partial(_framed, "<h2>Also known as</h2><p>{}</p>", text)
    for name in ("a a a", "and and and", "alias phrases", "sentences", "nested brackets", "a million commas"):
        yield f"{name}: the title", partial(_titled, texts[name])
        yield f"{name}: the tasks", partial(_framed, "<h2>Duties</h2><p>{}</p>", texts[name])
    yield "alias phrases 100,000 times", lambda: page(each("<p>A gilder is also known as x{0}.", 39_000))


def _headings() -> Iterator[tuple[str, Make]]:
    yield "headings and paragraphs", lambda: page(each("<h2>Heading {0}</h2><p>Words about {0}.</p>", 19_000))
    yield "task headings and lists", lambda: page(each("<h3>Tasks {0}</h3><ul><li>Polish {0}</ul>", 19_000))
    yield "deepening headings", lambda: page(each("<h1>a<h2>b {0}<h3>c<h4>Tasks<h5>d<h6>Skills", 6_000))
    yield (
        "lead-ins and lists",
        lambda: page("<h2>Duties</h2>" + each("<p>Group {0}:</p><ul><li>Polish {0}</ul>", 19_000)),
    )
    yield "one heading of 1 MB", lambda: page(f"<h2>{'Duties and ' * 85_000}</h2><p>Polish.</p>")
    tabs = each('<li role="tab" aria-controls="p{0}"><a href="#p{0}">Tab {0}</a></li>', 9_000)
    yield "9,000 tabs", lambda: page(tabs + each('<div id="p{0}" role="tabpanel" hidden>x {0}</div>', 9_000))
    yield (
        "9,000 panels of one label",
        lambda: page('<b id="l">Tasks</b>' + each('<div aria-labelledby="l">x {0}</div>', 19_000)),
    )
    yield (
        "panels of 1,000 labels each",
        lambda: page(
            each('<b id="l{0}">Tasks</b>', 1_000)
            + f'<div aria-labelledby="{each("l{0} ", 1_000)}">x</div>' * 1_000
        ),
    )
    yield (
        "9,000 accordions",
        lambda: page(each("<details><summary>Tasks {0}</summary>Polish {0}</details>", 9_000)),
    )
    yield "labels for inputs", lambda: page(each('<label for="i{0}">Tasks</label><input id="i{0}">', 19_000))


def _json_ld() -> Iterator[tuple[str, Make]]:
    scripts = {
        "deep lists": "[" * 100_000 + "]" * 100_000,
        "deep objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
        "deep graphs": '{"@graph":[' * 900 + "1" + "]}" * 900,
        "wide": "[" + ",".join(['{"@type":"Occupation","name":"x"}'] * 200_000) + "]",
        "a cycle of 2": _cycle(2),
        "a cycle of 50,000": _cycle(50_000),
        "an @id of itself": '{"@id":"#a","@type":"Occupation","skills":{"@id":"#a"},"name":{"@id":"#a"}}',
        "200,000 names": '{"@type":"Occupation","alternateName":'
        + json.dumps([f"Name {n}" for n in range(200_000)])
        + "}",
        "200,000 skills": '{"@type":"Occupation","skills":'
        + json.dumps([f"Skill {n}" for n in range(200_000)])
        + "}",
        "one skill of 9 MB": json.dumps({"@type": "Occupation", "skills": "a steady hand, " * 600_000}),
        "a number of 100,000 digits": '{"@type":"Occupation","name":' + "9" * 100_000 + "}",
        "escapes": '{"@type":"Occupation","name":"' + "\\u0301" * 1_000_000 + '"}',
        "unclosed": '{"@type":"Occupation","name":"' + "x" * 9_000_000,
    }
    for name, script in scripts.items():
        yield f"JSON-LD: {name}", partial(page, head=_script(script))
    yield "JSON-LD: 40,000 scripts", lambda: page(head=_script('{"@type":"Occupation","name":"x"}') * 40_000)
    yield "JSON-LD: 40,000 broken scripts", lambda: page(head=_script('{"@type":') * 40_000)
    yield (
        "microdata: 20,000 items",
        lambda: page(
            '<div itemscope itemtype="https://schema.org/Occupation">'
            + each('<p itemprop="skills">Skill {0}', 20_000)
        ),
    )


def _other_bytes() -> Iterator[tuple[str, Make]]:
    yield "NUL bytes", lambda: page("\x00" * 9_000_000 + "<p>a\x00b")
    yield "not HTML: zeros", lambda: bytes(10 * MIB)
    yield "not HTML: a picture", lambda: _filled(b"\x89PNG\r\n\x1a\n", bytes(range(256)), 9_000_000)
    yield "not HTML: JSON", lambda: json.dumps({"html": ["<p>x"] * 1_000_000}).encode()
    yield "all 256 bytes, over and over", lambda: _filled(b"<html><p>", bytes(range(256)), 9_000_000)
    yield "UTF-16 of 9 MB", lambda: page("<p>" + "word and " * 110_000).decode().encode("utf-16")
    yield "an unknown encoding", lambda: page("<p>" + "Größe " * 160_000).decode().encode("cp437")
    yield "a charset that is none", lambda: page("<p>\xff" * 9_000, head=f"<meta charset={'x' * 1_000_000}>")


def _just_below_bounds() -> Iterator[tuple[str, Make]]:
    few = bounds.MAX_BLOCKS - 100
    yield "below the bounds: bytes", lambda: _filled(page("<!--"), b"word and ", bounds.MAX_BYTES)
    yield "below the bounds: tags", lambda: page("<i></i>" * (bounds.MAX_TAGS // 2 - 50))
    yield "below the bounds: line breaks", lambda: page("word<br>" * few)
    yield "below the bounds: open elements", lambda: page(("<div>" * 490 + "x" + "</div>" * 490) * 90)
    yield "below the bounds: depth of every block", lambda: page("<div>" * 480 + each("<p>Word {0}", few))
    yield "below the bounds: open formatting", lambda: page("<b class=c>" * 60 + "<p>word" * few)
    yield "below the bounds: unclosed", lambda: page("<path>" * (bounds.MAX_UNCLOSED - 50))
    yield "below the bounds: options", lambda: page("<select>" + "<option>a" * (bounds.MAX_UNCLOSED - 50))
    yield (
        "below the bounds: attributes",
        lambda: page(("<p " + each("a{0}=x ", bounds.MAX_ATTRIBUTES - 1) + ">x</p>") * 4_000),
    )
    yield "below the bounds: blocks", lambda: page(each("<p>Word {0}</p>", few))
    yield "below the bounds: items", lambda: page(f"<h2>Duties</h2><ul>{each(f'<li>{_LINE}', few)}")
    short = bounds.MAX_STATEMENTS - 10
    yield (
        "below the bounds: statements",
        lambda: page(
            f"<h2>Duties</h2><ul>{each(f'<li>{_LINE}', short)}</ul>"
            f"<h2>Skills</h2><ul>{each('<li>Use tool {0}', short)}</ul>"
            f"<h2>Also known as</h2><ul>{each('<li>Leafer {0}', short)}"
        ),
    )
    yield (
        "below the bounds: statements of 990 letters",
        lambda: page("<h2>Duties</h2><ul>" + each("<li>Polishing {0} " + "frames and " * 88, short)),
    )
    yield "below the bounds: text", lambda: page("<p>" + "word and " * (bounds.MAX_TEXT // 9 - 100))
    yield (
        "below the bounds: statements at depth",
        lambda: page("<h2>Duties</h2>" + "<div>" * 480 + "<ul>" + each(f"<li>{_LINE}", short)),
    )
    yield "below the bounds: nested lists", lambda: page("<h2>Duties</h2>" + each("<ul><li>Polish {0}", 250))


HOSTILE: dict[str, Make] = {
    name: make
    for group in (_elements, _tables, _texts, _headings, _json_ld, _other_bytes, _just_below_bounds)
    for name, make in group()
}
"""Name → what makes the page; each is made only when it is asked for."""
