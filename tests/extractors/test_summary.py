import pytest

from extractors.summary import read_summary

INTRODUCTION = "Gilders lay gold leaf on frames, altars and shop signs."


@pytest.fixture
def summary_of(reader_of, metadata_of):
    def summary(html):
        found = read_summary(reader_of(html), metadata_of(html))
        return (found.value, found.origin) if found else None

    return summary


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Gilder</h1><p>{INTRODUCTION}</p><p>They also burnish it until it shines like a mirror.</p>",
        f"<p>{INTRODUCTION}</p><h1>Gilder</h1>",
        f"<h1>Gilder</h1><p>Home</p><p>By a friend of gold</p><p>{INTRODUCTION}</p>",
        f"<h1>Gilder</h1><h2>Overview</h2><p>{INTRODUCTION}</p>",
        f"<h1>Gilder</h1><h2>Salary</h2><p>They earn little and less every single year, they say.</p><h2>Tasks</h2><p>{INTRODUCTION}</p>",
        f"<h1>Gilder</h1><p>This website uses cookies to make every visit here a pleasure.</p><p>{INTRODUCTION}</p>",
        f"<h1>Gilder</h1><p><a href=/x>Read here what the people of the guild say of us.</a></p><p>{INTRODUCTION}</p>",
        f"<h1>Gilder</h1><table><tr><td>{INTRODUCTION}</td></tr></table>",
        f"<h1>Gilder</h1><p>{INTRODUCTION}</p><ul><li>one</ul>",
    ],
)
def test_the_first_paragraph_that_introduces_the_job(summary_of, html):
    assert summary_of(html) == (INTRODUCTION, "page")


def test_the_description_of_the_page_stands_in_for_it(summary_of):
    html = f'<meta name="description" content="{INTRODUCTION}"><h1>Gilder</h1><p>Gold!</p>'
    assert summary_of(html) == (INTRODUCTION, "meta")


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Gilder</h1><p>Too short.</p>",
        "<h1>Gilder</h1><h2>Requirements</h2><p>A degree in the conservation of old gold is required here.</p>",
        '<meta name="description" content="Gilder profile"><h1>Gilder</h1>',
    ],
)
def test_a_page_may_have_no_summary(summary_of, html):
    assert summary_of(html) is None
