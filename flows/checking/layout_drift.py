"""Layout drift: what the source's own selectors and headings, and the picture of its pages, no longer find."""

from collections.abc import Iterator
from typing import Literal

from extractors.page_layout import TITLE
from extractors.phrases import fold
from flows.checking.chance import too_few
from flows.checking.comparison import Comparison, some
from flows.checking.read_sample import ReadPage
from schemas.check_report import Trouble

_MOST = 0.5
"""A heading belongs to the layout if more than that share of the pages has it."""
_SHOWN = 3
_ROOM = 5
"""Headings that one line names."""


def layout_troubles(seen: Comparison) -> Iterator[Trouble]:
    """Yield what the sampled pages no longer have of what the source, or the picture, expects of them."""
    pages = seen.sample.of_records() or [page for page in seen.sample.pages if page.sampled.page]
    if not pages:
        return
    yield from _own_selectors(seen, pages)
    yield from _own_headings(seen, pages)
    if seen.picture.tells:
        yield from _vanished_headings(seen, pages)
        yield from _places(seen, pages)


def _own_selectors(seen: Comparison, pages: list[ReadPage]) -> Iterator[Trouble]:
    source = seen.source
    named: list[tuple[Literal["content", "drop"], str]] = []
    if source.content:
        named.append(("content", source.content))
    if (
        seen.picture.tells
    ):  # else nobody knows how many pages have something to drop: it may be one in a hundred
        named += [("drop", css) for css in source.drop]
    for name, css in named:
        learned = seen.picture.selectors[css]
        finds = any(css in page.layout.selectors for page in pages)
        if not finds and not _is_rare(seen, learned, len(pages)):
            expected = f"{name} {css!r}{_then(seen, learned)}"
            found = f"on none of {len(pages)} pages"
            advice = f"correct `{name}` of the source, or remove it"
            yield seen.trouble("selectors", expected, found, some(pages), advice)


def _is_rare(seen: Comparison, learned: int, of: int) -> bool:
    """Tell whether so few of the archived pages had something that chance may leave it out of a sample."""
    return seen.picture.tells and learned > 0 and not too_few(0, of, seen.picture.share(learned))


def _own_headings(seen: Comparison, pages: list[ReadPage]) -> Iterator[Trouble]:
    here = {heading for page in pages for heading in page.layout.headings}
    for name, words in seen.source.headings.items():
        for heading in words:
            folded = fold(heading).strip()
            learned = seen.picture.headings[folded]
            if folded not in here and not _is_rare(seen, learned, len(pages)):
                expected = f'the heading "{heading}" ({name}){_then(seen, learned)}'
                advice = f"correct `headings[{name!r}]` of the source"
                found = f"on none of {len(pages)} pages"
                yield seen.trouble("headings", expected, found, some(pages), advice)


def _vanished_headings(seen: Comparison, pages: list[ReadPage]) -> Iterator[Trouble]:
    """Yield the headings of fields that most archived pages had and no page has now, in one line."""
    picture = seen.picture
    here = {heading for page in pages for heading in page.layout.headings}
    gone = [
        heading
        for heading in picture.field_headings
        if picture.headings[heading] > _MOST * picture.pages
        and heading not in here
        and too_few(0, len(pages), picture.share(picture.headings[heading]))
    ]
    if gone:
        named = ", ".join(f'"{_shown(seen, heading)}"' for heading in gone[:_ROOM])
        yield seen.trouble(
            "headings",
            f"{named} as on most of {picture.pages} archived pages",
            f"on none of {len(pages)} pages",
            some(pages),
            "if fields are empty now, name the new words in `headings` of the source; else the next run learns them",
        )


def _shown(seen: Comparison, heading: str) -> str:
    return heading if TITLE in heading else seen.picture.field_headings[heading]


def _places(seen: Comparison, pages: list[ReadPage]) -> Iterator[Trouble]:
    """Yield fields whose values stand elsewhere now, or nowhere, on more pages than chance explains."""
    picture = seen.picture
    for name, known in picture.places.items():
        strange = [page for page in pages if known.keys().isdisjoint(page.layout.places.get(name, ()))]
        if too_few(len(pages) - len(strange), len(pages), picture.share(picture.familiar[name])):
            by_frequency = sorted(known, key=lambda place: (-known[place], place))
            usual = ", ".join(by_frequency[:_SHOWN])
            now = sorted({place for page in strange for place in page.layout.places.get(name, ())})
            instead = f"but in {', '.join(now[:_SHOWN])}" if now else "nor anywhere else"
            found = f"not there on {len(strange)} of {len(pages)} pages, {instead}"
            expected = f"{name} in {usual}, as on {picture.familiar[name]} of {picture.pages} archived pages"
            advice = f"{seen.explained(strange[0])}; what is still read right, the next run learns"
            yield seen.trouble("layout", expected, found, some(strange), advice)


def _then(seen: Comparison, learned: int) -> str:
    return f", as on {learned} of {seen.picture.pages} archived pages" if seen.picture.tells else ""
