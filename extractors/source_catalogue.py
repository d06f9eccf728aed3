"""The sources at hand: those of this project, of installed packages, and of folders that a user names."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

from pydantic import ValidationError

from extractors import sources
from extractors.metadata import read_metadata
from extractors.parse import PageRejected, parse
from extractors.source import Source
from extractors.source_values import told_faults

ENTRY_POINTS = "jobprofiles.sources"
"""The entry-point group of packages that bring sources (PyPA, "Entry points specification")."""


class SourceFault(NamedTuple):
    """A source file or an entry point that was left out."""

    place: str
    """Its path, its module or its entry point."""
    reason: str

    def told(self) -> str:
        """Return it in one line for people."""
        return f"{self.place} {self.reason}"

    def may_be_of(self, source: str) -> bool:
        """Tell whether the place is where one looks for the source of this id: bls-ooh in bls_ooh.py."""
        name = re.sub(r"[^a-z0-9]+", "_", source)
        of_file = re.search(rf"(?:^|[./\\])(?:source_)?{name}(?:\.py)?$", self.place)
        return of_file is not None or self.place.startswith(f"the entry point {source} = ")


@dataclass(frozen=True, slots=True)
class SourceCatalogue:
    """Every source that could be read, by its id in their order, and whatever could not."""

    by_id: Mapping[str, Source]
    places: Mapping[str, str]
    """Source id → the module, entry point or file that it was read from."""
    faults: tuple[SourceFault, ...]


@cache
def read_sources(*folders: Path) -> SourceCatalogue:
    """Return this project's sources, those of installed packages, and those of the `folders`.

    Reading a source runs its file. One that cannot be used is a fault and stops none of the others; neither does
    one whose id an earlier one has.
    """
    by_id: dict[str, Source] = {}
    places: dict[str, str] = {}
    faults = []
    for place, load in _candidates(folders):
        found = _source_or_reason(load)
        if isinstance(found, Source) and found.id in by_id:
            found = f"gives the id {found.id!r}, which {places[found.id]} has already: choose another"
        if isinstance(found, str):
            faults.append(SourceFault(place, found))
        else:
            by_id[found.id], places[found.id] = found, place
    return SourceCatalogue(dict(sorted(by_id.items())), places, tuple(faults))


def _candidates(folders: tuple[Path, ...]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every place in which a source should stand, with the function that loads what stands there."""
    yield from _modules_of(sources)
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        package = _package_behind(entry)
        if package is not None:
            yield from _modules_of(package)
        else:
            yield f"the entry point {entry.name} = {entry.value}", entry.load
    for folder in folders:
        for file in sorted(folder.glob("*.py")):
            if not file.name.startswith("_"):
                yield str(file), partial(_module_at, file)


def _modules_of(package: ModuleType) -> Iterator[tuple[str, Callable[[], object]]]:
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        if not module.name.rpartition(".")[2].startswith("_"):
            yield module.name, partial(import_module, module.name)


def _package_behind(entry: EntryPoint) -> ModuleType | None:
    """Return the package of source files that an entry point names, None where it names anything else."""
    loaded = _loaded(entry.load)  # if in vain, again in its turn, and told then
    if isinstance(loaded, ModuleType) and hasattr(loaded, "__path__") and not hasattr(loaded, "SOURCE"):
        return loaded
    return None


def _source_or_reason(load: Callable[[], object]) -> Source | str:
    """Return the source that is loaded, or why there is none."""
    found = _loaded(load)
    if isinstance(found, ValidationError):
        return f"cannot be used: {told_faults(found)}"
    if isinstance(found, BaseException):
        return f"cannot be read: {type(found).__name__}: {' '.join(str(found).split())}"
    source = getattr(found, "SOURCE", None) if isinstance(found, ModuleType) else found
    if isinstance(source, Source):
        return source
    return f"should define SOURCE = Source(...), found {type(source).__name__}"


def _loaded(load: Callable[[], object]) -> object:
    """Return what is loaded, or what was raised instead: whatever that is, it stops none of the others."""
    try:
        with redirect_stdout(sys.stderr):  # what a file prints is no result of a command
            return load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - its maintainer learns it
        return error


def _module_at(file: Path) -> ModuleType:
    """Import a file that belongs to no package, under a name of its own: two folders may hold files of one name."""
    name = f"jobprofiles_source_{sha256(str(file.absolute()).encode()).hexdigest()[:12]}_{file.stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # typing and pydantic look up where a class was defined
    spec.loader.exec_module(module)
    return module


def source_of(url: str, known: Mapping[str, Source]) -> Source | None:
    """Return the source to whose hosts the page at `url` belongs, None where none claims it."""
    return next((source for source in known.values() if source.owns(url)), None)


def canonical_source(html: bytes, known: Mapping[str, Source]) -> Source | None:
    """Return the source that a saved page belongs to by its canonical link, None where none claims it."""
    try:
        canonical = read_metadata(parse(html), None).canonical
    except PageRejected:
        return None
    return source_of(canonical, known) if canonical else None
