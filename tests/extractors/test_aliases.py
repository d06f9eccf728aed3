import pytest

from extractors.aliases import read_aliases
from extractors.extract import extract
from extractors.lexicon import lexicon
from extractors.title_dress import names_behind, undressed

FRAME = "<h1>{title}</h1>{html}<h2>Tasks</h2><ul><li>Lay the leaf<li>Burnish the gold</ul>"


@pytest.fixture
def aliases_of(reader_of, metadata_of):
    def aliases(html, title="Picture framer", language="en", frame=FRAME):
        page = frame.format(title=title, html=html)
        return [f.value for f in read_aliases(reader_of(page, title, language), metadata_of(page), title)]

    return aliases


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Also known as</h2><ul><li>Frame maker</li><li>Mount cutter</li></ul>",
        "<h2>Other job titles</h2><ul><li>Frame maker,</li><li>Mount cutter.</li></ul>",
        "<h2>Alternative titles</h2><p>Frame maker, mount cutter</p>",
        "<h2>Alternative titles</h2><p>Frame maker; Mount cutter</p>",
        "<h2>Alternative titles</h2><p>Frame maker | Mount cutter</p>",
        "<h2>Synonyms</h2><p>Frame maker and mount cutter</p>",
        "<h2>Synonyms</h2><p>Frame maker<br>Mount cutter</p>",
        "<h2>Other names: frame maker, mount cutter</h2>",
        "<p>Also known as: frame maker, mount cutter</p>",
        "<p><b>Other titles:</b> frame maker, mount cutter</p>",
        "<p>Other titles: frame maker, mount cutter.</p>",
        "<p>Other titles include frame maker and mount cutter.</p>",
        "<p>Other names for this job are frame maker and mount cutter.</p>",
        "<p>Frame maker and mount cutter are other names for this job.</p>",
        "<p>Picture framers, also known as frame makers or mount cutters, cut glass all day.</p>",
        "<p>A picture framer (also called a frame maker or mount cutter) cuts glass all day.</p>",
        "<p>Picture framers are sometimes called frame makers or mount cutters.</p>",
        "<p>This job is also referred to as frame maker or mount cutter.</p>",
        "<table><tr><th>Also known as</th><td>Frame maker, mount cutter</td></tr><tr><th>Pay</th><td>Low pay</td></tr></table>",
        "<dl><dt>Other names</dt><dd>Frame maker, mount cutter</dd></dl>",
        "<h2>Also called</h2><div><span class=c>Frame maker</span> <span class=c>Mount cutter</span> <span class=c>Picture framer</span></div>",
    ],
)
def test_every_form_in_which_pages_name_a_job_otherwise(aliases_of, html):
    found = [alias.casefold().removesuffix("s") for alias in aliases_of(html)]
    assert found == ["frame maker", "mount cutter"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>The mitre saw, also known as a chop saw, cuts frames at an angle.</p>",
        "<p>They cut passe-partout, also called mount board, with a bevel.</p>",
        "<p>Senior picture framers, also known as workshop managers, run the shop.</p>",
        "<p>Some picture framers, called travelling framers, work in museums.</p>",
        "<p>Curators, also known as keepers, bring the pictures.</p>",
        "<p>The Guild of Framers, also known as the Guild, was founded in 1950.</p>",
        "<h2>Also known as</h2><p>None</p>",
        "<h2>Related jobs</h2><ul><li>Gilder</li><li>Glazier</li></ul>",
        "<h2>Related jobs</h2><p>Gilders, also known as leafers, lay gold.</p>",
        "<p>Glass (GL) and wood are cut here.</p>",
        "<p>Picture framers work for galleries (see below).</p>",
        "<p>Picture framers try alternative woods, such as ash and pear.</p>",
    ],
)
def test_other_names_of_something_else_are_no_aliases(aliases_of, html):
    assert aliases_of(html) == []


def test_an_abbreviation_of_the_title_is_an_alias(aliases_of):
    assert aliases_of("<p>Medical science liaisons (MSLs) visit clinics.</p>", "Medical science liaison") == [
        "MSLs"
    ]
    frame = "<h1>{title} (CNC)</h1>{html}"
    assert aliases_of("", "Computer numeric cutter", frame=frame) == ["CNC"]


def test_letters_that_do_not_abbreviate_the_title_are_no_alias(aliases_of):
    assert aliases_of("<p>A picture framer (NVQ) cuts glass.</p>") == []


def test_neither_the_title_nor_a_repeat_is_an_alias(aliases_of):
    html = "<h2>Also known as</h2><ul><li>picture-framer</li><li>Frame maker</li><li>FRAME MAKER</li></ul>"
    assert aliases_of(html) == ["Frame maker"]


