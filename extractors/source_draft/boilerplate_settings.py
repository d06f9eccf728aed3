"""Which elements of a site are no content, though the extractor reads from them: they say the same on unlike pages.

What is boilerplate shows when pages of one template are laid side by side: the idea of Bar-Yossef and Rajagopalan,
"Template Detection via Data Mining and its Applications" (WWW 2002), at the size of two or three pages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import LEAD_IN
from extractors.clean_text import comparable
from extractors.dom_walk import upward
from extractors.headings import SectionFields
from extractors.lexicon import lexicon
from extractors.source import Source
from extractors.source_draft.element_selectors import selectors_of
from extractors.source_draft.example import Example, Value, places_of, read_all, values_of
from extractors.source_draft.heading_words import naming
from extractors.source_draft.trials import Trials
from schemas.explanation import Explanation, Passage
from schemas.extraction import Extraction

_LONG = 100
"""Characters. Shorter single statements are shared by good right: many jobs ask for a driving licence."""
_LONGEST = 20_000
"""Characters. What is longer is no box beside a profile, but the page; scripts count as well."""
_STATEMENTS = 2
_NAME_WORDS = 4
"""Of a field; more are a sentence about something ("What the guild does for you")."""
_MOST_DROPS = 8


@dataclass(frozen=True, slots=True)
class SharedElement:
    """An element that says the same on pages of unlike jobs, and what was read from it."""

    node: LexborNode
    value: Value


def without_boilerplate(source: Source, examples: Sequence[Example], *, boldly: bool = False) -> Source:
    """Return the source with `content`, `drop` or `headings` such that nothing is read from what the pages share.

    Whatever else was read is read still, unless `boldly`: what was read only because boilerplate stood beside it
    may need a heading then. A single page, or pages of one and the same job, say nothing about it.
    """
    found = read_all(examples, source)
    own = _below_own_names(source, examples)
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
        self._texts_elsewhere: dict[int, AbstractSet[int]] = {}

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
            hash(_text(node)) in self._elsewhere(page)
            for page, tree in enumerate(self._trees)
            for node in tree.css(selector)
        )

    def _elsewhere(self, page: int) -> AbstractSet[int]:
        """Return the texts of the other pages, as their hashes."""
        if page not in self._texts_elsewhere:
            others = (frozenset(_texts(tree)) for other, tree in enumerate(self._trees) if other != page)
            self._texts_elsewhere[page] = frozenset[int]().union(*others)
        return self._texts_elsewhere[page]

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


def shared_elements(source: Source, examples: Sequence[Example]) -> list[SharedElement]:
    """Return the elements from which something is read and whose whole text stands on another job's page, too."""
    found = read_all(examples, source)
    by_title = {each.profile.title: set(values_of(each)) for each in found if each.profile}
    times = Counter(value for values in by_title.values() for value in values)
    repeated = {value for value, count in times.items() if count > 1}
    if not repeated:
        return []
    trees = [example.tree() for example in examples]
    texts = [frozenset(_texts(tree)) for tree in trees]
    shared = []
    for page, tree in enumerate(trees):
        elsewhere = frozenset[int]().union(*(text for other, text in enumerate(texts) if other != page))
        places = list(places_of(found[page], tree))
        within = _values_within([node for _, node in places])
        for value, node in places:
            largest = _largest_shared(node, elsewhere) if value in repeated else None
            # More than one short statement, which unlike jobs may well have in common.
            if largest is not None and (
                len(_text(largest)) >= _LONG or within[largest.mem_id] >= _STATEMENTS
            ):
                shared.append(SharedElement(largest, value))
    return shared


def _below_own_names(source: Source, examples: Sequence[Example]) -> set[Value]:
    """Return the values of pages that stand below the very name of their field, in whatever part of that section.

    Two trades may well ask for the same: "Entry requirements" is no heading of a box about something else.
    """
    explained = (example.explained(source) for example in examples)
    return set().union(*map(_below_own_name, explained))


def _below_own_name(explained: Explanation) -> set[Value]:
    profile = explained.extraction.profile
    if profile is None:
        return set()
    fields = SectionFields(lexicon(explained.language), profile.title, {})
    below: set[Value] = set()
    headings: list[Passage] = []
    for passage in explained.passages:
        if passage.kind == "heading" and passage.level < LEAD_IN:
            headings = [*(one for one in headings if one.level < passage.level), passage]
        elif passage.quotes and passage.field and _is_headed_by_name(headings, fields):
            below.add(Value(passage.field, comparable(passage.text)))
    return below


def _is_headed_by_name(headings: Sequence[Passage], fields: SectionFields) -> bool:
    """Tell whether the nearest heading that speaks of a field is the name of one."""
    speaking = (one.text for one in reversed(headings) if fields.of_heading(one.text))
    nearest = next(speaking, "")
    return 0 < len(nearest.split()) <= _NAME_WORDS and fields.is_name(nearest)


def _texts(tree: LexborHTMLParser) -> Iterator[int]:
    """Yield the text of each element that is not too long, as its hash: an element's text holds that of all within."""
    return (hash(text) for node in tree.css("body *") if (text := _text(node)))


def _text(node: LexborNode) -> str:
    """Return the text of an element, none where it is too long."""
    text = node.text(separator=" ")
    return comparable(text) if len(text) <= _LONGEST else ""


def _largest_shared(node: LexborNode, elsewhere: frozenset[int]) -> LexborNode | None:
    """Return the largest element around `node` whose whole text stands elsewhere, None where not even its own does."""
    largest = None
    for here in upward(node):
        if hash(_text(here)) not in elsewhere:
            break
        largest = here
    return largest


def _values_within(nodes: Sequence[LexborNode]) -> Counter[int]:
    """Return how many of the nodes each element holds, by its `mem_id`."""
    return Counter(here.mem_id for node in nodes for here in upward(node))


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
                heading = passage.text if len(passage.text) <= _LONG else heading
    return list(above)


def _within(source: Source, kept: _Kept) -> Iterator[Source]:
    """Yield the source with each element as content that holds all good values of page one, the smallest first."""
    nodes = kept.good_places(0, kept.examples[0].tree())
    within = _values_within(nodes)
    for around in upward(nodes[0]) if nodes else ():
        if within[around.mem_id] == len(nodes):
            for selector in selectors_of(around):
                yield source.model_copy(update={"content": selector})
