import pytest

from extractors.block import Kind
from extractors.parse import PageRejected


def texts(blocks):
    return [block.text for block in blocks]


def kinds(blocks):
    return [(block.kind.value, block.text) for block in blocks]


def test_text_is_cut_where_the_eye_sees_a_cut(blocks_of):
    assert texts(blocks_of("<div>one <b>two</b> three<p>four</p>five<section>six</section></div>")) == [
        "one two three", "four", "five", "six",
    ]  # fmt: skip


def test_inline_elements_do_not_cut_words(blocks_of):
    assert texts(blocks_of("<p>gild<wbr>er<sup>2</sup> <span>of</span><span>fice</span></p>")) == [
        "gilder2 office"
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>{}</div>", '<div style="display:none">{}</div>', '<div aria-hidden="true">{}</div>',
        '<div class="collapse">{}</div>', "<details><summary>More</summary>{}</details>",
    ],
)  # fmt: skip
def test_text_that_is_hidden_at_first_is_read(blocks_of, hidden):
    assert "Lay the leaf" in texts(blocks_of(hidden.format("<p>Lay the leaf</p>")))


@pytest.mark.parametrize(
    "frame",
    [
        "nav", "footer", "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "figcaption",
        "dialog", "canvas", "object", "video",
    ],
)  # fmt: skip
def test_code_menus_controls_and_captions_are_no_text(blocks_of, frame):
    assert texts(blocks_of(f"<p>one</p><{frame}>unseen</{frame}><p>two</p>")) == ["one", "two"]


@pytest.mark.parametrize(
    "role", ["navigation", "search", "dialog", "menu", "contentinfo", "alert", "tooltip"]
)
def test_what_aria_calls_no_content_is_none(blocks_of, role):
    assert texts(blocks_of(f"<p>one</p><div role={role}><p>unseen</p></div>")) == ["one"]


def test_a_trail_of_breadcrumbs_is_no_text(blocks_of):
    html = '<ol aria-label="Breadcrumbs"><li>Home<li>Jobs</ol><p>one</p>'
    assert texts(blocks_of(html)) == ["one"]


def test_a_button_is_no_text_unless_it_opens_what_follows(blocks_of):
    html = "<button>Share</button><button aria-expanded=false>Tasks</button><p>one</p>"
    assert kinds(blocks_of(html)) == [("heading", "Tasks"), ("paragraph", "one")]


def test_a_source_can_drop_elements(blocks_of):
    assert texts(blocks_of("<p>one</p><p class=ad>two</p>", drop=(".ad",))) == ["one"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Tasks</h2>",
        "<h2><a href=/x><span>Tasks</span></a></h2>",
        "<h2><div><p>Tasks</p></div></h2>",
        '<div role="heading" aria-level="2">Tasks</div>',
        "<h2><button aria-expanded=true>Tasks</button></h2>",
        "<h2>\n\t Tasks&nbsp; </h2>",
    ],
)
def test_a_heading_is_one_however_it_is_wrapped(blocks_of, html):
    (block,) = blocks_of(html)
    assert (block.kind, block.level, block.text) == (Kind.HEADING, 2, "Tasks")


@pytest.mark.parametrize(
    ("written", "level"), [("3", 3), ("9", 6), ("0", 2), ("-1", 2), ("²", 2), ("", 2), ("9" * 9_000, 6)]
)
def test_an_aria_level_counts_as_far_as_it_makes_sense(blocks_of, written, level):
    (block,) = blocks_of(f'<div role="heading" aria-level="{written}">Tasks</div>')
    assert block.level == level


@pytest.mark.parametrize(
    "html",
    [
        "<details><summary>Tasks</summary><p>one</p></details>",
        "<fieldset><legend>Tasks</legend><p>one</p></fieldset>",
        "<div><table><caption>Tasks</caption><tr><td>one</td></tr></table></div>",
        "<ul><li><a href='#p'>Tasks</a></li></ul><div id=p><p>one</p></div>",
        "<div role=tablist><button role=tab aria-controls=p>Tasks</button></div><div id=p hidden><p>one</p></div>",
        "<a data-bs-toggle=tab href='#p'>Tasks</a><div id=p><p>one</p></div>",
    ],
)
def test_the_label_of_a_panel_heads_what_is_in_it(blocks_of, html):
    blocks = blocks_of(html)
    (heading,) = [block for block in blocks if block.kind is Kind.HEADING]
    assert heading.text == "Tasks"
    assert heading.container in blocks[-1].path


def test_nested_lists_know_their_depth(blocks_of):
    blocks = blocks_of("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>")
    assert [(block.text, block.kind, block.depth) for block in blocks] == [
        ("one", Kind.ITEM, 1), ("two", Kind.ITEM, 2), ("three", Kind.ITEM, 1),
    ]  # fmt: skip


