"""The language of a page that does not say it, or says it wrongly."""

from functools import cache
from typing import Any

from extractors.block import Block
from extractors.lexicon import languages

_ENOUGH = 4_000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - its model takes a while to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages()))
    return identifier


def detected_language(blocks: list[Block]) -> str:
    """Return the ISO 639-1 code of the language that most of the text is written in, of those with a vocabulary."""
    text = " ".join(block.text for block in blocks if block.linked < 1.0)[:_ENOUGH]
    if not text:
        return "en"
    code, _ = _identifier().classify(text)
    return str(code)
