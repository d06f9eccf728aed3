"""A source with more words of its own for what a heading speaks of."""

from collections.abc import Mapping

from extractors.source import HeadedField, Source


def naming(source: Source, field: HeadedField, heading: str) -> Source:
    """Return the source with this heading for a field, besides its own."""
    return source.model_copy(update={"headings": with_words(source.headings, {field: (heading,)})})


def with_words(
    headings: Mapping[HeadedField, tuple[str, ...]], more: Mapping[HeadedField, tuple[str, ...]]
) -> dict[HeadedField, tuple[str, ...]]:
    """Return the headings of each field in both, each once."""
    fields = dict.fromkeys([*headings, *more])
    return {field: tuple(dict.fromkeys((*headings.get(field, ()), *more.get(field, ())))) for field in fields}
