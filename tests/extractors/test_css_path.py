import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.css_path import CssPaths

PAGE = """<body><div id="main"><p>a</p><ul><li>b<li>c</ul><p>d</p></div>
<div id="twice"><p>e</p></div><div id="twice"><p>f</p></div><div id="2:x"><p>g</p></div>
<table><tr><td>h</td><td>i</td></tr></table></body>"""


def path_of(css, html=PAGE):
    tree = LexborHTMLParser(html)
    return CssPaths(tree).of(tree.css_first(css))


def test_a_path_starts_at_the_nearest_unique_id():
    assert path_of("li + li") == "#main > ul:nth-of-type(1) > li:nth-of-type(2)"


def test_position_counts_siblings_of_the_same_name_only():
    assert path_of("ul + p") == "#main > p:nth-of-type(2)"


def test_an_id_that_stands_twice_is_no_anchor():
    assert path_of("div + div > p") == "html > body > div:nth-of-type(2) > p:nth-of-type(1)"


def test_an_id_that_css_would_need_to_escape_is_no_anchor():
    assert path_of('[id="2:x"] p') == "html > body > div:nth-of-type(4) > p:nth-of-type(1)"


def test_an_element_whose_name_css_cannot_spell_is_found_by_its_place():
    html = "<body>text<p>a</p><gild<er><p>b</p></gild<er></body>"
    assert path_of("p + * > p", html) == "html > body > *:nth-child(2) > p:nth-of-type(1)"


def test_the_element_itself_may_be_the_anchor():
    assert path_of("#main") == "#main"


def test_elements_that_browsers_add_are_on_the_way():
    assert path_of("td + td").endswith(
        "table:nth-of-type(1) > tbody:nth-of-type(1) > tr:nth-of-type(1) > td:nth-of-type(2)"
    )


@pytest.mark.parametrize("css", ["body", "html > body > div", "p", "li", "td"])
def test_a_path_finds_its_element_and_no_other(css):
    tree = LexborHTMLParser(PAGE)
    paths = CssPaths(tree)
    for node in tree.css(css):
        assert [found.mem_id for found in tree.css(paths.of(node))] == [node.mem_id]
