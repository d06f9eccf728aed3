"""What the job is called: the candidates a page offers, undressed, settled by a vote."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from extractors.block import Block, Kind
from extractors.clean_text import comparable
from extractors.finding import Finding
from extractors.headings import SectionFields
from extractors.lexicon import Lexicon
from extractors.metadata import Metadata, text_of
from extractors.phrases import fold
from extractors.title_dress import undressed
from schemas.evidence import Origin

_TRAIL_SIGNS = "›»>→/|"
_TRAIL_BLOCKS = 40
_TRAIL = re.compile(r"\s*[›»>→/|]\s*")
_TRAIL_STEPS, _TRAIL_LENGTH, _STEP_LENGTH = 3, 200, 60
_LONGEST = 120
_LONGEST_DRESSED = 500
_WORDS = 14
_MAIN_LEVEL = 2
_SURE = 0.5
"""So much of a candidate in the address settles the vote without a look at the text."""
_UNMENTIONED, _SITE = 0.4, 0.3
_MANY_MENTIONS = 5
_SAME_NAME = 0.85
_ABBREVIATED = 4
_SHORT_WORD, _SENTENCE, _ENDING = 5, 4, 4
_DRESSED_WORDS = 6
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    weight: float
    origin: Origin
    block: Block | None = None

    @property
    def is_section(self) -> bool:
        """It may head a part of the page ("Tasks") instead of all of it."""
        return self.block is not None and self.block.level != 1


def read_title(blocks: list[Block], metadata: Metadata, lexicon: Lexicon, url: str) -> Finding | None:
    """Return the title of the job, or None where nothing on the page can be one.

    Headings, Open Graph, JSON-LD, breadcrumbs and the address each vote for what they say once it is undressed of
    the site's name and of words such as "Job profile:"; what the page shows decides how it is written.
    """
    candidates = [
        candidate for candidate in _candidates(blocks, metadata) if len(candidate.text) <= _LONGEST_DRESSED
    ]
    address = comparable(slug_of(url).replace("-", " ").replace("_", " "))
    slug = set(address.split())
    fields = SectionFields(lexicon, "", {})
    votes: dict[str, float] = {}
    written: dict[str, tuple[float, str, _Candidate]] = {}
    sites = {comparable(name) for name in (metadata.site_name, *undressed(metadata.site_name, lexicon))}
    for candidate in candidates:
        for rank, text in enumerate(undressed(candidate.text, lexicon)):
            key = comparable(text)
            if not _can_be_title(key, lexicon, sites) or (candidate.is_section and fields.of_heading(text)):
                continue
            weight = candidate.weight if rank == 0 else candidate.weight * 0.8
            votes[key] = votes.get(key, 0) + weight
            readable = weight + (0 if text.isupper() else 1) + (0 if text[0].islower() else 2)
            if key not in written or readable > written[key][0]:
                written[key] = (readable, text, candidate)
    if not votes:
        return None
    votes = {key: vote + 2 * _overlap(set(key.split()), slug) for key, vote in votes.items()}
    best = max(votes, key=lambda key: (votes[key], -len(key)))
    if _overlap(set(best.split()), slug) < _SURE:
        prose = fold(" \n".join(block.text for block in blocks if _is_prose(block)))
        texts = {key: text for key, (_, text, _) in written.items()}
        votes = _weighed_by_mentions(votes, texts, prose, url)
        best = max(votes, key=lambda key: (votes[key], -len(key)))
        text = _named_in(texts[best], address) or texts[best]
    else:
        text = written[best][1]
    chosen = written[best][2]
    share = min(1.0, votes[best] / sum(candidate.weight for candidate in candidates))
    return Finding(
        _as_title(text, blocks),
        "title-vote",
        round(min(0.99, 0.7 + share / 2), 2),
        chosen.block,
        origin=chosen.origin,
    )


def _named_in(text: str, address: str) -> str:
    """Return the end of a dressed-up heading that the address names ("Your way to become a gilder"), else nothing."""
    words = text.split()
    ends = (" ".join(words[start:]) for start in range(1, min(len(words), _DRESSED_WORDS)))
    return next((end for end in ends if address and _in_ascii(comparable(end)) == address), "")


def _in_ascii(text: str) -> str:
    """Return folded text as addresses spell it: without accents, umlauts as two letters or as one."""
    spelled = text.translate(_UMLAUTS)
    return "".join(sign for sign in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(sign))


def _weighed_by_mentions(
    votes: dict[str, float], texts: dict[str, str], prose: str, url: str
) -> dict[str, float]:
    """Return the votes with what the text says: a profile speaks of its job, and hardly ever of its site's name."""
    mentions = {key: _mentions(texts[key], prose) for key in votes}
    some = any(mentions.values())
    host = re.sub(r"[^a-z]", "", (urlsplit(url).hostname or "").rpartition(".")[0].removeprefix("www."))
    return {
        key: vote
        * (_UNMENTIONED if some and not mentions[key] else 1.0)
        * (_SITE if _is_host(key, host) else 1.0)
        + 0.5 * min(int(mentions[key]), _MANY_MENTIONS)
        for key, vote in votes.items()
    }


