"""Which elements of a site are no content, though the extractor reads from them: they say the same on unlike pages.

What is boilerplate shows when pages of one template are laid side by side: the idea of Bar-Yossef and Rajagopalan,
"Template Detection via Data Mining and its Applications" (WWW 2002), at the size of two or three pages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.clean_text import comparable
from extractors.source import Source
from extractors.source_draft.element_selectors import selectors_of
from extractors.source_draft.example import Example, Value, places_of, read_all, values_of
from schemas.extraction import Extraction

_LONG = 100
"""Characters. Shorter single statements are shared by good right: many jobs ask for a driving licence."""
_STATEMENTS = 2
_MOST_DROPS = 8
_MOST_TRIALS = 60
"""Selectors tried for one element."""


@dataclass(frozen=True, slots=True)
class SharedElement:
    """An element that says the same on pages of unlike jobs, and what was read from it."""

    node: LexborNode
    value: Value


def without_boilerplate(source: Source, examples: Sequence[Example]) -> Source:
    """Return the source with `content` or `drop` such that nothing is read from what the pages have in common.

    Whatever else was read stays as it was. A single page, or pages of one and the same job, say nothing about it.
    """
    found = read_all(examples, source)
    shared = shared_elements(found, examples)
    if not shared:
        return source
    leaks = {element.value for element in shared}
    kept = _Kept(examples, found, leaks)
    dropping = _with_drops(source, shared, kept)
    left = kept.leaks_of(dropping)
    if left or len(dropping.drop) - len(source.drop) > 1:
        within = _with_content(source, kept)
        if within is not None and len(kept.leaks_of(within) or ()) <= len(left or ()):
            return within
    return dropping


class _Kept:
    """What has to stay as it was read, whichever setting is tried."""

    def __init__(self, examples: Sequence[Example], found: Sequence[Extraction], leaks: set[Value]) -> None:
        self.examples, self.found = examples, found
        self._leaks = leaks
        self._expected = [self._rest(each) for each in found]

    def leaks_of(self, source: Source) -> set[Value] | None:
        """Return what the source still reads of the boilerplate; None where it reads the rest otherwise."""
        found = read_all(self.examples, source)
        if [self._rest(each) for each in found] != self._expected:
            return None
        return {value for each in found for value in values_of(each)} & self._leaks

    def good_places(self, page: int, tree: LexborHTMLParser) -> list[LexborNode]:
        """Return the elements from which values were read that are no boilerplate."""
        return [node for value, node in places_of(self.found[page], tree) if value not in self._leaks]

    def _rest(self, found: Extraction) -> tuple[str, tuple[Value, ...]]:
        title = found.profile.title if found.profile else ""
        return title, tuple(value for value in values_of(found) if value not in self._leaks)


def shared_elements(found: Sequence[Extraction], examples: Sequence[Example]) -> list[SharedElement]:
    """Return the elements from which something was read and whose whole text stands on another job's page, too."""
    by_title = {each.profile.title: set(values_of(each)) for each in found if each.profile}
    times = Counter(value for values in by_title.values() for value in values)
    repeated = {value for value, count in times.items() if count > 1}
    if not repeated:
        return []
    trees = [example.tree() for example in examples]
    texts = [frozenset(map(_text, tree.css("body *"))) for tree in trees]
    shared = []
    for page, tree in enumerate(trees):
        elsewhere = frozenset[str]().union(*(text for other, text in enumerate(texts) if other != page))
        for value, node in places_of(found[page], tree):
            largest = _largest_shared(node, elsewhere) if value in repeated else None
            if largest is not None and _is_block(largest, found[page], tree):
                shared.append(SharedElement(largest, value))
    return shared


def _text(node: LexborNode) -> str:
    return comparable(node.text(separator=" "))


def _largest_shared(node: LexborNode, elsewhere: frozenset[str]) -> LexborNode | None:
    """Return the largest element around `node` whose whole text stands elsewhere, None where not even its own does."""
    largest, here = None, node
    while here.tag not in ("body", "html") and _text(here) in elsewhere:
        largest = here
        if here.parent is None:
            break
        here = here.parent
    return largest


def _is_block(node: LexborNode, found: Extraction, tree: LexborHTMLParser) -> bool:
    """Tell whether an element is more than one short statement, which unlike jobs may well have in common."""
    if len(_text(node)) >= _LONG:
        return True
    within = sum(_holds(node, place) for _, place in places_of(found, tree))
    return within >= _STATEMENTS


def _holds(outer: LexborNode, inner: LexborNode) -> bool:
    here: LexborNode | None = inner
    while here is not None:
        if here.mem_id == outer.mem_id:
            return True
        here = here.parent
    return False


def _with_drops(source: Source, shared: Sequence[SharedElement], kept: _Kept) -> Source:
    """Return the source with as many of the shared elements dropped as can be named without losing anything else."""
    left = kept.leaks_of(source) or set()
    for element in shared:
        if element.value not in left or len(source.drop) >= _MOST_DROPS:
            continue
        for trial in _trials(element.node, source):
            still = kept.leaks_of(trial)
            if still is not None and len(still) < len(left):
                source, left = trial, still
                break
    return source


def _trials(node: LexborNode, source: Source) -> Iterator[Source]:
    for tried, selector in enumerate(dict.fromkeys(selectors_of(node))):
        if tried >= _MOST_TRIALS:
            return
        yield source.model_copy(update={"drop": (*source.drop, selector)})


def _with_content(source: Source, kept: _Kept) -> Source | None:
    """Return the source with the smallest element as content that holds all but boilerplate, None if none does."""
    best: tuple[int, Source] | None = None
    tree = kept.examples[0].tree()
    for around in _around(kept.good_places(0, tree)):
        for selector in dict.fromkeys(selectors_of(around)):
            trial = source.model_copy(update={"content": selector})
            still = kept.leaks_of(trial)
            if still is not None and (best is None or len(still) < best[0]):
                best = len(still), trial
            if best and not best[0]:
                return best[1]
    return best[1] if best else None


def _around(nodes: Sequence[LexborNode]) -> Iterator[LexborNode]:
    """Yield the elements that hold all of `nodes`, the smallest first."""
    here = nodes[0] if nodes else None
    while here is not None and here.tag not in ("body", "html"):
        if all(_holds(here, node) for node in nodes):
            yield here
        here = here.parent
