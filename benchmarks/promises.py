"""What `extract` promises of every page, whatever it holds."""

import json
import re
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from benchmarks.mutations import Input
from extractors.clean_text import clean_text
from extractors.extract import extract
from extractors.parse import parse
from schemas.extraction import Extraction
from schemas.profile import JobProfile
from schemas.text import holds_markup

MOST_SECONDS = 2.0
HANG = 20
"""Seconds after which a page is given up."""
_ADDRESSES = re.compile(r"^/(url|slug|id)$")


class _StillReading(BaseException):
    """Nothing that `extract` catches."""


def broken_promise(page: Input, *, twice: bool = False) -> tuple[str | None, float]:
    """Return which promise `extract` breaks on a page, None where it keeps all, and the CPU seconds it took.

    With `twice`, also whether it says the same again. Only the main thread of a process can ask this.
    """
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(HANG)
    start = time.process_time()
    try:
        found = _read(page)
        seconds = time.process_time() - start
        broken = next(_broken(page, found), None)
        if broken is None and seconds > MOST_SECONDS:
            broken = f"took {seconds:.1f} s, more than {MOST_SECONDS:.0f}"
        if broken is None and twice and _read(page) != found:
            broken = "read twice, and not alike"
    except _StillReading:
        return f"still reading after {HANG} s", time.process_time() - start
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        return f"raised {type(error).__name__}: {error}", time.process_time() - start
    else:
        return broken, seconds
    finally:
        signal.alarm(0)


def _read(page: Input) -> Extraction:
    return extract(page.html, url=page.url, content_type=page.content_type)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _StillReading


def _broken(page: Input, found: Extraction) -> Iterator[str]:
    if (found.profile is None) != bool(found.reason):
        yield f"profile and reason: {found.profile is not None} and {found.reason!r}"
    if found.reason and found.reason.startswith("internal error"):
        yield found.reason
    if found.profile is None:
        if found.evidence:
            yield "evidence without a profile"
        return
    record = found.profile.model_dump_json()
    if JobProfile.model_validate_json(record) != found.profile:
        yield "the record is another one after writing and reading it"
    yield from _unclean(json.loads(record))
    yield from _unfounded(page, found, found.profile)


def _unclean(value: Any, pointer: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _unclean(child, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, child in enumerate(value):
            yield from _unclean(child, f"{pointer}/{place}")
    elif isinstance(value, str) and not _ADDRESSES.match(pointer):
        if holds_markup(value):
            yield f"{pointer} holds markup: {value!r}"
        if value != " ".join(value.split()):
            yield f"{pointer} holds loose white space: {value!r}"


def _unfounded(page: Input, found: Extraction, profile: JobProfile) -> Iterator[str]:
    """Yield values without evidence, and evidence whose quote does not stand where it says."""
    fields = {"/title", *(f"/aliases/{place}" for place in range(len(profile.aliases)))}
    fields |= {f"/tasks/{place}/text" for place in range(len(profile.tasks))}
    fields |= {f"/requirements/{place}/text" for place in range(len(profile.requirements))}
    if lacking := fields - {evidence.field for evidence in found.evidence}:
        yield f"no evidence for {sorted(lacking)}"
    tree = parse(page.html, page.content_type)
    for evidence in found.evidence:
        if evidence.css is None:
            continue
        nodes = tree.css(evidence.css)
        if len(nodes) != 1:
            yield f"{evidence.field}: {evidence.css} finds {len(nodes)} elements"
            continue
        quote = evidence.prefix + evidence.exact + evidence.suffix
        if not evidence.exact or quote not in clean_text(nodes[0].text(deep=True)):
            yield f"{evidence.field}: {quote!r} does not stand in {evidence.css}"
