"""A page in, a record out: the entry point of the extractor."""

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.aliases import read_aliases
from extractors.block import Block
from extractors.blocks import read_blocks
from extractors.classify_page import (
    CERTAIN,
    course,
    many_entries,
    rejection,
    several_jobs,
    without_statements,
    without_tasks,
)
from extractors.clean_text import comparable
from extractors.codes import read_codes
from extractors.dates import read_dates
from extractors.evidence import EvidenceWriter
from extractors.finding import Finding
from extractors.headings import SectionFields
from extractors.language import detected_language
from extractors.lexicon import has_vocabulary, lexicon
from extractors.metadata import Metadata, read_metadata
from extractors.occupation_data import REQUIREMENT_PROPERTIES, TASK_PROPERTIES, read_occupation
from extractors.outline import arranged, build_outline
from extractors.page_bounds import MAX_STATEMENTS, text_beyond_bounds
from extractors.parse import PageRejected, parse
from extractors.profile import Findings, Identity, InvalidProfile, build_profile
from extractors.requirements import read_requirements
from extractors.source import Source
from extractors.source_page import SourcePage
from extractors.source_readers import ReaderFailed, apply_readers
from extractors.statements import StatementReader
from extractors.summary import read_summary
from extractors.tasks import read_tasks
from extractors.teasers import set_vacancies_aside
from extractors.title import read_title
from extractors.unheaded_tasks import read_unheaded_tasks
from schemas.extraction import Extraction
from schemas.profile import SourceReference

UNKNOWN_URL = "http://file.invalid/"
"""Address of a page that says none, under a name that is reserved (RFC 2606, section 2)."""
_SITE_NAME = 100
_FEW_TASKS, _FEW_STATEMENTS = 2, 3
_logger = logging.getLogger(__name__)


def extract(
    html: bytes, *, url: str | None = None, source: Source | None = None, content_type: str | None = None
) -> Extraction:
    """Return the job profile on a page with its evidence, or the reason why the page is none.

    `html` is the body as it came, `url` the address that answered, `content_type` the header of that name.
    Without a `source` the generic extractor reads alone and the page's host stands for the source. Reads each
    page by itself: the same arguments give the same record, whatever was read before. Never raises.
    """
    try:
        return _extract(html, url, source, content_type)
    except (PageRejected, InvalidProfile, ReaderFailed) as error:
        return Extraction(profile=None, reason=str(error), evidence=())
    except Exception as error:  # one page must not end a run
        _logger.exception("Could not read %s", url or "a page")
        reason = f"internal error: {type(error).__name__} while reading the page; please report it"
        return Extraction(profile=None, reason=reason, evidence=())


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page's DOM, what it says of itself, and the address it is known by."""

    tree: LexborHTMLParser
    metadata: Metadata
    url: str
    source: Source | None

    def content(self) -> LexborNode:
        """Return the element in which the profile stands; raises PageRejected where there is none."""
        return _content(self.tree, self.source)

    def blocks(self) -> list[Block]:
        """Return the page's blocks, anew each time; raises PageRejected where they are too many."""
        source = self.source
        blocks = read_blocks(self.tree, self.content(), source.drop if source else ())
        if reason := text_beyond_bounds([block.text for block in blocks]):
            raise PageRejected(reason)
        return blocks


@dataclass(frozen=True, slots=True)
class Reading:
    """How one page was read: what the readers saw, and what they made of it."""

    blocks: list[Block]
    """As the outline left them: bold lines and lead-ins are headings."""
    language: str
    findings: Findings | str
    """What the readers found, or why the page is no profile."""
    title: Finding | None = None
    reader: StatementReader | None = None
    """None where the page was rejected before its sections were looked at."""


def _extract(html: bytes, url: str | None, source: Source | None, content_type: str | None) -> Extraction:
    page = parse_page(html, url, source, content_type)
    reading = read_page(page)
    findings = reading.findings
    if isinstance(findings, str):
        return Extraction(profile=None, reason=findings, evidence=())
    reference = source.reference() if source else _host_as_source(page.url, page.metadata)
    writer = EvidenceWriter(page.tree, page.url)
    profile, evidence = build_profile(findings, Identity(reference, page.url, reading.language), writer)
    return Extraction(profile=profile, reason=None, evidence=evidence)


def parse_page(html: bytes, url: str | None, source: Source | None, content_type: str | None) -> ParsedPage:
    """Return the page that `html` is; raises PageRejected where no parser should see it."""
    tree = parse(html, content_type)
    metadata = read_metadata(tree, url)
    return ParsedPage(tree, metadata, canonical_url(metadata, url, source), source)