def _mentions(title: str, prose: str) -> float:
    """Return how often folded text speaks of a title; less than once where only of its longest word."""
    whole = sum(prose.count(_stem(form)) for form in title.split(" / "))
    longest = max(fold(title).split(), key=len, default="")
    return whole or (0.5 if len(longest) > _SHORT_WORD and _stem(longest) in prose else 0.0)


def _stem(name: str) -> str:
    """Return a name in folded text without what a plural or a case would change at its end."""
    folded = fold(name)
    return folded[: max(_SHORT_WORD, len(folded) - _ENDING)]


def _is_prose(block: Block) -> bool:
    return (
        (block.kind is not Kind.HEADING or block.level > _MAIN_LEVEL)
        and len(block.text.split()) >= _SENTENCE
        and "©" not in block.text
        and not block.complementary
        and not _is_trail(block.text)
    )


def _is_host(key: str, host: str) -> bool:
    """Tell whether a candidate is the site's name, as its host spells it ("Bean & Beyond", beanandbeyond)."""
    letters = key.replace(" ", "")
    return bool(host) and SequenceMatcher(None, letters, host).ratio() > _SAME_NAME


def _as_title(text: str, blocks: list[Block]) -> str:
    """Return a title with a capital in front; one that is shouted is written as the text writes it, if it does."""
    if text.isupper() and len(text) > _ABBREVIATED:
        spoken = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
        found = (
            match[0] for block in blocks for match in spoken.finditer(block.text) if not match[0].isupper()
        )
        text = next(found, text.capitalize())
    return text[0].upper() + text[1:]


def _candidates(blocks: list[Block], metadata: Metadata) -> Iterator[_Candidate]:
    headings = [
        block
        for block in blocks
        if block.kind is Kind.HEADING and block.level <= _MAIN_LEVEL and not block.container
    ]
    for block in [b for b in headings if b.level == 1][:3]:
        yield _Candidate(block.text, 3.0, "page", block)
    for block in [b for b in headings if b.level == _MAIN_LEVEL][:3]:
        yield _Candidate(block.text, 0.6, "page", block)
    if not any(block.level == 1 for block in headings):
        for block in [b for b in blocks if b.bold and b.kind is Kind.PARAGRAPH][:2]:
            yield _Candidate(block.text, 1.0, "page", block)
    for position, block in enumerate(blocks[:_TRAIL_BLOCKS]):
        if step := _last_step(block) or _last_of_links(blocks[:_TRAIL_BLOCKS], position):
            yield _Candidate(step, 1.5, "page", block)
            break
    for node in metadata.of_type("Occupation"):
        yield _Candidate(text_of(node.get("name")), 3.0, "json-ld")
        break
    for node in metadata.of_type("BreadcrumbList")[:1]:
        items = node.get("itemListElement")
        last = items[-1] if isinstance(items, list) and items else None
        if isinstance(last, dict):
            yield _Candidate(text_of(last.get("name")) or text_of(last.get("item")), 1.5, "json-ld")
    yield _Candidate(metadata.og_title, 1.5, "meta")
    yield _Candidate(metadata.title, 1.5, "meta")


def _last_step(block: Block) -> str:
    """Return where a trail of steps ("Home > Jobs > Welder") ends, empty for a block that is none."""
    if len(block.text) > _TRAIL_LENGTH or block.kind is Kind.HEADING or not _is_trail(block.text):
        return ""
    steps = _TRAIL.split(block.text)
    is_trail = len(steps) >= _TRAIL_STEPS and all(0 < len(step) <= _STEP_LENGTH for step in steps)
    return steps[-1] if is_trail and block.linked < 1.0 else ""


def _last_of_links(blocks: list[Block], position: int) -> str:
    """Return a text that ends a row of links, the only one that is none: a trail whose signs are drawn."""
    block, before = blocks[position], blocks[max(0, position - _TRAIL_STEPS + 1) : position]
    if block.linked or len(block.text) > _STEP_LENGTH or len(before) < _TRAIL_STEPS - 1:
        return ""
    alike = all(
        link.kind is block.kind
        and link.group == block.group
        and link.linked == 1.0
        and len(link.path) == len(block.path)
        for link in before
    )
    following = blocks[position + 1] if position + 1 < len(blocks) else block
    is_last = following.kind is not block.kind or following.group != block.group
    return block.text if alike and is_last and block.kind in (Kind.ITEM, Kind.PARAGRAPH) else ""


def _is_trail(text: str) -> bool:
    return sum(map(text.count, _TRAIL_SIGNS)) >= _TRAIL_STEPS - 1


def _can_be_title(key: str, lexicon: Lexicon, sites: set[str]) -> bool:
    return (
        0 < len(key) <= _LONGEST
        and len(key.split()) <= _WORDS
        and key not in sites
        and key not in lexicon.generic_titles
        and any(character.isalpha() for character in key)
    )


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def slug_of(url: str) -> str:
    """Return the last segment of a URL's path without its extension, empty for the root."""
    segment = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return unquote(re.sub(r"\.(?:html?|php|aspx?|jsp|stm|shtml)$", "", segment, flags=re.IGNORECASE))