def test_paragraphs_in_an_item_are_items(blocks_of):
    assert kinds(blocks_of("<ol><li><p>one</p></li><li><div><p>two</p></div></li></ol>")) == [
        ("item", "one"), ("item", "two"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        "<p>• one<br>• two<br>• three</p>",
        "<p>- one<br/>- two<br/>- three</p>",
        "<div>– one<br><br>– two<br><br>– three</div>",
        "<p>1. one<br>2. two<br>3. three</p>",
        "<p>one<br>two<br>three</p>",
        "<p>• one</p><p>• two</p><p>• three</p>",
    ],
)
def test_items_typed_by_hand_are_items(blocks_of, html):
    assert kinds(blocks_of(html)) == [("item", "one"), ("item", "two"), ("item", "three")]


def test_a_line_before_typed_items_leads_them_in(blocks_of):
    assert kinds(blocks_of("<p>Gilders do this:<br>• one<br>• two</p>")) == [
        ("paragraph", "Gilders do this:"), ("item", "one"), ("item", "two"),
    ]  # fmt: skip


def test_lines_of_prose_are_no_items(blocks_of):
    assert kinds(blocks_of("<p>Gold is thin.<br>Air is thick.</p>")) == [
        ("paragraph", "Gold is thin."), ("paragraph", "Air is thick."),
    ]  # fmt: skip


def test_a_sentence_broken_into_lines_is_joined(blocks_of):
    assert texts(blocks_of("<p>Gilders lay leaf, and<br>they burnish it.</p>")) == [
        "Gilders lay leaf, and they burnish it."
    ]


def test_a_row_of_chips_is_a_list(blocks_of):
    chips = "".join(f"<span class=chip>{name}</span> " for name in ("Patience", "Care", "Calm"))
    assert kinds(blocks_of(f"<div>{chips}</div>")) == [
        ("item", "Patience"),
        ("item", "Care"),
        ("item", "Calm"),
    ]


def test_words_set_apart_in_front_are_the_label(blocks_of):
    (block,) = blocks_of("<p><strong>Burnishing:</strong> Polish the gold with agate.</p>")
    assert (block.label, block.text) == ("Burnishing:", "Burnishing: Polish the gold with agate.")


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Gilders</strong> lay leaf.</p>",
        "<p>Lay <b>gold</b> leaf.</p>",
        "<p><b>All of it is bold.</b></p>",
    ],
)
def test_emphasis_is_no_label(blocks_of, html):
    (block,) = blocks_of(html)
    assert block.label == ""


def test_a_table_cell_knows_its_headers(blocks_of):
    html = """<table><thead><tr><th></th><th>Duties</th><th>Tools</th></tr></thead>
    <tr><th>Morning</th><td>Lay the leaf</td><td>Tip</td></tr></table>"""
    cells = [(b.row, b.column, b.text) for b in blocks_of(html) if b.kind is Kind.CELL]
    assert cells == [("Morning", "Duties", "Lay the leaf"), ("Morning", "Tools", "Tip")]


def test_a_first_row_in_bold_heads_the_columns(blocks_of):
    html = "<table><tr><td><b>Duty</b><td><b>Tool</b></tr><tr><td>Lay the leaf<td>A wide tip</tr></table>"
    assert [(b.column, b.text) for b in blocks_of(html)] == [("Duty", "Lay the leaf"), ("Tool", "A wide tip")]


def test_a_first_column_of_labels_heads_the_rows(blocks_of):
    html = "<table><tr><td>School</td><td>Nine years</td></tr><tr><td>Hands</td><td>Steady ones</td></tr></table>"
    assert [(b.row, b.text) for b in blocks_of(html)] == [("School", "Nine years"), ("Hands", "Steady ones")]


def test_a_first_cell_in_bold_heads_its_row_and_says_nothing_itself(blocks_of):
    html = """<table><caption>Facts</caption><tr><td><b>School</b><td>Nine years at the least</tr>
    <tr><td><b>Hands</b><td>Steady ones</tr><tr><td><b>All of it is bold</b></tr></table>"""
    cells = [(b.row, b.text) for b in blocks_of(html) if b.kind is Kind.CELL]
    assert cells[:2] == [("School", "Nine years at the least"), ("Hands", "Steady ones")]
    assert cells[2][1] == "All of it is bold"


@pytest.mark.parametrize("head", ["<tr><th>Tasks<th>Frequency</tr>", ""])
def test_a_first_cell_in_bold_that_tells_more_than_the_others_stays(blocks_of, head):
    html = f"<table>{head}<tr><td><b>Lay the leaf</b><td>daily</tr><tr><td><b>Mend signs</b><td>often</tr></table>"
    assert "Lay the leaf" in [block.text for block in blocks_of(html)]


