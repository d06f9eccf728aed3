"""An explanation: the same record as `extract` gives, where its values stand, and a true reason for all the rest."""

import pytest

from benchmarks.gold import own_html
from extractors import explain as module
from extractors.explain import MAX_PASSAGES, explain
from extractors.extract import extract
from extractors.source import Source
from extractors.source_catalogue import canonical_source, read_sources
from schemas.discovery import IndexPage

PAGES = own_html()
PAGE = """<html lang="en"><head><title>Gilder</title></head><body>{before}<h1>Gilder</h1>
<p>Gilders lay gold leaf thinner than a breath on frames, altars and shop signs in workshops all over the land.</p>
<h2>Tasks</h2><ul><li>Lay the leaf on the frame</li><li>Burnish the gold with agate</li></ul>
{tasks}<h2>Requirements</h2><ul><li>Steady hands</li></ul>{body}</body></html>"""


def explained(before="", tasks="", body="", **arguments):
    return explain(PAGE.format(before=before, tasks=tasks, body=body).encode(), **arguments)


def passage(explanation, text):
    (found,) = [passage for passage in explanation.passages if passage.text.startswith(text)]
    return found


def reason(text, **parts):
    return passage(explained(**parts), text).reason


def source(**more):
    return Source(
        id="guide", name="Guide of Gilding", discover=IndexPage(url="https://guide.example/"), **more
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name + "/" + path.name)
def test_every_saved_page_is_explained_as_it_is_extracted(path):
    html = path.read_bytes()
    of_source = canonical_source(html, read_sources().by_id)

    explanation = explain(html, source=of_source)

    assert explanation.extraction == extract(html, source=of_source)
    assert explanation.passages
    for passage in explanation.passages:
        is_heading = passage.kind == "heading" and passage.level < 8
        assert bool(passage.quotes) + bool(passage.reason) == 1 or (is_heading and not passage.reason)
        assert all(passage.text[quote.start : quote.end] for quote in passage.quotes)
    on_page = {e.field for e in explanation.extraction.evidence if e.origin == "page"}
    assert {quote.pointer for passage in explanation.passages for quote in passage.quotes} == on_page


def test_a_quote_is_the_value_letter_by_letter():
    explanation = explained()

    quotes = {
        quote.pointer: passage.text[quote.start : quote.end]
        for passage in explanation.passages
        for quote in passage.quotes
    }

    assert quotes["/title"] == "Gilder"
    assert quotes["/tasks/1/text"] == "Burnish the gold with agate"
    assert quotes["/requirements/0/text"] == "Steady hands"
    assert quotes["/summary"].startswith("Gilders lay gold leaf")


def test_each_passage_says_what_its_section_speaks_of():
    explanation = explained(body="<h2>Salary</h2><p>Between two and three thousand a month.</p>")

    assert passage(explanation, "Tasks").field == "tasks"
    assert passage(explanation, "Steady hands").field == "requirements"
    assert passage(explanation, "Between").field == "other"


@pytest.mark.parametrize(
    ("element", "why"),
    [
        ("<nav>Home and more</nav>", "navigation (nav)"),
        ("<div role=navigation>Home and more</div>", "navigation (role=navigation)"),
        ("<footer>Home and more</footer>", "a footer (footer)"),
        ("<dialog>Home and more</dialog>", "a dialogue (dialog)"),
        ("<div role=alert>Home and more</div>", "a notice (role=alert)"),
        (
            "<ol aria-label=Breadcrumb><li>Home and more</ol>",
            "the trail of links above the title (breadcrumb)",
        ),
        ("<button>Home and more</button>", "a button that opens nothing on the page (button)"),
        ("<figure><figcaption>Home and more</figcaption></figure>", "the caption of a picture (figcaption)"),
        ("<select><option>Home and more</select>", "part of a form (select)"),
    ],
)
def test_elements_that_never_become_blocks_are_told_with_their_reason(element, why):
    explanation = explained(before=element)

    dropped = passage(explanation, "Home and more")
    assert (dropped.kind, dropped.reason) == ("skipped", why)
    assert explanation.passages[0] == dropped


def test_code_and_empty_elements_are_no_passages():
    explanation = explained(before="<nav></nav><script>var nothing</script><style>p {}</style>")

    assert all(passage.kind != "skipped" for passage in explanation.passages)


@pytest.mark.parametrize(
    "element", ["<div role=presentation>Home page</div>", "<button aria-expanded=false>Home page</button>"]
)
def test_an_element_that_is_read_is_not_told_as_left_out(element):
    assert passage(explained(before=element), "Home page").kind != "skipped"


def test_what_a_hidden_element_without_a_tab_holds_is_told():
    tabs = (
        '<ul><li><a href="#a">One</a><li><a href="#b">Two</a></ul><div id=a hidden><p>First panel</p></div>'
    )
    panels = tabs + "<div id=b hidden><p>Second panel</p></div><div hidden>Help on searching</div>"

    assert reason("Help on", body=panels) == "hidden, and no tab or button shows it"
    assert passage(explained(body=panels), "First panel").kind == "paragraph"


