"""`jobprofiles validate`: check records, files of records, and whole versions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command_errors import InputError, RefusedError, UsageError
from flows.dataset_download import downloaded
from output.published import DatasetUnreadable
from output.validation import validate as faults_of

_MOST_TOLD = 100


def validate(*inputs: Annotated[str, Parameter(name="FILE_OR_URL")]) -> None:
    """Print every fault with its file, line and field; exit code 1 where there is one.

    Parameters
    ----------
    inputs
        A record (.json), an array of records (.json), a record a line (.jsonl), the folder of a version or of a
        dataset; or an address of one of them.
    """
    if not inputs:
        raise UsageError("expected a file, a folder or an address to check, found none")
    wrong = 0
    for name in inputs:
        found = _check(name)
        wrong += found
        if not found:
            print(f"{name}: valid")
    if wrong:
        raise RefusedError(f"{wrong} {'fault' if wrong == 1 else 'faults'} found")


def _check(name: str) -> int:
    found = 0
    try:
        with _local(name) as path:
            for found, fault in enumerate(faults_of(path), start=1):
                if found <= _MOST_TOLD:
                    # The name as it was given, whatever it was fetched into.
                    print(str(fault).replace(str(path), name.rstrip("/"), 1))
    except DatasetUnreadable as error:
        raise InputError(str(error)) from error
    if found > _MOST_TOLD:
        print(f"{name}: … and {found - _MOST_TOLD} more")
    return found


@contextmanager
def _local(name: str) -> Iterator[Path]:
    if name.lower().startswith(("http://", "https://")):
        with downloaded(name) as path:
            yield path
    else:
        yield Path(name)
