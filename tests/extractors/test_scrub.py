"""Pages without their texts: nothing of these is left, and what the extractor reads is as much as before."""

from pathlib import Path
from time import process_time

import pytest

from extractors.extract import extract
from extractors.source_catalogue import read_sources
from extractors.source_draft.example import values_of
from extractors.source_draft.scrub import scrub, scrubbed_url
from extractors.source_draft.stand_in_words import stand_ins

PAGES = Path(__file__).parents[1] / "pages"
FOLDERS = ("generic", "languages", "demo", "life-science-karriere", "bls-ooh", "national-careers-service")
READ_THE_SAME = 0.94
"""Of 75 pages 72: on the others, words around other names of the job are lost."""
REWORD = stand_ins("en")


def scrubbed(html):
    return scrub(html.encode(), None, REWORD).decode()


@pytest.mark.parametrize(
    "html",
    [
        "<p>{}</p><title>{}</title><textarea>{}</textarea><noscript>{}<img alt={}></noscript><xmp>{}</xmp>",
        "<script>{}</script><style>{}</style><svg><title>{}</title><text aria-label={}>{}</text></svg>",
        "<template>{}<p title={}></template><object data={}>{}</object><iframe srcdoc='{}' src={}>{}</iframe>",
        "<!-- {} --><?php {} ?><![CDATA[{}]]><!{}>",
        "<p onclick={} data-a={} style='display:none;background:url({})'>x</p><img src={} srcset='{} 2x' alt={}>",
        "<meta name=a content='{0}/{0}'><meta name=b content='#{0}'><input value={0} placeholder={0} pattern={0}>",
        "<a href='mailto:{0}'></a><a href='javascript:{0}'></a><a href='/t/{0}?{0}'></a><a href='?a={0}#{0}'></a>",
        "<a href='https://{0}:{0}@guild.example/'></a><base href='https://guild.example/trades/{0}'>",
        """<script type="application/ld+json">{{"@type": "Occupation", "name": "{0}", "url": "https://a.b/{0}?{0}"}}</script>""",
    ],
)
def test_no_word_of_a_page_is_left_wherever_it_stood(html):
    count = html.count("{}")
    assert "burnisher" not in scrubbed(html.format(*["Burnisher"] * max(1, count))).casefold()


@pytest.mark.parametrize(
    "text",
    ["joe@abb.de", "+49 30 123 45 67", "(030) 12 34 56 78", "0170 123 4567", "030-1234567", "030/123 456"],
)
def test_nobody_can_be_written_to_or_called(text):
    digits = "".join(filter(str.isdigit, text))
    for html in (f"<p>Ask {text}, please", f'<meta name=phone content="{text}">'):
        left = scrubbed(html)
        assert "joe" not in left
        assert not digits or digits not in "".join(filter(str.isdigit, left))


@pytest.mark.parametrize("text", ["2023-05-02", "01.02.2023", "08:00 - 17:30", "17-2011.00", "2019-2024"])
def test_dates_times_and_codes_stay(text):
    assert text in scrubbed(f"<p>On {text}</p>")


def test_pages_whose_addresses_differ_in_a_number_stay_apart():
    urls = [
        "https://a.example/t/12345",
        "https://a.example/t/12346",
        "https://a.example/p.php?id=12",
        "/p.php?id=13",
    ]
    assert len({scrubbed_url(url, REWORD) for url in urls}) == len(urls)
    assert scrubbed_url(urls[2], REWORD).endswith(".php?id=12")


def test_relative_links_lead_where_they_led():
    html = '<base href="https://guild.example/burnishers/"><a href="gilder/">x</a>'
    assert 'href="https://guild.example/burnishers/"' in scrubbed(html)


def test_structured_data_without_a_bottom_is_left_out():
    data = f'<script type="application/ld+json">{"[" * 950}"Burnisher"{"]" * 950}</script>'
    assert "urnisher" not in scrubbed(data)


def test_structured_data_is_known_however_its_type_is_written():
    html = '<script type="Application/LD+JSON; charset=utf-8">{"@type": "Occupation"}</script>'
    assert '"Occupation"' in scrubbed(html)


def test_elements_that_are_never_closed_take_no_longer_than_others():
    started = process_time()
    scrubbed("<ul>" + "<li>Gold leaf" * 20_000)
    assert process_time() - started < 10  # one second; with a look at all that is open, twenty and more


def test_a_page_without_its_words_reads_as_it_did_and_says_nothing_of_what_it_said():
    known = read_sources().by_id
    same, pages = 0, [page for folder in FOLDERS for page in sorted((PAGES / folder).rglob("*.html"))]
    said: list[str] = []
    left: list[str] = []
    for page in pages:
        source, html = known.get(page.parent.name), page.read_bytes()
        before = extract(html, source=source)
        reword = stand_ins(before.profile.language if before.profile else "en")
        without = scrub(html, None, reword)
        assert scrub(html, None, reword) == without
        after = extract(without, source=source)
        same += counted(before) == counted(after)
        said += sentences(before)
        left += set(sentences(before)) & set(sentences(after))
    assert len(pages) >= 73
    assert same >= READ_THE_SAME * len(pages)
    assert len(left) <= 0.01 * len(said)  # one that stands in pieces


def sentences(found):
    """The statements of more than eight words: shorter ones may be what every other page says, too."""
    return [value.text for value in values_of(found) if len(value.text.split()) > 8]


def counted(found):
    fields = [value.field for value in values_of(found)]
    return found.profile is not None, *(fields.count(name) for name in ("tasks", "requirements", "aliases"))