def test_what_the_source_drops_is_told_with_its_selector():
    html = PAGE.format(before="", tasks="", body="<div class=ad>Buy gold here</div><div>Sell it there</div>")
    dropping = explain(html.encode(), source=source(drop=(".ad",)))

    assert passage(dropping, "Buy gold").reason == 'dropped by the source (".ad")'
    assert passage(dropping, "Sell it").kind == "paragraph"


def test_what_stands_outside_of_the_source_s_content_is_told():
    html = PAGE.format(before="<p>Above all</p><main>", tasks="", body="</main><div><p>Below all</p></div>")
    within = explain(html.encode(), source=source(content="main"))

    outside = 'outside of "main", where the source says that the profile stands'
    assert [passage(within, text).reason for text in ("Above all", "Below all")] == [outside, outside]
    assert within.extraction.profile


@pytest.mark.parametrize(
    ("parts", "text", "why"),
    [
        (
            {"body": "<h2>Salary</h2><p>Three thousand a month.</p>"},
            "Three",
            'below "Salary", which speaks of other things',
        ),
        (
            {"body": "<h2>Salary</h2><h3>By land</h3><p>Three thousand a month.</p>"},
            "Three",
            'below "Salary", which speaks of other things',
        ),
        (
            {"tasks": "<p>On some days also:</p><ul><li>Sweep the whole workshop</li></ul>"},
            "On some days",
            'below "Tasks", but no statement: it leads in a list',
        ),
        (
            {"tasks": "<p>They work in the workshop from early to late.</p>"},
            "They work",
            'below "Tasks", which speaks of tasks, but the tasks of this page are read from its lists',
        ),
        (
            {"tasks": "<ul><li>Lay the leaf on the frame!</li></ul>"},
            "Lay the leaf on the frame!",
            'below "Tasks", which speaks of tasks, but it says again what is in the record already',
        ),
        ({"before": "<p>For young people of all lands.</p>"}, "For young", "no heading above it names tasks or requirements"),
        (
            {"body": "<h2>Golden ages</h2><p>In Venice they beat the gold by hand.</p>"},
            "In Venice",
            '"Golden ages" above it is not known to speak of tasks or requirements',
        ),
        ({"tasks": "<p><a href=/x>All jobs of this kind</a></p>"}, "All jobs", "most of it is links"),
        ({"tasks": "<aside><p>They beat the gold by hand.</p></aside>"}, "They beat", "beside the content (aside, quotation, vacancy)"),
        (
            {"body": "<ul><li>Patience</li></ul><p>Patience is asked of all, and a driving licence too.</p>"},
            "Patience is",
            'below "Requirements", which speaks of requirements, but the requirements of this section are read from its list',
        ),
    ],
)  # fmt: skip
def test_a_block_that_was_left_out_has_its_reason(parts, text, why):
    assert reason(text, **parts) == why


def test_a_card_is_shown_as_it_stands_on_the_page():
    cards = "".join(
        f"<div><h3>{name}</h3><p>{text}</p></div>"
        for name, text in (("Laying", "They lay the leaf."), ("Burnishing", "They burnish it with agate."))
    )
    html = f"<html lang=en><h1>Gilder</h1><h2>Tasks</h2><section>{cards}</section><h2>Skills</h2><ul><li>Calm</ul>"

    explanation = explain((html + "<p>" + "Gold is old. " * 12).encode())

    assert explanation.extraction.profile.tasks[0].text == "Laying: They lay the leaf."
    for text in ("Laying", "They lay the leaf."):
        (quote,) = passage(explanation, text).quotes
        assert (quote.pointer, quote.start, quote.end) == ("/tasks/0/text", 0, len(text))


def test_a_page_that_is_no_profile_has_passages_all_the_same():
    body = "<h2>Apply now</h2><p>We are hiring. Send us your CV. We look forward to your application. Join our team.</p>"
    explanation = explained(body=body + '<script type="application/ld+json">{"@type": "JobPosting"}</script>')

    assert explanation.extraction.reason == "vacancy: its JSON-LD is a JobPosting"
    assert passage(explanation, "Lay the leaf").reason == (
        'below "Tasks", which speaks of tasks, but the page is no profile'
    )


@pytest.mark.parametrize("html", [b"", b"%PDF-1.7", b"<div>" * 100_000, b"<html><p>" + b"word " * 400_000])
def test_a_page_that_is_not_read_is_explained_by_its_reason_alone(html):
    explanation = explain(html)

    assert explanation.extraction.reason
    assert explanation.passages == ()


def test_a_fault_of_the_explanation_leaves_the_extraction(monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(module, "read_page", fail)
    explanation = explained(url="https://guide.example/gilder")

    assert explanation.extraction.profile.title == "Gilder"
    assert explanation.passages == ()
    assert "Could not explain https://guide.example/gilder" in caplog.text


def test_a_long_page_is_cut_but_no_value_is_lost():
    many = "".join(f"<p>Line number {number}</p>" for number in range(MAX_PASSAGES + 10))
    explanation = explained(before=many)

    assert explanation.omitted > 0
    assert passage(explanation, "Steady hands").quotes
    assert sum(passage.quotes == () for passage in explanation.passages) <= MAX_PASSAGES


def test_the_text_of_a_dropped_element_is_cut():
    explanation = explained(before=f"<nav>{'<p>menu ' * 1_000}</nav>")

    assert len(passage(explanation, "menu").text) < 310
