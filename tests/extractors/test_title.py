import pytest

from extractors.lexicon import lexicon
from extractors.title import read_title, slug_of
from extractors.title_dress import undressed

URL = "https://guide.example/jobs/page"


@pytest.fixture
def title_of(blocks_of, metadata_of):
    def title(html, url=URL, language="en"):
        found = read_title(blocks_of(html), metadata_of(html), lexicon(language), url)
        return found.value if found else None

    return title


@pytest.mark.parametrize(
    "dressed",
    [
        "Picture framer",
        "Job profile: Picture framer",
        "Picture framer job profile",
        "Career profile – Picture framer",
        "Picture framer | Careers | Guild of Crafts",
        "Picture framer – Guild of Crafts",
        "Picture framer - Guild of Crafts",
        "Guild of Crafts :: Picture framer",
        "Become a Picture framer",
        "How to become a Picture framer",
        "How to become a picture framer?",
        "Launch your future as a Picture framer",
        "What does a Picture framer do?",
        "What is a Picture framer?",
        "Picture framer (m/f/d)",
        "Picture framer (f/m/x)",
        "Picture framer (all genders)",
        "Picture framer: duties and requirements",
        "Working as a Picture framer",
        "Picture framer (PF)",
        "“Picture framer”",
        "PICTURE FRAMER",
    ],
)
def test_a_title_is_found_however_it_is_dressed_up(title_of, dressed):
    html = f"<title>{dressed}</title><h1>{dressed}</h1><h2>Tasks</h2><p>one</p>"
    found = title_of(html, "https://guide.example/jobs/picture-framer/")
    assert found.casefold() == "picture framer"


@pytest.mark.parametrize(
    "dressed",
    [
        "Berufsbild: Vergolder",
        "Vergolder (m/w/d)",
        "Was macht ein Vergolder?",
        "Vergolder werden",
        "Berufsbild Vergolder",
    ],
)
def test_german_titles_are_undressed(title_of, dressed):
    html = f"<title>{dressed}</title><h1>{dressed}</h1>"
    assert title_of(html, "https://berufe.example/vergolder", "de") == "Vergolder"


def test_a_heading_that_is_the_name_of_the_site_is_outvoted(title_of):
    html = """<meta property="og:site_name" content="Guild of Crafts"><title>Gilder | Guild of Crafts</title>
    <meta property="og:title" content="Gilder"><h1>Guild of Crafts</h1><h2>Gilder</h2>"""
    assert title_of(html) == "Gilder"


def test_a_heading_that_names_the_kind_of_page_is_none(title_of):
    html = "<title>Gilder - Careers</title><h1>Job profiles</h1><h2>Gilder</h2>"
    assert title_of(html) == "Gilder"


def test_the_trail_of_breadcrumbs_votes(title_of):
    html = """<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
    {"name": "Home"}, {"name": "Gilder"}]}</script><title>Gold all day: Gilder</title><h1>Gold all day</h1><h2>Gilder</h2>"""
    assert title_of(html, "https://guide.example/jobs/gilder") == "Gilder"


def test_the_address_settles_a_tie(title_of):
    html = "<title>Gold: Gilder</title><h1>Gold: Gilder</h1>"
    assert title_of(html, "https://guide.example/jobs/gilder.html") == "Gilder"


def test_json_ld_of_an_occupation_counts(title_of):
    html = """<script type="application/ld+json">{"@type": "Occupation", "name": "Gilder"}</script>
    <title>Leaf by leaf</title><h1>Gilder</h1>"""
    assert title_of(html) == "Gilder"


def test_the_page_shows_how_a_title_is_written(title_of):
    assert title_of("<title>GILDER</title><h1>Gilder</h1>") == "Gilder"
    assert title_of("<title>Gilder</title><h1>gilder</h1>") == "Gilder"


def test_a_hyphen_or_a_stroke_in_a_title_does_not_split_it(title_of):
    for title in (
        "Lock-keeper",
        "Actor/actress",
        "Health and safety adviser",
        "C++ developer",
        "Head of R&D",
    ):
        assert (
            title_of(f"<title>{title.replace('&', '&amp;')}</title><h1>{title.replace('&', '&amp;')}</h1>")
            == title
        )


def test_a_bold_line_stands_in_for_a_missing_heading(title_of):
    assert title_of("<title>Gilder - Guild</title><p><b>Gilder</b></p><p>Gilders lay leaf.</p>") == "Gilder"


@pytest.mark.parametrize(
    "html",
    [
        "<p>no heading at all</p>",
        "<h1>Careers</h1>",
        "<h1>!!!</h1>",
        "<h1>2024</h1>",
        f"<h1>{'x ' * 400}</h1>",
    ],
)
def test_a_page_may_have_no_title(title_of, html):
    assert title_of(html) is None


def test_a_title_says_where_it_was_read(blocks_of, metadata_of):
    html = "<title>Gilder</title><h1>Gilder</h1>"
    found = read_title(blocks_of(html), metadata_of(html), lexicon("en"), URL)
    assert (found.origin, found.block.text) == ("page", "Gilder")
    assert 0.7 < found.confidence < 1
    html = "<title>Gilder</title>"
    found = read_title(blocks_of(html), metadata_of(html), lexicon("en"), URL)
    assert (found.origin, found.block) == ("meta", None)


