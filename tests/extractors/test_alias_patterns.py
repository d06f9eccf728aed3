"""The forms in which a sentence gives other names, in every language that has a vocabulary."""

import pytest

from extractors.alias_patterns import alias_patterns
from extractors.lexicon import languages, lexicon
from extractors.phrases import fold


@pytest.mark.parametrize("language", languages())
def test_every_language_has_patterns_and_none_of_them_matches_nothing(language):
    forms = alias_patterns(language)
    assert all(pattern.search("") is None for pattern in forms[:-1])


@pytest.mark.parametrize("language", languages())
def test_each_word_before_other_names_is_found_and_is_a_sign(language):
    forms = alias_patterns(language)
    for phrase in lexicon(language).alias_before:
        sentence = f"Gilder, {phrase.replace('...', 'one two')} Abcde"
        assert forms.before.search(sentence), sentence
        assert fold(sentence) in forms.signs, sentence


@pytest.mark.parametrize("language", languages())
def test_names_between_two_words_are_the_names_and_the_words_are_a_sign(language):
    forms = alias_patterns(language)
    for phrase in lexicon(language).alias_around:
        opening, _, closing = phrase.partition("...")
        sentence = f"Gilder, {opening.strip()} Abcde {closing.strip()}, Fghij"
        found = forms.around.search(sentence)
        assert found, sentence
        assert next(filter(None, found.groups())).split()[-1] == "Abcde", sentence
        assert fold(sentence) in forms.signs, sentence


def test_a_language_without_words_around_names_finds_none():
    assert lexicon("en").alias_around == ()
    assert alias_patterns("en").around.search("Gilders, also leafers called, lay gold") is None


@pytest.fixture
def gap(monkeypatch):
    """The pattern that English would have with a gap between two words that come before names."""
    words = lexicon("en")
    changed = type(words)(
        **{name: getattr(words, name) for name in words.__slots__} | {"alias_before": ("go ... by the name",)}
    )
    monkeypatch.setattr("extractors.alias_patterns.lexicon", lambda _: changed)
    return alias_patterns.__wrapped__("en").before


@pytest.mark.parametrize("between", ["", "also ", "in Wales ", "now and then "])
def test_three_dots_stand_for_up_to_three_words(gap, between):
    assert gap.search(f"Gilders go {between}by the name leafer")


def test_three_dots_do_not_stand_for_four_words(gap):
    assert gap.search("Gilders go up the old stairs by the name leafer") is None