def test_a_sentence_ends_the_list_of_names(aliases_of):
    html = "<p>Picture framers, also known as frame makers, cut glass, glue wood and hang pictures.</p>"
    assert aliases_of(html) == ["frame makers"]


def test_names_in_json_ld_are_aliases(aliases_of):
    html = """<script type="application/ld+json">{"@type": "Occupation", "name": "Picture framer",
    "alternateName": ["Frame maker", 3, null, "Mount cutter"]}</script>"""
    assert aliases_of(html) == ["Frame maker", "Mount cutter"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Andere Bezeichnungen</h2><ul><li>Rahmenmacher</li><li>Einrahmer</li></ul>",
        "<p>Weitere Bezeichnungen: Rahmenmacher, Einrahmer</p>",
        "<p>Bilderrahmer, auch bekannt als Rahmenmacher oder Einrahmer, schneiden Glas.</p>",
        "<p>Der Bilderrahmer wird auch als Rahmenmacher oder Einrahmer bezeichnet.</p>",
    ],
)
def test_german_forms(aliases_of, html):
    assert aliases_of(html, "Bilderrahmer", "de") == ["Rahmenmacher", "Einrahmer"]


def test_an_alias_says_where_and_how_it_was_read(reader_of, metadata_of):
    page = FRAME.format(title="Gilder", html="<h2>Also known as</h2><ul><li>Leafer</li></ul>")
    (finding,) = read_aliases(reader_of(page), metadata_of(page), "Gilder")
    assert (finding.rule, finding.block.text) == ("alias-list", "Leafer")


@pytest.mark.parametrize(
    ("title", "html", "language"),
    [
        ("Picture framer", "<p>A picture framer (or frame maker) cuts glass.</p>", "en"),
        ("Picture framer", "<p>A picture framer (also frame maker) cuts glass.</p>", "en"),
        ("Bilderrahmer", "<p>Bilderrahmer (oder Rahmenmacher) schneiden Glas.</p>", "de"),
        ("Encadreur", "<p>Un encadreur (ou monteur) coupe du verre.</p>", "fr"),
        ("Lijstenmaker", "<p>Een lijstenmaker (of inlijster) snijdt glas.</p>", "nl"),
        ("Enmarcador", "<p>Un enmarcador (o cuadrero) corta vidrio.</p>", "es"),
    ],
)
def test_names_in_brackets_behind_the_title(aliases_of, title, html, language):
    expected = html[html.index("(") + 1 : html.index(")")].split(" ", 1)[1]
    assert aliases_of(html, title, language) == [expected]


@pytest.mark.parametrize(
    "html",
    [
        "<p>The mitre saw (or chop saw) of a picture framer cuts at an angle.</p>",
        "<p>Picture framer (three years of training)</p>",
        "<p>Picture framer (often self-employed)</p>",
    ],
)
def test_other_brackets_hold_no_names(aliases_of, html):
    assert aliases_of(html) == []


@pytest.mark.parametrize(
    ("title", "html", "language"),
    [
        ("Bilderrahmer", "<p>Bilderrahmer, auch Rahmenmacher genannt, schneiden Glas.</p>", "de"),
        ("Bilderrahmer", "<p>Der Bilderrahmer wird auch Rahmenmacher genannt.</p>", "de"),
        ("Bilderrahmer", "<p>Ein Bilderrahmer, auch als Rahmenmacher bezeichnet, schneidet Glas.</p>", "de"),
        ("Lijstenmaker", "<p>Een lijstenmaker, ook wel Rahmenmacher genoemd, snijdt glas.</p>", "nl"),
    ],
)
def test_names_between_two_parts_of_a_verb(aliases_of, title, html, language):
    assert aliases_of(html, title, language) == ["Rahmenmacher"]


@pytest.mark.parametrize(
    ("title", "html", "language"),
    [
        ("Bilderrahmer", "<p>Die Gehrungssäge, auch Kappsäge genannt, schneidet schräg.</p>", "de"),
        ("Bilderrahmer", "<p>Ein Glaser, auch Scheibenmacher genannt, liefert das Glas.</p>", "de"),
        ("Lijstenmaker", "<p>De verstekzaag, ook wel afkortzaag genoemd, snijdt schuin.</p>", "nl"),
    ],
)
def test_names_of_something_else_between_two_parts_of_a_verb(aliases_of, title, html, language):
    assert aliases_of(html, title, language) == []


def test_a_few_words_may_be_set_off_between_the_title_and_its_names(aliases_of):
    html = "<p>Picture framers, in some regions, are also known as frame makers.</p>"
    assert aliases_of(html) == ["frame makers"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Picture framers and glaziers, on the other side of the town, are also known as frame makers.</p>",
        "<p>Curators, in some regions, are also known as keepers.</p>",
    ],
)
def test_more_words_or_another_subject_are_not_set_off(aliases_of, html):
    assert aliases_of(html) == []


