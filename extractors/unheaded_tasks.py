"""Outline → tasks where no heading speaks of them: what a page that asks for something tells of the job.

The last resort, for pages whose headings are too fanciful for any vocabulary ("A shift in the tower").
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from extractors.finding import Finding
from extractors.outline import Section
from extractors.statements import StatementReader, without_repeats

_FEWEST_ITEMS, _ITEM_WORDS = 3, 3

Tells = Callable[[StatementReader, Section], bool]


def read_unheaded_tasks(reader: StatementReader, *, is_profile: bool) -> list[Finding]:
    """Return the tasks of a page whose headings do not speak of any, though others ask for something.

    First the lists that it gives of the job: a heading or a lead-in names the job ("A gilder in a museum"), or the
    introduction leads in a list or goes on with one, or a list stands beside what the job asks for. The last two
    count only where it is clear that the page `is_profile`: lists of something stand on many a page.
    """
    lists = [(section, found) for section in _untold(reader) if (found := _listed(reader, section))]
    ways: tuple[Tells, ...] = (
        (_names_job, _introduces, _stands_beside_requirements) if is_profile else (_names_job,)
    )
    for tells in ways:
        first = next((section for section, _ in lists if tells(reader, section)), None)
        alike = [
            found for section, found in lists if first and _is_like(section, first) and tells(reader, section)
        ]
        if alike:
            return without_repeats(finding for found in alike for finding in found)
    return []


def _untold(reader: StatementReader) -> Iterator[Section]:
    """Yield the sections that speak of no field, in reading order."""
    return (section for section in reader.root.walk() if reader.fields.of(section) is None)


def _listed(reader: StatementReader, section: Section) -> list[Finding]:
    """Return the statements of a section that lists some, which have to be more than names."""
    found = reader.listed_in(section)
    words = sum(len(finding.value.split()) for finding in found)
    if len(found) < _FEWEST_ITEMS or words < _ITEM_WORDS * len(found):
        return []
    return [replace(finding, rule="list-of-the-job", confidence=0.85) for finding in found]


def _names_job(reader: StatementReader, section: Section) -> bool:
    return section.heading is not None and section.heading.level > 1 and reader.fields.names_title(section)


def _introduces(reader: StatementReader, section: Section) -> bool:
    around = section.parent if section.is_lead_in else section
    return around is not None and reader.fields.names_title(around)


def _stands_beside_requirements(reader: StatementReader, section: Section) -> bool:
    """Tell whether a sibling behind the section asks for something."""
    siblings = section.parent.sections if section.parent else []
    position = next((at for at, sibling in enumerate(siblings) if sibling is section), len(siblings))
    return any(reader.fields.of(sibling) == "requirements" for sibling in siblings[position:])


def _is_like(section: Section, first: Section) -> bool:
    return section is first or (section.parent is first.parent and section.is_lead_in and first.is_lead_in)
