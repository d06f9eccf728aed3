"""From example pages to the settings that they need: pages of one template, laid side by side."""

import pytest

from extractors.source import Source
from extractors.source_draft.draft import draft_source
from extractors.source_draft.example import Example
from extractors.source_draft.trials import Trials
from schemas.discovery import IndexPage

PLAIN = Source(id="guild", name="The Guild", discover=IndexPage())
TRADES = {
    "Gilder": {
        "about": "A gilder covers frames, furniture and signs with leaf of gold, and mends old gilding in churches.",
        "tasks": ["Lay the leaf on the frame", "Burnish the gold with agate", "Mend cracks in old plaster"],
        "wanted": ["A steady hand and patience", "Experience in a workshop", "A certificate in restoration"],
    },
    "Locksmith": {
        "about": "A locksmith builds locks and opens those that have been shut for good, day and night.",
        "tasks": [
            "Cut keys after a pattern",
            "Open doors without harming them",
            "Advise shops on their safes",
        ],
        "wanted": ["A trade certificate", "Experience with drills and lathes", "Good manners at the door"],
    },
    "Weaver": {
        "about": "A weaver makes cloth on a loom, from the first sketch to the last knot of the fringe.",
        "tasks": [
            "Draw the pattern on squared paper",
            "Set up the loom for the day",
            "Weave to the given width",
        ],
        "wanted": [
            "A degree in textile design",
            "Knowledge of fibres and dyes",
            "Good eyesight, day and night",
        ],
    },
}
TEMPLATE = """<html lang="en"><head><title>{title} | The Guild</title>
<link rel="canonical" href="https://guild.example/trades/{slug}"></head><body>
<div class="page-wrap"><div class="entry"><h1>{title}</h1><p>{about}</p>
<h2>{doing}</h2><ul>{tasks}</ul><h2>{asking}</h2><ul>{wanted}</ul></div>{beside}</div></body></html>"""
SCHOOL = """<div class="school-box"><h2>Requirements for our evening school</h2><ul>
<li>Proof of residence within the old city walls</li><li>Two photographs and a letter from a master</li></ul></div>"""
CLUB = """<section class="club"><h2>Duties of members</h2><ul>
<li>Pay the annual fee before the feast of the guild</li><li>Attend one of the four assemblies a year</li></ul></section>"""


def page(title, beside="", doing="What you do", asking="Requirements"):
    trade = TRADES[title]
    listed = {field: "".join(f"<li>{text}</li>" for text in trade[field]) for field in ("tasks", "wanted")}
    html = TEMPLATE.format(
        title=title,
        slug=title.lower(),
        about=trade["about"],
        beside=beside,
        doing=doing,
        asking=asking,
        **listed,
    )
    return Example(html.encode())


def pages(**more):
    return [page(title, **more) for title in TRADES]


def bare_boxes(box):
    """The pages with a box that no element of its own holds."""
    return [Example(each.html.replace(b"</div></div>", f"{box}</div></div>".encode())) for each in pages()]


def read(draft):
    return [
        ([task.text for task in found.profile.tasks], [asked.text for asked in found.profile.requirements])
        for found in draft.found
    ]


RIGHT = [(trade["tasks"], trade["wanted"]) for trade in TRADES.values()]


def settings(draft):
    return {
        name: value
        for name in ("content", "drop", "headings", "readers")
        if (value := getattr(draft.source, name)) not in (None, (), {})
    }


def test_pages_that_are_read_as_they_are_need_no_setting():
    draft = draft_source(PLAIN, pages())
    assert read(draft) == RIGHT
    assert settings(draft) == {}


def test_a_box_that_says_the_same_on_every_page_is_dropped():
    assert any("Proof of residence" in str(read_page.read(None)) for read_page in pages(beside=SCHOOL))
    draft = draft_source(PLAIN, pages(beside=SCHOOL))
    assert read(draft) == RIGHT
    assert settings(draft) == {"drop": (".school-box",)}
    assert draft.leaks == ()


def test_two_boxes_are_left_out_by_naming_what_holds_the_profile():
    draft = draft_source(PLAIN, pages(beside=SCHOOL + CLUB))
    assert read(draft) == RIGHT
    assert settings(draft) == {"content": ".entry"}


def test_a_box_that_is_not_on_every_page_is_dropped_all_the_same():
    draft = draft_source(PLAIN, [page("Gilder", SCHOOL), page("Locksmith", SCHOOL), page("Weaver")])
    assert settings(draft) == {"drop": (".school-box",)}


