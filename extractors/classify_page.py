"""Why a page is no job profile although it looks like one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.block import Block, Kind
from extractors.headings import SectionFields
from extractors.lexicon import Lexicon
from extractors.metadata import Metadata
from extractors.outline import Section
from extractors.phrases import fold
from extractors.teasers import is_teased

CERTAIN = ("empty", "error page", "vacancy", "article")
"""How the reasons begin that do not merely say that nothing was found."""
_CALLS = 3
_VACANCY_SCORE = 5
_FACT_LENGTH, _FACT_WORDS = 60, 6
_LEAST_TOLD, _SHARE_TOLD = 2, 0.4
_SHORT_PAGE = 1_500
_MAIN_LEVEL = 2
_EMPTY = 120
_MANY_POSTINGS = 3
_LINKED, _LIST_LINKS = 0.9, 8
_LEAST_ENTRIES = 6
_ENTRY_BLOCKS = 3
_SEVERAL_JOBS = 4
_TELLING = ("tasks", "requirements")
_ARTICLE_TYPES = ("NewsArticle", "BlogPosting", "Report", "OpinionNewsArticle")


class _VacancyPhrases(NamedTuple):
    """What a block says that vacancies say."""

    block: Block
    calls: set[str]
    facts: set[str]


def rejection(blocks: list[Block], metadata: Metadata, lexicon: Lexicon) -> str | None:
    """Return the reason why the page is no profile, None where nothing speaks against it.

    Reasons begin with one of "empty", "error page", "vacancy", "list", "article" and "course".
    """
    if metadata.of_type("Occupation"):
        return None
    if metadata.of_type("Course", "CourseInstance"):
        return "course: its JSON-LD is a Course"
    text = [block for block in blocks if block.linked < 1.0]
    length = sum(len(block.text) for block in text)
    if length < _EMPTY:
        return f"empty: {length} characters of text; it may need a browser to fill it"
    if length < _SHORT_PAGE and _is_error(blocks, metadata, lexicon):
        return "error page: it says that something was not found, although the server answered 200"
    return _vacancy(blocks, metadata, lexicon) or _article(text, metadata, lexicon)


def _vacancy(blocks: list[Block], metadata: Metadata, lexicon: Lexicon) -> str | None:
    postings = metadata.of_type("JobPosting")
    if len(postings) >= _MANY_POSTINGS:
        return f"list: {len(postings)} vacancies in its JSON-LD"
    if postings:
        return "vacancy: its JSON-LD is a JobPosting"
    said = list(_vacancy_phrases(blocks, lexicon))
    # A profile may show vacancies of the job, each with a line of what its employer says.
    if _is_called(said):
        said = [words for words in said if not is_teased(words.block)]
    if _is_called(said):
        told = sorted(set().union(*(words.calls | words.facts for words in said)))
        return f"vacancy: an employer speaks to applicants ({', '.join(told[:4])})"
    return None


def _is_called(said: Sequence[_VacancyPhrases]) -> bool:
    calls = len(set().union(*(words.calls for words in said)))
    facts = len(set().union(*(words.facts for words in said)))
    return calls >= _CALLS or (calls > 0 and 2 * calls + facts >= _VACANCY_SCORE)


def _article(blocks: list[Block], metadata: Metadata, lexicon: Lexicon) -> str | None:
    if metadata.of_type(*_ARTICLE_TYPES):
        return "article: its JSON-LD says so"
    main = next(
        (block for block in blocks if block.kind is Kind.HEADING and block.level <= _MAIN_LEVEL), None
    )
    if main is not None and lexicon.rejections["company"].spans(fold(main.text)) == [
        (1, len(fold(main.text)) - 1)
    ]:
        return "article: a company introduces itself"
    if _is_told_by_somebody(blocks, lexicon):
        return "article: somebody tells of their own work"
    return None


def without_statements(blocks: list[Block]) -> str:
    """Return why a page on which neither tasks nor requirements were found is no profile."""
    links = sum(block.linked > _LINKED for block in blocks if not block.complementary)
    if links >= _LIST_LINKS and links > len(blocks) / 3:
        return f"list: {links} links, and neither tasks nor requirements"
    return "no profile: neither tasks nor requirements found"


def _is_error(blocks: list[Block], metadata: Metadata, lexicon: Lexicon) -> bool:
    headings = [block.text for block in blocks if block.kind is Kind.HEADING and block.level <= _MAIN_LEVEL]
    return any(fold(text) in lexicon.rejections["error"] for text in (*headings, metadata.title))


def _is_told_by_somebody(blocks: list[Block], lexicon: Lexicon) -> bool:
    """Tell whether much of the page's prose is in the first person, as in an interview or a portrait."""
    prose = [
        fold(block.text)
        for block in blocks
        if block.kind is Kind.PARAGRAPH and len(block.text) > _FACT_LENGTH
    ]
    told = sum(text in lexicon.rejections["first_person"] for text in prose)
    return told >= _LEAST_TOLD and told >= _SHARE_TOLD * len(prose)