def read_page(page: ParsedPage) -> Reading:
    """Return how a page is read; raises PageRejected where its text is beyond the bounds.

    A theme's lang attribute often stays English whatever the text is written in: a page that says nothing in the
    language it declares is read again in the one that its words are in.
    """
    blocks = page.blocks()
    language = _declared_language(page.metadata, page.source) or detected_language(blocks)
    reading = _read(page, blocks, language)
    if isinstance(reading.findings, str) and (other := detected_language(blocks)) != language:
        again = _read(page, page.blocks(), other)
        if not isinstance(again.findings, str) or again.findings.startswith(CERTAIN):
            return again
    return reading


def _read(page: ParsedPage, blocks: list[Block], language: str) -> Reading:
    words, metadata = lexicon(language), page.metadata
    own = page.source.headings if page.source else {}
    set_vacancies_aside(blocks, words, SectionFields(words, "", own).of_heading)
    if reason := rejection(blocks, metadata, words):
        return Reading(blocks, language, reason)
    title = read_title(blocks, metadata, words, page.url)
    if title is None:
        return Reading(blocks, language, "no title: neither headings nor metadata name a job")
    fields = SectionFields(words, title.value, own)
    blocks = arranged(blocks, fields.of_line, fields.is_statement, fields.is_own, fields.is_name)
    outline = build_outline(blocks)
    if reason := several_jobs(outline, fields):
        return Reading(blocks, language, reason, title)
    reader = StatementReader(outline, fields, words, language)
    published, modified = read_dates(page.tree, blocks, metadata, words)
    requirements = read_requirements(reader) or read_occupation(page.tree, metadata, REQUIREMENT_PROPERTIES)
    tasks = read_tasks(reader) or read_occupation(page.tree, metadata, TASK_PROPERTIES)
    tasks = [task for task in tasks if comparable(task.value) != comparable(title.value)]  # "The job: Gilder"
    if not tasks and (reason := course(blocks, words)):
        return Reading(blocks, language, reason, title, reader)
    if len(tasks) < _FEW_TASKS and requirements:
        is_profile = any(not finding.rule.startswith("cued-") for finding in requirements)
        tasks = read_unheaded_tasks(reader, is_profile=is_profile) or tasks
    findings = Findings(
        title=title,
        aliases=read_aliases(reader, metadata, title.value),
        summary=read_summary(reader, metadata),
        tasks=tasks,
        requirements=requirements,
        codes=read_codes(blocks, metadata),
        published=published,
        modified=modified,
    )
    if page.source and page.source.readers:
        findings = apply_readers(findings, page.source.readers, SourcePage(page.url, page.tree, outline))
    said = len(findings.tasks) + len(findings.requirements)
    if said < _FEW_STATEMENTS and (reason := many_entries(outline, fields)):
        return Reading(blocks, language, reason, title, reader)
    return Reading(blocks, language, _unless_beyond(findings, blocks), title, reader)


def _unless_beyond(findings: Findings, blocks: list[Block]) -> Findings | str:
    """Return `findings`, or why a page on which just these were found is no profile."""
    if not findings.tasks and all(finding.rule == "cued-paragraph" for finding in findings.requirements):
        return without_statements(blocks)
    if not findings.tasks and (reason := without_tasks(blocks)):
        return reason
    if (most := max(map(len, (findings.tasks, findings.requirements, findings.aliases)))) > MAX_STATEMENTS:
        return f"too large: {most:,} statements of one kind, at most {MAX_STATEMENTS:,}"
    return findings


def _content(tree: LexborHTMLParser, source: Source | None) -> LexborNode:
    root = tree.css_first(source.content) if source and source.content else None
    content = root or tree.body
    if content is None:
        raise PageRejected("empty: no body")
    return content


def canonical_url(metadata: Metadata, url: str | None, source: Source | None) -> str:
    """Return the address under which a page is known.

    A canonical link counts only within the hosts of the source, or of the page itself: any page can claim any
    address. A file without one is known by an address under the reserved name file.invalid (RFC 2606).
    """
    canonical = metadata.canonical
    if not canonical:
        return url or UNKNOWN_URL
    if url is None or urlsplit(canonical).hostname == urlsplit(url).hostname:
        return canonical
    return canonical if source and source.owns(canonical) else url


def file_url(name: str) -> str:
    """Return the stand-in address of a local file that does not say its own."""
    return f"http://file.invalid/{quote(PurePosixPath(name).name)}"


def _declared_language(metadata: Metadata, source: Source | None) -> str:
    if has_vocabulary(metadata.language):
        return metadata.language
    return source.language if source and source.language else ""


def _host_as_source(url: str, metadata: Metadata) -> SourceReference:
    host = _host_in_ascii(url)
    name = metadata.site_name[:_SITE_NAME].strip()
    try:
        return SourceReference(id=host, name=name, publisher=None, licence=None, attribution=None)
    except ValidationError:  # nothing but signs, or markup
        return SourceReference(id=host, name=host, publisher=None, licence=None, attribution=None)


def _host_in_ascii(url: str) -> str:
    """Return a URL's host as a source id may be written: names of other scripts in Punycode (RFC 3492)."""
    host = urlsplit(url).hostname or ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip(".-")[:100] or "file.invalid"