def test_a_box_without_id_and_class_is_named_by_what_stands_around_it():
    bare = SCHOOL.replace(' class="school-box"', "")
    draft = draft_source(PLAIN, pages(beside=f'<div class="foot">{bare}</div>'))
    assert read(draft) == RIGHT
    assert settings(draft) == {"drop": (".foot",)}


def test_a_box_that_no_selector_can_name_is_left_out_by_its_heading():
    draft = draft_source(
        PLAIN, bare_boxes(SCHOOL.removeprefix('<div class="school-box">').removesuffix("</div>"))
    )
    assert settings(draft) == {"headings": {"other": ("Requirements for our evening school",)}}
    assert read(draft) == RIGHT
    assert not draft.leaks


def test_boilerplate_that_no_setting_can_name_is_told(monkeypatch):
    said = "Two photographs, a letter from a master of the trade and proof of residence within the old city walls"
    for trade in TRADES.values():
        monkeypatch.setitem(trade, "wanted", [said, *trade["wanted"]])
    draft = draft_source(PLAIN, pages())
    assert settings(draft) == {}
    assert draft.leaks


def test_what_many_jobs_ask_for_is_no_boilerplate(monkeypatch):
    for trade in TRADES.values():
        monkeypatch.setitem(trade, "wanted", ["A full driving licence", *trade["wanted"][1:]])
    draft = draft_source(PLAIN, pages())
    assert settings(draft) == {}
    assert draft.leaks == ()
    assert all(asked[0] == "A full driving licence" for _, asked in read(draft))


def test_trades_that_ask_for_the_very_same_ask_for_it_all_the_same(monkeypatch):
    """ "Requirements" is no heading of a box about something else, whatever the pages have in common."""
    for trade in TRADES.values():
        monkeypatch.setitem(trade, "wanted", ["A three-year apprenticeship", "Good hand skills are a must"])
    draft = draft_source(PLAIN, pages())
    assert settings(draft) == {}
    assert [asked for _, asked in read(draft)] == [
        ["A three-year apprenticeship", "Good hand skills are a must"]
    ] * 3


@pytest.mark.parametrize(
    "part", ["<h3>For all trades</h3>", "<p>As in every trade, we ask for:</p>", "<p><b>Basics</b></p>"]
)
def test_what_all_trades_ask_for_is_no_box(part):
    shared = "<ul><li>A school leaving certificate</li><li>Basic knowledge of the language</li></ul>"
    examples = [
        Example(
            each.html.replace(
                b"Requirements</h2>", f"Requirements</h2>{part}{shared}<h3>For this trade</h3>".encode()
            )
        )
        for each in pages()
    ]
    draft = draft_source(PLAIN, examples)
    assert settings(draft) == {}
    assert all("A school leaving certificate" in asked for _, asked in read(draft))


def test_one_page_alone_does_not_tell_what_is_boilerplate():
    draft = draft_source(PLAIN, [page("Gilder", SCHOOL)])
    assert settings(draft) == {}


def test_headings_in_words_of_the_site_are_learned_from_what_stands_below_them():
    fanciful = pages(doing="Under the dome", asking="The stuff of masters")
    assert [each.read(None).profile is None or not each.read(None).profile.tasks for each in fanciful] == [
        True
    ] * 3
    draft = draft_source(PLAIN, fanciful)
    assert read(draft) == RIGHT
    assert settings(draft) == {"headings": {"tasks": ("Under the dome",)}}


def test_a_heading_that_could_be_anything_is_left_to_a_person():
    gear = {"Gilder": ("Agate", "Brush"), "Locksmith": ("Lathe", "Files"), "Weaver": ("Loom", "Shuttle")}
    draft = draft_source(
        PLAIN,
        [
            page(title, beside=f"<h2>Gear</h2><ul><li>{one}</li><li>{other}</li></ul>")
            for title, (one, other) in gear.items()
        ],
    )
    assert settings(draft) == {}
    assert [unknown.heading for unknown in draft.unknown] == ["Gear"]


def test_what_the_source_says_already_stays():
    plain = PLAIN.model_copy(update={"drop": (".never",), "headings": {"aliases": ("Hats",)}})
    draft = draft_source(plain, pages(beside=SCHOOL))
    assert draft.source.drop == (".never", ".school-box")
    assert draft.source.headings == {"aliases": ("Hats",)}


@pytest.fixture
def reads(monkeypatch):
    """Every reading of a page."""
    counted = []
    read_page = Example.read
    monkeypatch.setattr(Example, "read", lambda *given: counted.append(given) or read_page(*given))
    return counted


