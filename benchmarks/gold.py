"""Gold: what a careful person reads off a page, from a corpus folder or from the repository's own records."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel

from schemas.profile import JobProfile

StatementField = Literal["tasks", "requirements"]
FIELDS: tuple[StatementField, ...] = get_args(StatementField)
ROOT = Path(__file__).parents[1]
OWN_PAGES = ROOT / "tests/pages"
DEMO_PAGES = ROOT / "flows/demo_site/pages"
HELD_OUT = "heldout"
"""The group of own pages that is measured and not looked at."""
MEASURED = OWN_PAGES / "measured"
"""Own pages of invented sites, LANGUAGE/PAGE.html beside LANGUAGE/PAGE.gold.json."""


class FieldGold(BaseModel):
    """The statements of one field: all of `must` has to be found, any of `may` can be.

    Where the field is prose, `prose` is the passage most of whose sentences are statements.
    """

    must: tuple[str, ...] = ()
    may: str = ""
    prose: str | None = None


class GoldFile(BaseModel):
    """What stands in PAGE.gold.json. A field that nobody annotated is None."""

    profile: bool = True
    title: str = ""
    aliases: tuple[str, ...] | None = None
    tasks: FieldGold | None = None
    requirements: FieldGold | None = None


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page, the site or group it belongs to, and what is to be read off it."""

    html: Path
    site: str
    gold: GoldFile
    record: JobProfile | None = None
    """The whole record, where the page has one."""

    @property
    def name(self) -> str:
        """The page's name among all pages."""
        return f"{self.site}/{self.html.stem if self.html.stem != 'index' else self.html.parent.name}"

    def field(self, name: StatementField) -> FieldGold | None:
        """Return the gold of a field; None where there is none to hold a page against."""
        found = self.gold.tasks if name == "tasks" else self.gold.requirements
        if found is None or self.record is not None:
            return found
        return found if found.must or found.may else None


def corpus_pages(corpus: Path) -> Iterator[GoldPage]:
    """Yield the pages of a corpus, SITE/PAGE.html beside SITE/PAGE.gold.json.

    Raises ValueError where a gold file is not in that format.
    """
    for file in sorted(corpus.glob("*/*.gold.json")):
        page = file.with_name(file.name.replace(".gold.json", ".html"))
        yield GoldPage(page, file.parent.name, GoldFile.model_validate_json(file.read_bytes()))


def own_pages() -> Iterator[GoldPage]:
    """Yield the repository's own pages with their records; tests/pages/README.md tells how these were written."""
    yield from _pages_with_records()
    yield from corpus_pages(OWN_PAGES)
    yield from measured_pages()


def measured_pages() -> Iterator[GoldPage]:
    """Yield the pages of `tests/pages/measured`, a group for each language."""
    for page in corpus_pages(MEASURED):
        yield replace(page, site=f"{MEASURED.name}/{page.site}")


def _pages_with_records() -> Iterator[GoldPage]:
    for file in sorted(OWN_PAGES.glob("*/*.json")):
        if file.name.endswith((".gold.json", ".links.json")):
            continue
        name, group = file.name.removesuffix(".json"), file.parent.name
        if name.endswith(".rejected"):
            yield GoldPage(
                file.with_name(f"{name.removesuffix('.rejected')}.html"), group, GoldFile(profile=False)
            )
        else:
            record = JobProfile.model_validate_json(file.read_bytes())
            yield GoldPage(file.with_name(f"{name}.html"), group, _as_gold(record), record)


def own_html() -> list[Path]:
    """Return every page of the repository, those of the demo site included."""
    return sorted({page.resolve() for folder in (OWN_PAGES, DEMO_PAGES) for page in folder.rglob("*.html")})


def _as_gold(record: JobProfile) -> GoldFile:
    return GoldFile(
        title=record.title,
        aliases=record.aliases,
        tasks=FieldGold(must=tuple(task.text for task in record.tasks)),
        requirements=FieldGold(must=tuple(requirement.text for requirement in record.requirements)),
    )
