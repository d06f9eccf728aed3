import pytest

from extractors.lexicon import lexicon
from extractors.name_lists import enclosed_names, listed_names

ENGLISH = lexicon("en")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("frame maker", ["frame maker"]),
        ("frame maker, mount cutter", ["frame maker", "mount cutter"]),
        ("frame maker and mount cutter", ["frame maker", "mount cutter"]),
        ("frame maker, mount cutter, or hanger", ["frame maker", "mount cutter", "hanger"]),
        ("a frame maker or an artist’s framer", ["frame maker", "artist’s framer"]),
        ("“frame maker” and ‘mount cutter’", ["frame maker", "mount cutter"]),
        (
            "frame maker; mount cutter • hanger | hangman",
            ["frame maker", "mount cutter", "hanger", "hangman"],
        ),
        ("frame maker / mount cutter", ["frame maker", "mount cutter"]),
        ("frame-maker/hanger", ["frame-maker/hanger"]),
        ("mount cutter (rarely used), hanger", ["mount cutter", "hanger"]),
        ("chief executive (CEO), president", ["chief executive (CEO)", "president"]),
        ("", []),
        (", ; ,", []),
    ],
)
def test_a_list_is_cut_into_its_names(text, names):
    assert listed_names(text, ENGLISH) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("frame makers, cut glass.", ["frame makers"]),
        ("frame makers or hangers, cut glass.", ["frame makers", "hangers"]),
        (
            "frame makers, hangers or cutters, who cut glass, glue and paint.",
            ["frame makers", "hangers", "cutters"],
        ),
        ("frame makers. They cut glass and wood.", ["frame makers"]),
        ("frame makers because they make frames", ["frame makers"]),
        ("frame makers or, in smaller towns, hangers, do it all.", ["frame makers", "hangers"]),
        ("frame maker) does it all", ["frame maker"]),
    ],
)
def test_names_end_where_the_sentence_goes_on(text, names):
    assert enclosed_names(text, ENGLISH) == names


def test_verbs_behind_an_aside_are_no_names():
    text = "frame makers, cut glass for customers who come in, glue wood together and hang pictures."
    assert enclosed_names(text, ENGLISH, aside=True) == ["frame makers"]


def test_a_list_of_verbs_that_ends_the_sentence_holds_no_names():
    text = "hangers, inspect, install and repair frames."
    assert enclosed_names(text, ENGLISH, aside=True, goes_on=True) == ["hangers"]


def test_a_name_is_short():
    assert listed_names("frame maker, one or two of the very many good people of this trade", ENGLISH) == [
        "frame maker", "one",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "name"), [("fr", "agent de maintenance"), ("en", "d’agent de maintenance")]
)
def test_an_article_that_leans_on_a_name_is_no_part_of_it_where_the_language_has_such(language, name):
    assert listed_names("d’agent de maintenance", lexicon(language)) == [name]
