import pytest

from extractors.lexicon import lexicon
from extractors.title import read_title, slug_of, undressed

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