@pytest.mark.parametrize(
    ("html", "beside"),
    [
        ("<blockquote><p>I love gold.</p><cite>A gilder</cite></blockquote>", True),
        ("<figure><blockquote><p>I love gold.</p></blockquote></figure>", True),
        ("<blockquote><p>Indented as people did it once.</p></blockquote>", False),
        ("<blockquote><p>See the <cite>Handbook of Gold</cite>.</p></blockquote>", False),
        ("<blockquote><ul><li>Lay the leaf</li></ul><footer>The Guild</footer></blockquote>", False),
        (f"<blockquote><p>{'All about gold. ' * 90}</p><cite>The Guild</cite></blockquote>", False),
    ],
)
def test_the_words_of_somebody_who_is_named_stand_beside_the_content(blocks_of, html, beside):
    assert {block.complementary for block in blocks_of(html)} == {beside}


def test_a_single_header_across_a_table_heads_what_follows(blocks_of):
    html = "<table><tr><th colspan=2>Duties</th></tr><tr><td>Lay the leaf</td></tr></table>"
    assert kinds(blocks_of(html)) == [("heading", "Duties"), ("cell", "Lay the leaf")]


def test_a_table_that_arranges_the_page_is_no_table(blocks_of):
    html = "<table><tr><td><h2>Tasks</h2><ul><li>one</li></ul></td><td><p>two</p></td></tr></table>"
    assert kinds(blocks_of(html)) == [("heading", "Tasks"), ("item", "one"), ("paragraph", "two")]


def test_a_definition_knows_its_term(blocks_of):
    blocks = blocks_of(
        "<dl><dt>School</dt><dd>Nine years</dd><dt><b>Hands</b></dt><dd><p>Steady</p></dd></dl>"
    )
    assert [(b.kind, b.term, b.text) for b in blocks] == [
        (Kind.DEFINITION, "School", "Nine years"), (Kind.DEFINITION, "Hands", "Steady"),
    ]  # fmt: skip


def test_a_term_heads_the_list_that_defines_it(blocks_of):
    blocks = blocks_of("<dl><dt>Tasks</dt><dd><ul><li>one</li></ul></dd><dt>Pay</dt><dd>Little</dd></dl>")
    assert kinds(blocks) == [("heading", "Tasks"), ("item", "one"), ("definition", "Little")]
    assert blocks[0].container in blocks[1].path
    assert blocks[0].container not in blocks[2].path


def test_links_are_measured(blocks_of):
    (block,) = blocks_of("<p>More <a href=/x>about gold</a></p>")
    assert 0 < block.linked < 1
    assert block.before_link == "More"
    (block,) = blocks_of("<p><a href=/x>All of it</a></p>")
    assert block.linked == 1


def test_what_stands_beside_the_content_is_marked(blocks_of):
    blocks = blocks_of("<p>one</p><aside><p>two</p></aside><div role=complementary>three</div>")
    assert [block.complementary for block in blocks] == [False, True, True]


def test_a_line_alone_beside_a_picture_is_its_caption(blocks_of):
    blocks = blocks_of("<div><img src=x><p>A gilder in Bath</p></div><p>one</p><p>two</p>")
    assert [block.caption for block in blocks] == [True, False, False]


def test_cards_with_pictures_are_no_captions(blocks_of):
    cards = "".join(f"<div><img src=x><p>{text}</p></div>" for text in ("Lay leaf", "Burnish", "Tone"))
    assert [block.caption for block in blocks_of(cards)] == [False, False, False]


@pytest.mark.parametrize(
    "html",
    [
        "", "<div><p></p><br></div>", "<p>&nbsp;&shy;</p>", "<ul><li></li></ul>", "<table><tr><td></td></tr></table>",
        "<dl><dd></dd></dl>", "<h1></h1>", "<p>•</p>", "</p></div>",
    ],
)  # fmt: skip
def test_nothing_to_read_is_no_block(blocks_of, html):
    assert [block.text for block in blocks_of(html) if any(map(str.isalnum, block.text))] == []


@pytest.mark.parametrize(
    "html", ["<li>one", "<td>one", "<tr><td>one", "<dd>one", "<dt>one<dd>two", "<option>one", "<summary>one"]
)
def test_elements_without_their_frame_do_no_harm(blocks_of, html):
    assert texts(blocks_of(html)) in (["one"], ["one", "two"])


def test_a_page_that_nests_deeper_than_browsers_do_is_rejected(blocks_of):
    with pytest.raises(PageRejected, match="too large: more than 512 elements open at once"):
        blocks_of("<p>one</p>" + "<div>" * 700 + "two")