def test_parts_are_offered_after_the_whole():
    assert undressed("Gilder – Guild of Crafts", lexicon("en")) == [
        "Gilder – Guild of Crafts",
        "Gilder",
        "Guild of Crafts",
    ]


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://a.example/jobs/gilder/", "gilder"), ("https://a.example/jobs/gilder.html?x=1#y", "gilder"),
        ("https://a.example/", ""), ("https://a.example/b%C3%A4cker", "bäcker"), ("https://a.example/gilder.PHP", "gilder"),
    ],
)  # fmt: skip
def test_a_slug_is_the_last_part_of_the_path(url, slug):
    assert slug_of(url) == slug


PROSE = "Coopers bend oak staves over a fire. A cooper then hoops the cask and tests it with water."


def test_what_the_text_speaks_of_wins_over_what_it_never_mentions(title_of):
    html = f"<title>Cooper</title><h1>Old Trades, Living Trades</h1><p>{PROSE}</p>"
    assert title_of(html, "https://guide.example/?p=12") == "Cooper"


def test_where_the_text_mentions_none_the_heading_wins(title_of):
    html = (
        "<title>Cooper</title><h1>Old Trades</h1><p>Staves are bent over a fire until the cask is round.</p>"
    )
    assert title_of(html, "https://guide.example/?p=12") == "Old Trades"


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("Fassbinder", "Die Fassbinderin biegt Dauben. Fassbinder prüfen das Fass mit Wasser.", "de"),
        ("Tonnelier", "Les tonneliers cintrent les douelles. Le tonnelier cercle ensuite le fût.", "fr"),
        ("Tunnbindare", "Tunnbindaren böjer stavar över eld. Tunnbindare provar sedan fatet.", "sv"),
    ],
)
def test_the_endings_of_a_title_do_not_hide_it_in_the_text(title_of, title, text, language):
    html = f"<title>{title}</title><h1>Fabula Rasa</h1><p>{text}</p>"
    assert title_of(html, "https://guide.example/?p=12", language) == title


@pytest.mark.parametrize(
    "trail",
    ["Home > Trades > Cooper", "Home › Trades › Cooper", "Home / Trades / Cooper", "Home | Trades | Cooper"],
)
def test_a_typed_trail_of_steps_ends_in_the_title(title_of, trail):
    html = f"<h1>Old Trades</h1><p>{trail}</p><p>{PROSE}</p>"
    assert title_of(html, "https://guide.example/?p=12") == "Cooper"


@pytest.mark.parametrize("trail", ["Home > Cooper", "Home > > Cooper", f"Home > Trades > {'Cooper ' * 20}"])
def test_other_signs_make_no_trail(title_of, trail):
    html = f"<h1>Old Trades</h1><p>{trail}</p><p>{PROSE}</p>"
    assert title_of(html, "https://guide.example/?p=12") == "Old Trades"


def test_a_list_of_links_that_ends_in_plain_text_is_a_trail(title_of):
    html = f"""<ul><li><a href=/>Home</a><li><a href=/t>Trades</a><li>Cooper</ul><h1>Old Trades</h1>
    <p>{PROSE}</p>"""
    assert title_of(html, "https://guide.example/?p=12") == "Cooper"


def test_a_name_that_the_host_spells_is_the_name_of_the_site(title_of):
    html = (
        "<title>Roaster</title><h1>Bean &amp; Beyond</h1><p>Bean &amp; Beyond tells of people who roast.</p>"
    )
    assert title_of(html, "https://www.beanandbeyond.example/?p=12") == "Roaster"
    assert title_of(html, "https://guide.example/?p=12") == "Bean & Beyond"


def test_a_shouted_title_is_written_as_the_text_writes_it(title_of):
    html = "<h1>HEAD COOPER</h1><p>A Head Cooper bends staves over a fire.</p>"
    assert title_of(html) == "Head Cooper"


def test_a_shouted_title_that_the_text_never_writes_gets_one_capital(title_of):
    assert title_of("<h1>HEAD COOPER</h1><p>Staves are bent over a fire.</p>") == "Head cooper"


def test_an_abbreviation_is_not_shouted(title_of):
    assert title_of("<h1>SPS</h1><p>Staves are bent over a fire.</p>") == "SPS"


@pytest.mark.parametrize(
    ("written", "title"), [("cooper", "Cooper"), ("ébéniste", "Ébéniste"), ("øl\u00adbrygger", "Ølbrygger")]
)
def test_a_title_has_a_capital_in_front(title_of, written, title):
    assert title_of(f"<h1>{written}</h1>") == title


def test_what_the_text_speaks_of_often_wins_over_what_it_mentions_once(title_of):
    html = "<title>Cooper</title><h1>Old Trades</h1><p>Our old trades are many.</p><p>{}</p>"
    assert title_of(html.format(PROSE), "https://guide.example/?p=12") == "Old Trades"
    assert title_of(html.format(PROSE * 3), "https://guide.example/?p=12") == "Cooper"
