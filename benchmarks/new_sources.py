"""What `new-source` makes of pages: settings that nobody needs, values lost, and what is left of a scrubbed page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from time import process_time

from benchmarks.gold import GoldPage
from benchmarks.table import Table
from extractors.extract import extract
from extractors.source import Source
from extractors.source_draft.draft import draft_source
from extractors.source_draft.example import Example, values_of
from extractors.source_draft.scrub import scrub
from extractors.source_draft.stand_in_words import stand_ins
from schemas.discovery import UrlList
from schemas.extraction import Extraction

_PLAIN = Source(id="draft", name="Draft", discover=UrlList())
_LONG_WORD = re.compile(r"\w{4,}")


def drafts_table(pages: Iterable[GoldPage]) -> Table:
    """Return what is drafted from each two neighbouring pages of a site, and what their records lose by it."""
    table = Table(
        "Drafts from two pages", ["site", "drafts", "with settings", "values", "lost", "CPU s each"]
    )
    for site, found in _by_site(pages).items():
        pairs = list(pairwise(found))
        if not pairs:
            continue
        started, with_settings, values, lost = process_time(), 0, 0, 0
        for pair in pairs:
            examples = [Example(page.html.read_bytes(), name=page.name) for page in pair]
            draft = draft_source(_PLAIN, examples)
            with_settings += bool(draft.source.content or draft.source.drop or draft.source.headings)
            before = [value for example in examples for value in values_of(example.read(None))]
            after = [value for each in draft.found for value in values_of(each)]
            values, lost = values + len(before), lost + len(set(before) - set(after))
        seconds = (process_time() - started) / len(pairs)
        table.rows.append([site, len(pairs), with_settings, values, lost, f"{seconds:.2f}"])
    return table


def scrubbed_table(pages: Iterable[GoldPage]) -> Table:
    """Return how pages are read without their words, and how much of their statements stays.

    "Read the same": as many tasks, requirements and other names. "Words left": words of four letters and more of the
    statements. "Left whole": statements of which every word stays.
    """
    heads = ["site", "pages", "read the same", "words left", "statements", "left whole"]
    table = Table("Pages without their words", heads)
    for site, found in _by_site(pages).items():
        same, words, kept, statements, whole = 0, 0, 0, 0, 0
        for page in found:
            html = page.html.read_bytes()
            before = extract(html)
            after = extract(scrub(html, None, stand_ins(before.profile.language if before.profile else "en")))
            same += _counts(before) == _counts(after)
            said, left = _texts(before), set(_texts(after))
            long_words = _LONG_WORD.findall(" ".join(said))
            still = set(_LONG_WORD.findall(" ".join(left)))
            words, kept = words + len(long_words), kept + sum(word in still for word in long_words)
            statements, whole = statements + len(said), whole + sum(text in left for text in said)
        share = f"{kept / words:.2f}" if words else ""
        table.rows.append([site, len(found), same, share, statements, whole])
    return table


def _by_site(pages: Iterable[GoldPage]) -> dict[str, Sequence[GoldPage]]:
    """Return the pages that are profiles, by their sites."""
    sites: defaultdict[str, list[GoldPage]] = defaultdict(list)
    for page in pages:
        if page.gold.profile:
            sites[page.site].append(page)
    return dict(sorted(sites.items()))


def _counts(found: Extraction) -> tuple[int, int, int] | None:
    profile = found.profile
    return (len(profile.tasks), len(profile.requirements), len(profile.aliases)) if profile else None


def _texts(found: Extraction) -> list[str]:
    profile = found.profile
    if profile is None:
        return []
    return [task.text for task in profile.tasks] + [asked.text for asked in profile.requirements]
