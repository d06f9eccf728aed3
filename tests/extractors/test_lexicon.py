import dataclasses

import pytest

from extractors.alias_patterns import alias_patterns
from extractors.lexicon import languages, lexicon
from extractors.phrases import Phrases, fold


def test_folding_keeps_words_and_nothing_else():
    assert fold("  What’s *up*,\u00a0Größe-2? ") == " whats up grösse 2 "
    assert fold("") == "  "


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("duty", "Duty of care", True), ("duty", "Heavy-duty lorry", True), ("duty", "Dutyfree", False),
        ("dut*", "Duties", True), ("what ... do", "What does a gilder do?", True), ("what ... do", "What do", True),
        ("what ... do", "What in the world and all of its seas do", False), ("must have*", "must-haves", True),
        ("you'll need", "You’ll need", True), ("c++", "C++ developer", True),
    ],
)  # fmt: skip
def test_a_phrase_stands_in_a_text_word_by_word(phrase, text, stands):
    assert (fold(text) in Phrases([phrase])) is stands


def test_phrases_are_counted_and_located():
    phrases = Phrases(["gold leaf", "gold", "leaf"])
    folded = fold("Gold leaf and gold")
    assert phrases.count(folded) == 2
    assert [folded[start:end] for start, end in phrases.spans(folded)] == ["gold leaf", "gold"]


def test_no_phrases_stand_nowhere():
    assert fold("gold") not in Phrases([])
    assert fold("gold") not in Phrases(["!", "*"])


def test_an_unknown_language_is_read_with_english_words():
    assert lexicon("xx").language == lexicon("en").language == "en"


@pytest.mark.parametrize("language", languages())
def test_every_vocabulary_is_whole(language):
    words = lexicon(language)
    assert words.language == language
    empty = [field.name for field in dataclasses.fields(words) if not getattr(words, field.name)]
    assert set(empty) <= {"alias_partly", "alias_around", "title_suffixes", "alias_verbs"}
    assert set(words.headings) == {"tasks", "requirements", "aliases", "summary", "other"}
    assert set(words.lead_ins) == {"tasks", "requirements", "other", "verbs_follow"}
    assert set(words.kinds) == {"education", "experience", "licence", "language", "physical", "skill"}
    assert set(words.months.values()) == set(range(1, 13))
    assert alias_patterns(language).before.search("") is None
