"""Saved pages as tests, collected without registration; every pytest finds this plugin where the package is installed.

Below the folder `tests/pages` (ini option `jobprofiles_pages`) each folder holds saved pages of one source, and has
its id as name; a folder of another name is read by the generic extractor alone.

    GUIDE/gilder.html          beside gilder.json           a test for each field of the record
    GUIDE/vacancy.html         beside vacancy.rejected.json a test that the page is none, for that reason
    GUIDE/a-z.html             beside a-z.links.json        a test that these links are discovered
    GUIDE                                                   tests that the source names its terms, and that each
                                                            of its settings matches on a saved page

`pytest --accept` shows what differs in the tests that it runs, and writes that down as what is expected from now on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# What reads pages is imported when the first folder of them is found: most runs of pytest have none.
if TYPE_CHECKING:
    from extractors.source import Source
    from schemas.extraction import Extraction

_FOLDERS = "jobprofiles_pages"
_GENERIC = "jobprofiles_generic"


class Differs(Exception):
    """A saved page is read otherwise than expected; the message shows the difference, `brief` says it in a line."""

    def __init__(self, told: str, brief: str | None = None) -> None:
        super().__init__(told)
        self.brief = brief or told.partition("\n")[0]


@dataclass(frozen=True)
class _Crash:
    message: str


@dataclass(frozen=True)
class _ToldFailure:
    """What pytest shows of a failure: the difference in full, and in the summary a line.

    The summary shows `reprcrash.message`, whole where the environment says that this is CI.
    """

    told: str
    reprcrash: _Crash

    def __str__(self) -> str:
        # What the workers of pytest-xdist pass on, of which the summary shows the beginning.
        brief = self.reprcrash.message
        return self.told if self.told.startswith(brief) else f"{brief}\n{self.told}"

    def toterminal(self, writer: Any) -> None:
        """Write it to a terminal of pytest's."""
        writer.line(self.told)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting."""
    group = parser.getgroup("jobprofiles")
    group.addoption(
        "--accept",
        action="store_true",
        help="write down what is read of saved pages as what is expected of them, after showing the difference",
    )
    parser.addini(
        _FOLDERS,
        "folders below which each folder holds saved pages of one source",
        "linelist",
        ["tests/pages"],
    )
    parser.addini(_GENERIC, "names of such folders that the generic extractor reads alone", "args", [])


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to accept what nobody would see."""
    if config.getoption("accept") and config.getoption("numprocesses", default=None):
        raise pytest.UsageError(
            "--accept shows what it writes, which the workers of pytest-xdist cannot: leave -n out"
        )


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a folder of saved pages as such."""
    folders = (Path(folder).parts for folder in parent.config.getini(_FOLDERS))
    # By their last parts: where a project has no settings for pytest, its root is whatever folder was asked for.
    if not any(path.parent.parts[-len(parts) :] == parts for parts in folders) or not any(
        path.glob("*.html")
    ):
        return None
    return SourcePages.from_parent(parent, path=path)


class SourcePages(pytest.Directory):
    """The saved pages of one source."""

    @cached_property
    def source(self) -> Source | None:
        """The source of the folder's name; None where the settings say that the generic extractor reads alone.

        Raises CollectError where there is no such source: another reader would be none.
        """
        from flows.command_errors import UsageError  # noqa: PLC0415
        from flows.run_source import source_catalogue  # noqa: PLC0415

        try:
            catalogue = source_catalogue()
        except UsageError as error:
            raise self.CollectError(str(error)) from error
        name = self.path.name
        source = catalogue.by_id.get(name)
        if source is None and name not in self.config.getini(_GENERIC):
            faults = [each.told() for each in catalogue.faults if each.may_be_of(name)]
            told = (
                faults[0]
                if faults
                else f"no source has that id, and the ini option {_GENERIC} does not name it"
            )
            raise self.CollectError(f"{name} has no source to read its pages: {told}")
        return source

    def collect(self) -> Iterable[pytest.Collector | pytest.Item]:
        """Yield the pages, what the source itself has to keep, and Python files of tests."""
        from extractors.saved_page import orphans, saved_pages  # noqa: PLC0415

        for page in saved_pages(self.path):
            yield PageFile.from_parent(self, path=page.html, source=self.source)
        for orphan in orphans(self.path):
            yield Check.from_parent(self, name=orphan.name, check=partial(_miss_page, orphan))
        if self.source:
            yield Check.from_parent(self, name="terms", check=self._check_terms)
            yield Check.from_parent(self, name="settings", check=self._check_settings)
        # A folder that is collected by a plugin is so by it alone.
        for path in sorted(self.path.glob("*.py")):
            yield from self.ihook.pytest_collect_file(file_path=path, parent=self)

    def _check_terms(self) -> None:
        from extractors.unmatched_settings import unnamed_terms  # noqa: PLC0415

        if self.source and (missing := unnamed_terms(self.source)):
            raise Differs(f"{self.source.id} does not name its {' and its '.join(missing)}")

    def _check_settings(self) -> None:
        from extractors.saved_page import saved_pages  # noqa: PLC0415
        from extractors.unmatched_settings import unmatched_settings  # noqa: PLC0415
        from flows.saved_listing import SavedListing  # noqa: PLC0415

        pages = [page for page in saved_pages(self.path) if not SavedListing(page.html).is_one()]
        if self.source and (unmatched := unmatched_settings(self.source, pages)):
            told = "\n".join(f"    {line}" for line in unmatched)
            raise Differs(
                f"{self.source.id} has settings that match on none of its saved pages:\n{told}\n"
                "Remove them, or save a page that needs them."
            )


def _miss_page(expected: Path) -> None:
    raise Differs(f"{expected} has no page beside it: save the page, or remove the file")


class PageFile(pytest.File):
    """A saved page with what is expected of it."""

    def __init__(self, *, source: Source | None, **where: Any) -> None:
        super().__init__(**where)
        self.source = source

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each field; for a listing, one for its links."""
        from extractors.saved_page import ExpectationInvalid, SavedPage, fields_of  # noqa: PLC0415
        from flows.saved_listing import SavedListing  # noqa: PLC0415

        if SavedListing(self.path).is_one():
            yield Check.from_parent(self, name="links", check=self._check_links)
            return
        try:
            expected = SavedPage(self.path).expected()
        except ExpectationInvalid as error:
            raise self.CollectError(str(error)) from error
        if expected is None:
            yield Check.from_parent(self, name="expected", check=self._check_presence)
            return
        for field in fields_of(expected):
            yield Check.from_parent(self, name=field, check=self._field_check(expected, field))

    @cached_property
    def _found(self) -> Extraction:
        from extractors.saved_page import SavedPage  # noqa: PLC0415

        return SavedPage(self.path).read(self.source)

    def _field_check(self, expected: dict[str, Any], field: str) -> Callable[[], None]:
        def check() -> None:
            from extractors.saved_page import difference  # noqa: PLC0415

            if differing := difference(expected, self._found, field):
                self._accept_or_raise(expected, field, _difference(*differing))

        return check

    def _check_presence(self) -> None:
        lacking = f"{self.path} has no expected record: `pytest --accept` writes what is read"
        self._accept_or_raise(None, None, Differs(lacking))

    def _accept_or_raise(self, expected: dict[str, Any] | None, field: str | None, failure: Differs) -> None:
        from extractors.saved_page import SavedPage, accepted, expectation  # noqa: PLC0415

        page, found = SavedPage(self.path), self._found
        if page.expected() == json.loads(expectation(found)):
            return  # accepted with another field: the page is a profile now, or none any more
        before = json.dumps(expected, indent=2, ensure_ascii=False) if expected else ""
        shown = _diff(before, accepted(expected, found, field))
        self._write_or_raise(lambda: page.accept(found, field), shown, failure)

    def _write_or_raise(self, accept: Callable[[], Path], shown: Iterable[str], failure: Differs) -> None:
        """Show the difference, then write what was read; raises Differs unless it is to be accepted."""
        if not self.config.getoption("accept"):
            raise failure
        self._say(f"accepted: {self.path.parent.name}/{self.path.name}", *shown)
        try:
            written = accept()
        except OSError as error:
            raise Differs(f"{error.filename} cannot be written: {error.strerror}\n{failure}") from error
        self._say(f"wrote {written}")

    def _say(self, *lines: str) -> None:
        """Show lines on the terminal while a test runs, past what pytest captures of it."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        capture = self.config.pluginmanager.get_plugin("capturemanager")
        if reporter is None:
            return
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            reporter.ensure_newline()
            for line in lines:
                reporter.write_line(line, green=line.startswith("+"), red=line.startswith("-"))

    def _check_links(self) -> None:
        from extractors.saved_page import ExpectationInvalid  # noqa: PLC0415
        from flows.saved_listing import SavedListing  # noqa: PLC0415

        listing = SavedListing(self.path)
        if self.source is None:
            raise Differs(f"{listing.links}: no source is called {self.path.parent.name!r}")
        try:
            expected = listing.expected()
            found = listing.read(self.source, expected["url"])
        except ExpectationInvalid as error:
            raise Differs(str(error)) from error
        if found != expected:
            shown = _diff(*(json.dumps(each, indent=2, ensure_ascii=False) for each in (expected, found)))
            self._write_or_raise(lambda: listing.accept(found), shown, _difference(expected, found))


class Check(pytest.Item):
    """One thing that is looked at."""

    def __init__(self, *, check: Callable[[], None], **where: Any) -> None:
        super().__init__(**where)
        self._check = check

    def runtest(self) -> None:
        """Look at it; raises Differs."""
        self._check()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the difference alone: where in this file it was found helps nobody."""
        if isinstance(excinfo.value, Differs):
            return _ToldFailure(str(excinfo.value), _Crash(excinfo.value.brief))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the failure is shown to be."""
        return self.path, None, f"{self.path.parent.name}/{self.path.name}: {self.name}"


def _difference(expected: Any, found: Any) -> Differs:
    if isinstance(expected, str) and isinstance(found, str):
        return Differs(f"expected  {expected}\nfound     {found}", f"expected {expected!r}, found {found!r}")
    shown = list(_diff(*(json.dumps(each, indent=2, ensure_ascii=False) for each in (expected, found))))
    gone, new = (sum(line.startswith(sign) for line in shown[2:]) for sign in "-+")
    told = [f"{count} {what}" for count, what in ((gone, "gone"), (new, "new")) if count]
    return Differs("\n".join(shown), ", ".join(told))


def _diff(before: str, after: str) -> Iterator[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), "expected", "found", n=2, lineterm="")
    return (line for line in lines if not line.startswith("@@"))
