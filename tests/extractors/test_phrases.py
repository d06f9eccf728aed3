"""Phrases are found in folded text, and each short cut finds what the long way finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.phrases import FirstWords, Phrases, _without_apostrophes, fold

WORDS = st.sampled_from(
    [
        "task",
        "tasks",
        "masks",
        "kurs",
        "grundkurs",
        "a",
        "w",
        "ww",
        "l'été",
        "d’eau",
        "Straße",
        "İz",
        "x-y",
        "3",
        "_",
    ]
)
STARRED = st.builds("{}{}{}".format, st.sampled_from(["", "*"]), WORDS, st.sampled_from(["", "*"]))
PHRASES = st.lists(STARRED | st.just("..."), min_size=1, max_size=4).map(" ".join) | st.text(max_size=12)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40)


def folded_the_long_way(text):
    words = re.findall(r"\w+", _without_apostrophes(text.casefold()))
    return f" {' '.join(words)} "


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_folded_as_any_other(text):
    assert fold(text) == folded_the_long_way(text)


@given(st.text(st.sampled_from("aZ' ’.-_é\n\x1f"), max_size=30))
def test_apostrophes_and_accents_are_folded_the_long_way(text):
    assert fold(text) == folded_the_long_way(text)


@given(TEXTS)
def test_folding_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Tasks & Duties! ", " tasks duties "),
        ("You’ll need", " youll need "),
        ("Conditions d'accès à l’emploi", " conditions d accès à l emploi "),
        ("Conoscenza dell'inglese", " conoscenza dell inglese "),
        ("Straße", " strasse "),
        ("", "  "),
    ],
)
def test_text_is_folded_to_lower_case_words(text, folded):
    assert fold(text) == folded


def test_a_long_text_is_folded_too_though_it_is_not_remembered():
    assert fold("Tasks " * 1_000) == " " + "tasks " * 1_000


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("task*", "Typical tasks"),
        ("*kurs", "Ein Grundkurs"),
        ("*task*", "multitasking"),
        ("what ... do", "What does a glazier do?"),
        ("what ... do", "What do"),
        ("l'emploi", "Accès à l’emploi"),
        ("full-time", "Full time"),
        ("year 12", "Year 12 with maths"),
    ],
)
def test_a_phrase_is_found(phrase, text):
    assert fold(text) in Phrases([phrase])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("task", "Typical tasks"),
        ("*kurs", "Kurse"),
        ("what ... do", "What one two three four five six seven do"),
        ("what ... do", "do what"),
        ("in front", "in fronts"),
        ("", "anything"),
    ],
)
def test_another_is_not_found(phrase, text):
    assert fold(text) not in Phrases([phrase])


def test_phrases_are_counted_and_located():
    phrases = Phrases(["steady hands", "eye*"])
    text = fold("Steady hands, sharp eyes, steady hands")
    assert phrases.count(text) == 3
    assert [text[start:end] for start, end in phrases.spans(text)] == ["steady hands", "eyes", "steady hands"]
    assert phrases.spans(fold("nothing of that")) == []
    assert phrases.count(fold("nothing of that")) == 0


@given(st.lists(st.lists(PHRASES, max_size=5), min_size=1, max_size=4), TEXTS)
def test_the_look_at_first_words_misses_nothing(sets, text):
    together = FirstWords()
    folded = fold(text)
    for phrases in [Phrases(written, together) for written in sets]:
        assert (folded in phrases) == (phrases._regex.search(folded) is not None)
        assert phrases.count(folded) == len(phrases._regex.findall(folded))


def test_phrases_that_come_later_are_found_in_a_text_already_seen():
    together = FirstWords()
    first = Phrases(["gold"], together)
    text = fold("gold and silver")
    assert text in first
    assert text in Phrases(["silver"], together)
    assert text not in Phrases(["copper"], together)
