"""The settings that leave out what pages say alike although their jobs are not: `drop`, `content`, `headings`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.clean_text import comparable
from extractors.dom_walk import upward
from extractors.source import Source
from extractors.source_draft.element_selectors import selectors_of
from extractors.source_draft.example import Example, Value, places_of, read_all, values_of
from extractors.source_draft.heading_words import naming
from extractors.source_draft.shared_elements import (
    SharedElement,
    below_own_names,
    shared_elements,
    text_of,
    texts_elsewhere,
    values_within,
)
from extractors.source_draft.trials import Trials
from schemas.extraction import Extraction

_HEADING_LENGTH = 100
_MOST_DROPS = 8


def without_boilerplate(source: Source, examples: Sequence[Example], *, boldly: bool = False) -> Source:
    """Return the source with `content`, `drop` or `headings` such that nothing is read from what the pages share.

    Whatever else was read is read still, unless `boldly`: what was read only because boilerplate stood beside it
    may need a heading then. A single page, or pages of one and the same job, say nothing about it.
    """
    found = read_all(examples, source)
    own = below_own_names(source, examples)
    shared = [element for element in shared_elements(source, examples) if element.value not in own]
    if not shared:
        return source
    leaks = {element.value for element in shared}
    kept = _Kept(examples, found, leaks, boldly=boldly)
    dropping = _with_drops(source, shared, kept)
    left = kept.leaks_of(dropping)
    drops = len(dropping.drop) - len(source.drop)
    if not boldly and (left or drops > 1):
        within = _with_content(source, kept)
        still = len(kept.leaks_of(within) or ()) if within else 0
        if within and (still < len(left or ()) or (still == len(left or ()) and drops > 1)):
            dropping, left = within, kept.leaks_of(within)
    return _with_headings(dropping, kept) if left else dropping


class _Kept:
    """What has to stay as it was read, whichever setting is tried."""

    def __init__(
        self, examples: Sequence[Example], found: Sequence[Extraction], leaks: set[Value], *, boldly: bool
    ) -> None:
        self.examples, self.found, self._boldly = examples, found, boldly
        self._leaks = leaks
        self._expected = [self._rest(each) for each in found]
        self._trees = [example.tree() for example in examples]
        self._elsewhere = texts_elsewhere(self._trees)

    def leaks_of(self, source: Source) -> set[Value] | None:
        """Return what the source still reads of the boilerplate; None where it reads the rest otherwise."""
        found = read_all(self.examples, source)
        if not self._boldly and not all(map(self._is_kept, self._expected, found)):
            return None
        return {value for each in found for value in values_of(each)} & self._leaks

    def good_places(self, page: int, tree: LexborHTMLParser) -> list[LexborNode]:
        """Return the elements from which values were read that are no boilerplate."""
        return [node for value, node in places_of(self.found[page], tree) if value not in self._leaks]

    def is_boilerplate(self, selector: str) -> bool:
        """Tell whether whatever a selector picks says the same on another page."""
        return all(
            hash(text_of(node)) in elsewhere
            for tree, elsewhere in zip(self._trees, self._elsewhere, strict=True)
            for node in tree.css(selector)
        )

    def _is_kept(self, expected: tuple[str, tuple[Value, ...]], found: Extraction) -> bool:
        """Tell whether a page still says what is expected; what boilerplate stood in for may come to light.

        One of which nothing but boilerplate was read may be no profile now.
        """
        title, values = self._rest(found)
        if found.profile is None:
            return not expected[1]
        return title == expected[0] and set(expected[1]) <= set(values)

    def _rest(self, found: Extraction) -> tuple[str, tuple[Value, ...]]:
        title = found.profile.title if found.profile else ""
        return title, tuple(value for value in values_of(found) if value not in self._leaks)


def _with_drops(source: Source, shared: Sequence[SharedElement], kept: _Kept) -> Source:
    """Return the source with as many of the shared elements dropped as can be named without losing anything else."""
    left = kept.leaks_of(source) or set()
    trials = Trials(kept.examples)
    for element in shared:
        if element.value not in left or len(source.drop) >= _MOST_DROPS:
            continue
        for trial in trials.of(_dropping(element.node, source, kept)):
            still = kept.leaks_of(trial)
            if still is not None and len(still) < len(left):
                source, left = trial, still
                break
    return source


def _dropping(node: LexborNode, source: Source, kept: _Kept) -> Iterator[Source]:
    for selector in selectors_of(node):
        if kept.is_boilerplate(selector):
            yield source.model_copy(update={"drop": (*source.drop, selector)})


def _with_content(source: Source, kept: _Kept) -> Source | None:
    """Return the source with the smallest element as content that holds all but boilerplate, None if none does."""
    best: tuple[int, Source] | None = None
    for trial in Trials(kept.examples).of(_within(source, kept)):
        still = kept.leaks_of(trial)
        if still is not None and (best is None or len(still) < best[0]):
            best = len(still), trial
        if best and not best[0]:
            break
    return best[1] if best else None


def _with_headings(source: Source, kept: _Kept) -> Source:
    """Return the source with the headings above boilerplate, as the pages have them, named as those of other things."""
    left = kept.leaks_of(source) or set()
    trials = Trials(kept.examples)
    for heading in _headings_above(source, kept, left):
        for trial in trials.of([naming(source, "other", heading)]):
            still = kept.leaks_of(trial)
            if still is not None and len(still) < len(left):
                source, left = trial, still
    return source


def _headings_above(source: Source, kept: _Kept, leaks: AbstractSet[Value]) -> list[str]:
    """Return the nearest line above each leak that stands on other pages, too."""
    pages = [example.explained(source) for example in kept.examples]
    times = Counter(text for page in pages for text in {passage.text for passage in page.passages})
    texts = {leak.text for leak in leaks}
    above: dict[str, None] = {}
    for page in pages:
        heading = ""
        for passage in page.passages:
            if passage.quotes and comparable(passage.text) in texts:
                above |= {heading: None} if heading else {}
            elif times[passage.text] > 1 and passage.kind in ("heading", "paragraph"):
                heading = passage.text if len(passage.text) <= _HEADING_LENGTH else heading
    return list(above)


def _within(source: Source, kept: _Kept) -> Iterator[Source]:
    """Yield the source with each element as content that holds all good values of page one, the smallest first."""
    nodes = kept.good_places(0, kept.examples[0].tree())
    within = values_within(nodes)
    for around in upward(nodes[0]) if nodes else ():
        if within[around.mem_id] == len(nodes):
            for selector in selectors_of(around):
                yield source.model_copy(update={"content": selector})