def _vacancy_phrases(blocks: list[Block], lexicon: Lexicon) -> Iterator[_VacancyPhrases]:
    """Yield the phrases by which an employer calls for applicants, and those of a vacancy's facts.

    Facts ("Location: …", "Full time") count on short lines only: in prose, profiles speak of them too.
    """
    for block in blocks:
        if block.complementary or block.linked == 1.0:
            continue
        folded = fold(block.text)
        calls = {folded[a:b] for a, b in lexicon.rejections["vacancy"].spans(folded)}
        facts = lexicon.rejections["vacancy_facts"].spans(folded) if _may_be_fact(block) else []
        if calls or facts:
            yield _VacancyPhrases(block, calls, {folded[a:b] for a, b in facts})


def _may_be_fact(block: Block) -> bool:
    return (
        block.kind is not Kind.HEADING
        and len(block.text) <= _FACT_LENGTH
        and len(block.text.split()) <= _FACT_WORDS
        and not block.text.endswith(".")
    )


def without_tasks(blocks: list[Block]) -> str | None:
    """Return why a page without tasks is a list: many entries with one and the same link, such as "Read more"."""
    links = Counter(fold(block.text) for block in blocks if block.linked > _LINKED)
    if links and (most := max(links.values())) >= _LEAST_ENTRIES:
        return f"list: {most} entries with the same link, and no tasks"
    return None


def several_jobs(root: Section, fields: SectionFields) -> str | None:
    """Return why a page on which several sections each have tasks or requirements of their own is a list."""
    holders = [
        section
        for section in root.walk()
        if fields.of(section) is None
        and section.heading is not None
        and section.heading.level > 1
        and any(fields.own(below) in _TELLING for below in section.sections)
    ]
    siblings = Counter(id(section.parent) for section in holders)
    if siblings and (most := max(siblings.values())) >= _SEVERAL_JOBS:
        return f"list: {most} jobs on one page, each with what it does or asks for"
    return None


def many_entries(root: Section, fields: SectionFields) -> str | None:
    """Return why a page that says next to nothing is a list: many short sections that no field heads."""
    for section in root.walk():
        entries = [
            below
            for below in section.sections
            if fields.own(below) is None and not below.sections and 0 < len(below.blocks) <= _ENTRY_BLOCKS
        ]
        if len(entries) >= _LEAST_ENTRIES:
            return f"list: {len(entries)} short entries under one heading, and hardly a statement"
    return None


def course(blocks: list[Block], lexicon: Lexicon) -> str | None:
    """Return why a page that tells no tasks is a course: its main heading opens with such a word ("Course: …")."""
    main = next(
        (block for block in blocks if block.kind is Kind.HEADING and block.level <= _MAIN_LEVEL), None
    )
    if main is not None and any(
        start == 1 for start, _ in lexicon.rejections["course"].spans(fold(main.text))
    ):
        return "course: so its heading says, and it tells no tasks"
    return None
