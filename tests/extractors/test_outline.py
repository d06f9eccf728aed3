import pytest


def drawn(section):
    """The outline as nested lists: a heading, then its texts and sections."""
    texts = [block.text for block in section.blocks]
    return [section.title, *texts, *(drawn(below) for below in section.sections)]


def test_headings_nest_by_level(outline_of):
    html = "<h1>a</h1><p>one</p><h2>b</h2><p>two</p><h3>c</h3><p>three</p><h2>d</h2><p>four</p>"
    assert drawn(outline_of(html)) == ["", ["a", "one", ["b", "two", ["c", "three"]], ["d", "four"]]]


def test_a_skipped_level_does_no_harm(outline_of):
    html = "<h1>a</h1><h4>b</h4><p>two</p><h2>c</h2><p>three</p>"
    assert drawn(outline_of(html)) == ["", ["a", ["b", "two"], ["c", "three"]]]


def test_text_before_any_heading_belongs_to_the_root(outline_of):
    assert drawn(outline_of("<p>one</p><h2>a</h2>")) == ["", "one", ["a"]]


@pytest.mark.parametrize(
    "line", ["<p><b>Tasks</b></p>", "<p><strong>Tasks:</strong></p>", "<div><b>Tasks</b></div>"]
)
def test_a_bold_line_on_its_own_is_a_heading(outline_of, line):
    (section,) = outline_of(f"{line}<p>one</p><p>two</p>").sections
    assert section.title.rstrip(":") == "Tasks"
    assert [block.text for block in section.blocks] == ["one", "two"]


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>All of this sentence is bold.</b></p>",
        f"<p><b>{'long ' * 30}</b></p>",
        "<p><b>a</b></p><p><b>b</b></p>",
    ],
)
def test_a_bold_sentence_is_no_heading(outline_of, line):
    assert outline_of(f"{line}<h2>next</h2>").sections[0].title == "next"


@pytest.mark.parametrize("lead", ["Typical tasks include:", "Gilders do the following", "On a usual day you"])
def test_a_sentence_in_front_of_a_list_leads_it_in(outline_of, lead):
    (section,) = outline_of(f"<p>{lead}</p><ul><li>one<li>two</ul><p>after</p>").sections
    assert section.is_lead_in
    assert drawn(section) == [lead, "one", "two"]


def test_what_follows_a_list_is_no_longer_led_in(outline_of):
    root = outline_of("<h2>a</h2><p>You will:</p><ul><li>one</ul><p>after</p><p>more</p>")
    assert drawn(root) == ["", ["a", "after", "more", ["You will:", "one"]]]


def test_an_item_leads_in_the_list_nested_in_it(outline_of):
    root = outline_of("<ul><li>Gold:<ul><li>lay<li>burnish</ul></li><li>Silver</li></ul>")
    assert ["Gold:", "lay", "burnish"] in drawn(root)


def test_a_panel_ends_with_its_element(outline_of):
    html = "<details><summary>a</summary><p>one</p></details><details><summary>b</summary><p>two</p></details><p>three</p>"
    assert drawn(outline_of(html)) == ["", "three", ["a", "one"], ["b", "two"]]


def test_headings_in_a_panel_stay_in_it(outline_of):
    html = "<details><summary>a</summary><h2>b</h2><p>one</p></details><p>two</p>"
    assert drawn(outline_of(html)) == ["", "two", ["a", ["b", "one"]]]


def test_a_section_holds_what_stands_in_the_same_element(outline_of):
    html = "<section><div><h2>a</h2></div><p>one</p></section><p>two</p>"
    (section,) = outline_of(html).sections
    assert [(block.text, section.holds(block)) for block in section.blocks] == [("one", True), ("two", False)]


def test_lines_of_signs_are_left_out(outline_of):
    assert drawn(outline_of("<p>***</p><p>one</p><p>2024</p>")) == ["", "one"]


def test_walking_goes_in_reading_order(outline_of):
    root = outline_of("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>")
    assert [section.title for section in root.walk()] == ["", "a", "b", "c", "d"]


CARD = "<div><h3>{}</h3><p>{}</p></div>"
CARDS = CARD.format("Lay", "leaf by leaf") + CARD.format("Burnish", "with agate")


@pytest.mark.parametrize("line", ["<p><b>Requirements</b></p>", "<h6>Requirements</h6>"])
def test_a_subtle_heading_behind_cards_is_no_part_of_the_last_one(outline_of, line):
    root = outline_of(f"<h2>Tasks</h2>{CARDS}{line}<p>Steady hands</p>")
    (tasks,) = root.sections
    assert [section.title for section in tasks.sections] == ["Lay", "Burnish", "Requirements"]


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>Tasks</h2>{CARD.format('Lay', 'leaf by leaf')}<p><b>Requirements</b></p><p>Steady hands</p>",
        "<h2>Tasks</h2><h3>Lay</h3><p>leaf</p><h3>Burnish</h3><p>gold</p><p><b>Requirements</b></p><p>Calm</p>",
        f"<h2>Tasks</h2>{CARDS.removesuffix('</div>')}<p><b>Requirements</b></p><p>Calm</p></div>",
    ],
    ids=["one card alone", "no elements of their own", "within the card"],
)
def test_elsewhere_a_subtle_heading_belongs_to_the_heading_above_it(outline_of, html):
    (tasks,) = outline_of(html).sections
    assert [section.title for section in tasks.sections[-1].sections] == ["Requirements"]
