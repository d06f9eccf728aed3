import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.labels import find_labels


def labels_of(html):
    """The ids of the labelled panels with their labels, and of what pops up."""
    tree = LexborHTMLParser(html)
    labels = find_labels(tree)
    ids = {node.mem_id: node.id for node in tree.css("[id]")}
    return {ids[key]: text for key, text in labels.of_panels.items()}, {ids[key] for key in labels.skipped}


@pytest.mark.parametrize(
    "tab",
    [
        '<a role="tab" href="#duties">Duties</a>',
        '<button role="tab" aria-controls="duties">Duties</button>',
        '<button data-bs-toggle="tab" data-bs-target="#duties">Duties</button>',
        '<a data-toggle="pill" href="#duties">Duties</a>',
        '<ul><li><a href="#duties"><span>Duties</span></a></li></ul>',
        '<ul><li role="tab"><a href="#duties">Duties</a></li></ul>',
    ],
)
def test_a_tab_labels_the_panel_that_it_shows(tab):
    panels, _ = labels_of(f'{tab}<div id="duties">Lay the leaf</div>')
    assert panels == {"duties": "Duties"}


@pytest.mark.parametrize(
    "html",
    [
        '<ul><li><a href="#duties">Duties</a></li></ul><h2 id="duties">x</h2>',
        '<ul><li><a href="#top">Up</a></li></ul><div id="top"><h1>Gilder</h1></div>',
        '<ul><li><a href="#gone">Duties</a></li></ul>',
        '<ul><li><a href="#">Duties</a></li></ul><div id="">x</div>',
        '<ul><li><a href="/other#duties">Duties</a></li></ul><div id="duties">x</div>',
        f'<ul><li><a href="#duties">{"Duties " * 30}</a></li></ul><div id="duties">x</div>',
    ],
)
def test_a_link_to_something_else_labels_nothing(html):
    assert labels_of(html)[0] == {}


HELP = """<ul><li><a href="#a">A</a></li><li><a href="#b">B</a></li></ul>
<div id="a" hidden>one</div><div id="b" style="display: none">two</div>"""


def test_what_is_hidden_and_shown_by_no_tab_pops_up():
    assert labels_of(HELP + '<div id="help" hidden>Write to us</div>')[1] == {"help"}


def test_what_a_button_shows_does_not_pop_up():
    button = '<button aria-controls="more">More</button><div id="more" hidden>three</div>'
    assert labels_of(HELP + button)[1] == set()


def test_what_holds_the_panels_does_not_pop_up():
    assert labels_of(f'<div id="all" hidden>{HELP}</div>')[1] == set()


def test_nothing_pops_up_where_no_panel_is_hidden():
    shown = HELP.replace("hidden", "").replace("display: none", "")
    assert labels_of(shown + '<div id="rest" hidden>three</div>')[1] == set()
