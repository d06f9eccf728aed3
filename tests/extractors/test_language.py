import pytest

from extractors.language import detected_language

SAID = {
    "en": "Gilders lay gold leaf on frames and altars and burnish it until it shines like a mirror in the sun.",
    "de": "Vergolder legen Blattgold auf Rahmen und Altäre und polieren es, bis es wie ein Spiegel glänzt.",
    "fr": "Les doreurs posent des feuilles d’or sur les cadres et les autels, puis les polissent avec soin.",
}


@pytest.mark.parametrize("language", SAID)
def test_the_language_is_the_one_of_the_words(blocks_of, language):
    assert detected_language(blocks_of(f"<p>{SAID[language]}</p>")) == language


def test_links_do_not_count(blocks_of):
    html = f"<p><a href=/>{SAID['de']} {SAID['de']}</a></p><p>{SAID['en']}</p>"
    assert detected_language(blocks_of(html)) == "en"


def test_no_text_is_taken_for_english(blocks_of):
    assert detected_language(blocks_of("")) == "en"
