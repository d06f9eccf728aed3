"""The plan of a run: written down before the first page is fetched, so that an interrupted run can go on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from schemas.link import Link
from schemas.profile import SourceId
from schemas.text import WebAddress


class _Plan(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunRequest(_Plan):
    """What a run was asked for; only a run that was asked for the same can go on with another one's work."""

    source: SourceId
    start_url: WebAddress | None = None
    limit: Annotated[int, Field(ge=1)] | None = None
    offline: bool = False
    """Whether pages come from the archive instead of the network."""
    render: bool = False
    """Whether pages are fetched through a browser."""


class FetchChunk(_Plan):
    """Pages of one host that one task fetches; chunks of a host follow each other."""

    number: Annotated[int, Field(ge=1)]
    host: str
    pages: Annotated[int, Field(ge=1)]


class ExtractChunk(_Plan):
    """Fetch chunks whose pages one task reads."""

    number: Annotated[int, Field(ge=1)]
    fetched: tuple[int, ...]
    """Numbers of those fetch chunks."""


class RunPlan(_Plan):
    """plan.json: what was asked for, and how the work is cut."""

    request: RunRequest
    started: datetime
    fetch: tuple[FetchChunk, ...]
    extract: tuple[ExtractChunk, ...]


def cut_by_host(links: Sequence[Link], size: int) -> Iterator[list[Link]]:
    """Yield the links in lists of at most `size`, each of one host only, in the order given."""
    places: dict[str, list[int]] = {}
    for place, link in enumerate(links):
        places.setdefault(host_of(link), []).append(place)
    for _, group in sorted(places.items()):
        for start in range(0, len(group), size):
            yield [links[place] for place in group[start : start + size]]


def plan_chunks(
    chunks: Iterable[Sequence[Link]], extract_size: int
) -> tuple[list[FetchChunk], list[ExtractChunk]]:
    """Return numbered chunks for fetching, and neighbours joined to `extract_size` pages for extraction."""
    fetch = [
        FetchChunk(number=number, host=host_of(links[0]), pages=len(links))
        for number, links in enumerate(chunks, start=1)
    ]
    extract: list[ExtractChunk] = []
    together: list[FetchChunk] = []
    for chunk in fetch:
        together.append(chunk)
        if sum(part.pages for part in together) >= extract_size or chunk is fetch[-1]:
            numbers = tuple(part.number for part in together)
            extract.append(ExtractChunk(number=len(extract) + 1, fetched=numbers))
            together = []
    return fetch, extract


def host_of(link: Link) -> str:
    """Return the host that a link leads to, lower case."""
    return urlsplit(link.url).hostname or ""
