"""The one place through which files of a dataset are written, renamed and removed."""

import ctypes
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = ".unfinished-"
"""Start of the name of everything that no reader may see yet."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size and hex SHA-256 of a file."""

    bytes: int
    sha256: str


class UnfinishedFolder:
    """A folder under a temporary name, with the size and checksum of each file written into it."""

    def __init__(self, parent: Path, name: str) -> None:
        self.path = parent / f"{_UNFINISHED}{name}"
        self.path.mkdir()
        self.files: dict[str, FileFacts] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Give a function that appends bytes to a new file, which is on the disk when the block ends."""
        digest, size = hashlib.sha256(), 0
        with (self.path / name).open("xb") as file:

            def append(data: bytes) -> None:
                nonlocal size
                file.write(data)
                digest.update(data)
                size += len(data)

            yield append
            file.flush()
            os.fsync(file.fileno())
        self.files[name] = FileFacts(size, digest.hexdigest())

    @contextmanager
    def open_array(
        self, name: str, head: bytes = b"[", tail: bytes = b"]"
    ) -> Iterator[Callable[[bytes], None]]:
        """Give a function that appends items to a JSON array, one a line, between `head` and `tail`."""
        separator = b"\n"
        with self.open(name) as write:

            def append(item: bytes) -> None:
                nonlocal separator
                write(separator + item)
                separator = b",\n"

            write(head)
            yield append
            write(b"\n" + tail + b"\n")

    def adopt(self, name: str) -> None:
        """Take over a file that somebody else wrote into the folder."""
        with (self.path / name).open("r+b") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256")
            self.files[name] = FileFacts(file.tell(), digest.hexdigest())

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.open(name) as append:
            append(data)

    def finish(self, final: Path) -> None:
        """Give the folder its final name: readers see all of it or nothing, whenever the process dies."""
        final.parent.mkdir(exist_ok=True)
        _sync_folder(self.path)
        self.path.rename(final)
        _sync_folder(final.parent)
        _sync_folder(final.parent.parent)


class UnfinishedTree:
    """A folder of pages under a temporary name, with folders in it, to take an older one's place at once.

    Its files can be made anew at any time, so they have no checksums and reach the disk together.
    """

    def __init__(self, parent: Path, name: str) -> None:
        self.path = parent / f"{_UNFINISHED}{name}"
        self.path.mkdir()
        self._folders = {self.path}

    @contextmanager
    def open(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Give a function that appends bytes to a new file; folders in its name are made."""
        path = self.path / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True)
            self._folders.add(path.parent)
        with path.open("xb") as file:
            yield file.write

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.open(name) as append:
            append(data)

    def swap(self, final: Path) -> None:
        """Take the place of the folder `final`, if there is one, and remove it.

        Its files keep their addresses, so that links to them hold from one version to the next. Linux exchanges
        two folders in one step (renameat2, RENAME_EXCHANGE). Where system or file system cannot, two renames do
        it: there is no folder for the blink between them, and after a crash in there none until the next run.
        Never is there half of one.
        """
        os.sync()  # one call for thousands of files; one of each would take minutes on a slow disk
        if not final.exists():
            self.path.rename(final)
        elif not _exchange(self.path, final):
            final.rename(self.path.with_name(f"{self.path.name}-before"))
            self.path.rename(final)
        _sync_folder(final.parent)
        clear_unfinished(final.parent, self.path.name.removeprefix(_UNFINISHED))


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file at once: readers see the old content or the new, whenever the process dies."""
    unfinished = path.with_name(_UNFINISHED + path.name)
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _sync_folder(path.parent)


def replace_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Replace a file at once by these lines, without holding them all."""
    unfinished = path.with_name(_UNFINISHED + path.name)
    with unfinished.open("wb") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _sync_folder(path.parent)


def remove_folder(path: Path) -> None:
    """Remove a folder with all in it, or do nothing where there is none."""
    if path.exists():
        shutil.rmtree(path)


def clear_unfinished(parent: Path, name: str = "") -> None:
    """Remove what a dead run left under temporary names, or only what begins with `name`."""
    for path in parent.glob(f"{_UNFINISHED}{name}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _exchange(one: Path, other: Path) -> bool:
    """Give two folders each other's name at once, or return False where that cannot be had."""
    at_working_folder, exchange = -100, 2  # AT_FDCWD (linux/fcntl.h) and RENAME_EXCHANGE (linux/fs.h)
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(at_working_folder, names[0], at_working_folder, names[1], exchange) == 0)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