def test_of_the_headings_of_pages_that_are_no_profiles_only_some_are_tried(reads):
    vacancy = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Gilder"}</script>'
    items = "<ul><li>A leaf of gold</li><li>A brush of hair</li></ul>"
    strange = "".join(f"<h2>The {number}th of things</h2>{items}" for number in range(300))
    draft_source(PLAIN, pages(beside=strange + vacancy))
    assert len(reads) < 600


def test_an_element_with_hundreds_of_classes_is_no_reason_to_try_them_all(reads):
    names = " ".join("x" + "abcdefgh"[number % 8] * (number // 8 + 1) for number in range(400))
    clash = SCHOOL.replace('class="school-box"', f'class="{names}"')
    examples = [
        Example(each.html.replace(b'class="entry"', f'class="entry {names}"'.encode()))
        for each in pages(beside=clash)
    ]
    draft_source(PLAIN, examples)
    assert len(reads) < 1_000


def test_of_large_pages_fewer_settings_are_tried():
    def tried(html):
        return len(list(Trials([Example(html)] * 3).of([PLAIN] * 1_000)))

    assert (tried(b"<p>" * 100), tried(b"<p>" * 5_000), tried(b"<p>" * 90_000)) == (150, 38, 4)


@pytest.mark.parametrize(
    "html", [b"", b"\x00\x01\x02" * 99, b"<html>" + b"<div>" * 100_000, b"<html><p>" + b"gold " * 300_000]
)
def test_a_page_that_no_parser_should_see_says_nothing_of_the_others(html):
    draft = draft_source(PLAIN, [Example(html, "https://guild.example/trades/torn"), *pages(beside=SCHOOL)])
    assert draft.found[0].profile is None
    assert settings(draft)["drop"] == (".school-box",)


def test_a_list_of_links_is_no_field_whatever_its_heading_says():
    links = "".join(
        f'<li><a href="/{number}">How a lamp maker spends the winter</a></li>' for number in range(4)
    )
    examples = pages(
        doing="Around the year", asking="All about masters", beside=f"<h2>Read on</h2><ul>{links}</ul>"
    )
    assert all("Read on" not in words for words in draft_source(PLAIN, examples).source.headings.values())


VOICE = """<html lang="en"><head><title>{title} | The Guild</title>
<link rel="canonical" href="https://guild.example/trades/{slug}"></head><body><main><h1>{title}</h1><p>{about}</p>
<div class=card><span class=card-head>From dawn to dusk</span>{tasks}</div>
<div class=card><span class=card-head>Five tips for your letter</span>
<div>Write it by hand, and have to hand whatever is required of you</div>
<div>Experience with sealing wax is required by all masters</div></div>
<div class=card><span class=card-head>Into your bag</span>{wanted}</div>
<div class=card><span class=card-head>What you take home</span><div>{pay} a year at the start</div>
<div>{more} a year with a shop of your own</div></div></main></body></html>"""


def voice(title, pay):
    trade = TRADES[title]
    lines = {field: "".join(f"<div>{text}</div>" for text in trade[field]) for field in ("tasks", "wanted")}
    html = VOICE.format(title=title, slug=title.lower(), about=trade["about"], pay=pay, more=2 * pay, **lines)
    return Example(html.encode())


def test_cards_whose_heads_nobody_knows_are_told_apart_by_what_the_pages_have_in_common():
    examples = [voice(title, pay) for title, pay in (("Gilder", 20_000), ("Locksmith", 24_000))]
    draft = draft_source(PLAIN, examples)
    assert settings(draft)["headings"] == {
        "tasks": ("From dawn to dusk",),
        "other": ("Five tips for your letter",),
    }
    assert read(draft) == RIGHT[:2]
    unseen = voice("Weaver", 22_000).read(draft.source).profile
    assert [task.text for task in unseen.tasks] == TRADES["Weaver"]["tasks"]
    assert [asked.text for asked in unseen.requirements] == TRADES["Weaver"]["wanted"]


def test_what_was_read_for_want_of_better_does_not_keep_boilerplate_in():
    """Below "What the club does for you" stand the only tasks that the generic extractor finds."""
    club = """<h2>What the club does for you</h2><ul><li>Insure your tools against theft from the cart</li>
    <li>Check contracts before you sign them</li><li>Represent members before the mayor</li></ul>"""
    examples = [page(title, beside=club, doing="With the tools in your hands") for title in TRADES]
    draft = draft_source(PLAIN, examples)
    assert settings(draft)["headings"]["tasks"] == ("With the tools in your hands",)
    assert read(draft) == RIGHT
