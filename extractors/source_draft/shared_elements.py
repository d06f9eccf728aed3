"""What pages of one template say alike although their jobs are not: where it stands, and what was read from it.

Laying pages side by side is the idea of Bar-Yossef and Rajagopalan, "Template Detection via Data Mining and its
Applications" (WWW 2002), at the size of two or three pages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.block import LEAD_IN
from extractors.clean_text import comparable
from extractors.dom_walk import upward
from extractors.headings import SectionFields
from extractors.lexicon import lexicon
from extractors.source import Source
from extractors.source_draft.example import Example, Value, places_of, read_all, values_of
from schemas.explanation import Explanation, Passage

_LONG = 100
"""Characters. Shorter single statements are shared by good right: many jobs ask for a driving licence."""
_LONGEST = 20_000
"""Characters. What is longer is no box beside a profile, but the page; scripts count as well."""
_STATEMENTS = 2
_NAME_WORDS = 4
"""Of a field; more are a sentence about something ("What the guild does for you")."""


@dataclass(frozen=True, slots=True)
class SharedElement:
    """An element that says the same on pages of unlike jobs, and what was read from it."""

    node: LexborNode
    value: Value


def shared_elements(source: Source, examples: Sequence[Example]) -> list[SharedElement]:
    """Return the elements from which something is read and whose whole text stands on another job's page, too."""
    found = read_all(examples, source)
    by_title = {each.profile.title: set(values_of(each)) for each in found if each.profile}
    times = Counter(value for values in by_title.values() for value in values)
    repeated = {value for value, count in times.items() if count > 1}
    if not repeated:
        return []
    trees = [example.tree() for example in examples]
    shared = []
    for page, (tree, elsewhere) in enumerate(zip(trees, texts_elsewhere(trees), strict=True)):
        places = list(places_of(found[page], tree))
        within = values_within([node for _, node in places])
        for value, node in places:
            largest = _largest_shared(node, elsewhere) if value in repeated else None
            # More than one short statement, which unlike jobs may well have in common.
            if largest is not None and (
                len(text_of(largest)) >= _LONG or within[largest.mem_id] >= _STATEMENTS
            ):
                shared.append(SharedElement(largest, value))
    return shared


def below_own_names(source: Source, examples: Sequence[Example]) -> set[Value]:
    """Return the values of pages that stand below the very name of their field, in whatever part of that section.

    Two trades may well ask for the same: "Entry requirements" is no heading of a box about something else.
    """
    explained = (example.explained(source) for example in examples)
    return set().union(*map(_below_own_name, explained))


def texts_elsewhere(trees: Sequence[LexborHTMLParser]) -> list[frozenset[int]]:
    """Return, for each page, the texts of the elements of the others, as their hashes."""
    texts = [frozenset(_texts(tree)) for tree in trees]
    return [
        frozenset[int]().union(*(text for other, text in enumerate(texts) if other != page))
        for page in range(len(texts))
    ]


def text_of(node: LexborNode) -> str:
    """Return the text of an element, none where it is too long."""
    text = node.text(separator=" ")
    return comparable(text) if len(text) <= _LONGEST else ""


def values_within(nodes: Sequence[LexborNode]) -> Counter[int]:
    """Return how many of the nodes each element holds, by its `mem_id`."""
    return Counter(here.mem_id for node in nodes for here in upward(node))


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
    return (hash(text) for node in tree.css("body *") if (text := text_of(node)))


def _largest_shared(node: LexborNode, elsewhere: frozenset[int]) -> LexborNode | None:
    """Return the largest element around `node` whose whole text stands elsewhere, None where not even its own does."""
    largest = None
    for here in upward(node):
        if hash(text_of(here)) not in elsewhere:
            break
        largest = here
    return largest
