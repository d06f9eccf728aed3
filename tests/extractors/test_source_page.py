from selectolax.lexbor import LexborHTMLParser

from extractors.source_page import SourcePage


def page_of(html, outline_of):
    return SourcePage("https://guide.example/gilder", LexborHTMLParser(html), outline_of(html))


def test_a_soup_holds_just_the_elements_picked(outline_of):
    page = page_of(
        "<nav><p>menu</p></nav><div class=a><p>one</p></div><div class=a><p>two</p></div>", outline_of
    )
    soup = page.soup(".a")
    assert [p.get_text() for p in soup.select("p")] == ["one", "two"]
    assert soup.find("nav") is None


def test_a_soup_of_nothing_is_empty(outline_of):
    assert page_of("<p>one</p>", outline_of).soup(".none").get_text() == ""