def test_the_introduction_may_say_only_where_a_name_is_used(aliases_of):
    html = "<p>In some regions also known as frame makers, they cut glass all day.</p>"
    assert aliases_of(html) == ["frame makers"]


def test_below_another_heading_the_subject_may_not_be_missing(aliases_of):
    html = "<h2>The town</h2><p>In some regions also known as frame makers, they cut glass all day.</p>"
    assert aliases_of(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Also known as <span class=chip>Frame maker</span> <span class=chip>Mount cutter</span></p>",
        "<p><b>Other titles:</b> <span><span>Frame maker</span><span>Mount cutter</span></span></p>",
        "<p>Also known as <span>Frame maker</span><span>, Mount cutter</span></p>",
        "<p>Also known as <span>Frame maker,</span> <span>Mount cutter</span></p>",
        "<p>Also known as <span>Frame maker</span> <span>and</span> <span>Mount cutter</span></p>",
        "<h2>Other names</h2><p><span class=chip>Frame maker</span> <span class=chip>Mount cutter</span></p>",
        "<table><tr><th>Also known as</th><td><span>Frame maker</span> <span>Mount cutter</span></td></tr></table>",
    ],
)
def test_names_in_elements_of_their_own_are_names_of_their_own(aliases_of, html):
    assert aliases_of(html) == ["Frame maker", "Mount cutter"]


def test_words_in_bold_are_parts_of_one_name(aliases_of):
    assert aliases_of("<p>Also known as <b>Frame</b> <b>maker</b></p>") == ["Frame maker"]
    assert aliases_of("<p>Also known as <span>Frame</span> <span>maker</span></p>") == ["Frame maker"]


def test_many_names_in_a_page_of_one_element_take_no_time(aliases_of):
    lines = "".join(f"<div>Also known as frame maker {number}" for number in range(100))
    assert aliases_of(f"{lines}{'word gold ' * 20_000}{'</div>' * 100}")


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Cabinet maker (joiner, furniture maker)", ["joiner", "furniture maker"]),
        ("Childhood teacher (kindergarten teacher, educator)", ["kindergarten teacher", "educator"]),
        (
            "Early teacher (kindergarten teacher, preschool teacher)",
            ["kindergarten teacher", "preschool teacher"],
        ),
        ("Nurse (adult nurse, school nurse)", []),
        ("Nurse (adult, mental health)", []),
        ("Firefighter (London, West Midlands)", []),
        ("Gilder (permanent, full time)", []),
        ("Gilder (leaf layer)", []),
    ],
)
def test_a_bracket_behind_the_title_lists_names_where_one_is_of_its_kind(title, names):
    assert names_behind(title) == names
    assert undressed(title, lexicon("en"))[0] == (title.partition(" (")[0] if names else title)


def test_a_single_name_on_a_line_right_below_the_title_is_one(aliases_of):
    assert aliases_of("<p><span class=label>Also called</span> mount cutter</p>") == ["mount cutter"]


def test_other_profiles_in_an_aside_are_no_names(aliases_of):
    html = "<aside><h2>{}</h2><ul><li><a href=/gilder>Gilder</a></li></ul></aside>"
    assert aliases_of(html.format("You could also look at")) == []
    assert aliases_of(html.format("Other job titles")) == ["Gilder"]


DE = (
    "<p>Rahmer arbeiten mit Holz und Glas, und sie kennen viele Arten von Leisten und Farben für Bilder.</p>"
    * 2
)
NL = (
    "<p>Een lijstenmaker werkt met hout en glas, en kent vele soorten lijsten en kleuren voor het schilderij.</p>"
    * 2
)


@pytest.mark.parametrize(
    ("heading", "language", "text"),
    [
        ("Auch bezeichnet als", "de", f"{DE}<h2>Aufgaben</h2>"),
        ("Wird auch genannt", "de", f"{DE}<h2>Aufgaben</h2>"),
        ("Ook wel genoemd", "nl", f"{NL}<h2>Taken</h2>"),
    ],
)
def test_a_plain_line_that_only_announces_names_is_none(heading, language, text):
    body = f"<h1>Rahmer</h1><p>{heading}</p><p>Bilderrahmer, Leistenmacher</p>{text}<ul><li>Leisten sägen</li></ul>"
    found = extract(f"<html lang={language}>{body}</html>".encode(), url="https://guild.example/rahmer")
    assert found.profile.aliases == ("Bilderrahmer", "Leistenmacher")
