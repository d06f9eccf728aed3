import unicodedata

import pytest

from extractors.clean_text import (
    clean_text,
    comparable,
    has_bullet,
    strip_bullet,
    strip_joint,
    strip_number,
)

SHY, ZERO_WIDTH, NO_BREAK, RIGHT_TO_LEFT, BOM = "\u00ad", "\u200b", "\u00a0", "\u200f", "\ufeff"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        ("  lays\n\t gold  leaf ", "lays gold leaf"),
        (f"gold{NO_BREAK}leaf", "gold leaf"),
        ("gold\u2003\u202fleaf\u3000here", "gold leaf here"),
        (f"res{SHY}tor{SHY}ation", "restoration"),
        (f"gold{ZERO_WIDTH}{BOM}{RIGHT_TO_LEFT}leaf\u2060", "goldleaf"),
        ("cafe\u0301", "café"),
        ("o\ufb03ce, \ufb01nish, ba\ufb04e", "office, finish, baffle"),
        ("½ inch, 5 m², 3 µm", "½ inch, 5 m², 3 µm"),
        ("gold\x00leaf\x07", "goldleaf"),
        ("gold\x85leaf", "gold leaf"),
        ("a\ud800b", "ab"),
        ("lost \ufffd letter", "lost letter"),
    ],
)
def test_text_comes_out_as_a_person_would_have_typed_it(raw, clean):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Cut &amp; fold", "Cut & fold"),
        ("Cut &amp;amp; fold", "Cut & fold"),
        ("gold&amp;nbsp;leaf", "gold leaf"),
        ("res&shy;toration", "restoration"),
        ("&#8222;gold&#x201C;", "„gold“"),
        ("Q&A and R&D", "Q&A and R&D"),
        ("AT&T; others", "AT&T; others"),
    ],
)
def test_entities_that_were_escaped_once_too_often_are_read(raw, clean):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<b>Lay</b> the leaf", "Lay the leaf"),
        ("&lt;p class='x'&gt;Lay the leaf&lt;/p&gt;", "Lay the leaf"),
        ("one<br/>two", "one two"),
        ("a <!-- note --> b", "a b"),
        ("a <!-- never closed", "a"),
        ("a --> b", "a b"),
        ("templates such as <vector>", "templates such as <vector>"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("i <3 gold", "i <3 gold"),
    ],
)
def test_markup_left_in_text_goes_and_other_angle_brackets_stay(raw, clean):
    assert clean_text(raw) == clean


def test_cleaning_clean_text_changes_nothing():
    once = clean_text(f"o\ufb03ce&amp;nbsp;of{SHY}  the <i>cafe\u0301</i>")
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("bullet", ["• ", "– ", "- ", "* ", "▪", "● ", "→ ", "✓ ", "» ", "•  • ", "– • "])
def test_typed_bullets_are_no_part_of_the_text(bullet):
    assert has_bullet(f"{bullet}Lay the leaf")
    assert strip_bullet(f"{bullet}Lay the leaf") == "Lay the leaf"


@pytest.mark.parametrize("text", ["-5 °C at night", "Lay – then burnish", "–5 °C", "3 • 4", ""])
def test_signs_that_belong_to_the_text_are_no_bullets(text):
    assert not has_bullet(text)
    assert strip_bullet(text) == text


@pytest.mark.parametrize("number", ["1. ", "12) ", "(3) ", "a) "])
def test_typed_numbers_are_no_part_of_the_text(number):
    assert strip_number(f"{number}Lay the leaf") == "Lay the leaf"


@pytest.mark.parametrize("text", ["3 years in a workshop", "1. 2. 2024 was wet", "24/7 on call", "a leaf"])
def test_numbers_that_belong_to_the_text_stay(text):
    assert strip_number(text) == text


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("lay the leaf,", "lay the leaf"),
        ("lay the leaf;", "lay the leaf"),
        ("lay the leaf, and", "lay the leaf"),
        ("lay the leaf; or", "lay the leaf"),
        ("lay the leaf.", "lay the leaf."),
        ("work with Mason and", "work with Mason"),
        ("play in a band", "play in a band"),
    ],
)
def test_what_ties_an_item_to_the_next_one_is_no_part_of_it(item, text):
    assert strip_joint(item, ("and", "or")) == text


def test_texts_are_equal_whatever_their_case_and_signs():
    assert comparable("Lock-keeper’s  Mate!") == comparable("lock keepers mate")
    assert comparable("Straße") == comparable("STRASSE")
    assert comparable("gilder") != comparable("gilders")


@pytest.mark.parametrize(
    ("item", "text", "conjunctions"),
    [
        ("Gold legen und", "Gold legen", ("und", "oder")),
        ("Gold legen, sowie", "Gold legen", ("und", "sowie")),
        ("Arbeit am Grund", "Arbeit am Grund", ("und",)),
        ("poser la feuille ; et", "poser la feuille", ("et", "ou")),
        ("dorer un objet", "dorer un objet", ("et", "ou")),
        ("dorare,", "dorare", ("e", "o")),
        ("lägga guld och", "lägga guld", ("och",)),
        ("and", "and", ("and",)),
        ("", "", ("and",)),
    ],
)
def test_conjunctions_of_other_languages_tie_items_as_whole_words(item, text, conjunctions):
    assert strip_joint(item, conjunctions) == text
