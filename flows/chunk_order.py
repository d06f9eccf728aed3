"""The order of chunks: one after the other at a host, hosts side by side, extraction as soon as it can."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection
from queue import SimpleQueue
from typing import NamedTuple, Protocol

from prefect.futures import PrefectFuture

from schemas.run_plan import ExtractChunk, FetchChunk, RunPlan

Future = PrefectFuture[int]
Chunk = FetchChunk | ExtractChunk


class Finished(NamedTuple):
    """Numbers of chunks that an earlier attempt has finished."""

    fetch: Collection[int] = frozenset()
    extract: Collection[int] = frozenset()


class Observer(Protocol):
    """What wants to know how far the work is."""

    def begun(self, chunk: Chunk) -> None:
        """Take note of a chunk that is started."""

    def ended(self, chunk: Chunk) -> None:
        """Take note of a chunk that is done."""


def work_through(
    plan: RunPlan,
    fetch: Callable[[FetchChunk], Future],
    extract: Callable[[ExtractChunk], Future],
    *,
    finished: Finished = Finished(),  # noqa: B008  (it cannot be changed)
    observer: Observer | None = None,
) -> None:
    """Start every chunk of the plan when its turn comes, and return when all are done.

    A host never has two fetch chunks under way. What is `finished` is not started again. Raises what the first
    failed chunk raised.
    """
    _Order(plan, fetch, extract, finished, observer).work_through()


class _Order:
    def __init__(
        self,
        plan: RunPlan,
        fetch: Callable[[FetchChunk], Future],
        extract: Callable[[ExtractChunk], Future],
        finished: Finished,
        observer: Observer | None,
    ) -> None:
        self._fetch, self._extract, self._observer = fetch, extract, observer
        self._done: SimpleQueue[tuple[Chunk, Future]] = SimpleQueue()
        self._under_way = 0
        self._hosts: defaultdict[str, deque[FetchChunk]] = defaultdict(deque)
        for chunk in plan.fetch:
            if chunk.number not in finished.fetch:
                self._hosts[chunk.host].append(chunk)
        self._unread = [chunk for chunk in plan.extract if chunk.number not in finished.extract]
        self._missing = {chunk.number: set(chunk.fetched) - set(finished.fetch) for chunk in self._unread}
        self._waiting: defaultdict[int, list[ExtractChunk]] = defaultdict(list)
        for reading in self._unread:
            for number in self._missing[reading.number]:
                self._waiting[number].append(reading)

    def work_through(self) -> None:
        for host in list(self._hosts):
            self._start_next(host)
        for reading in self._unread:
            if not self._missing[reading.number]:
                self._start(reading)
        while self._under_way:
            chunk, future = self._done.get()
            future.result()
            self._under_way -= 1
            if self._observer:
                self._observer.ended(chunk)
            if isinstance(chunk, FetchChunk):
                self._start_next(chunk.host)
                self._read_what_waited_for(chunk)

    def _start_next(self, host: str) -> None:
        if self._hosts[host]:
            self._start(self._hosts[host].popleft())

    def _read_what_waited_for(self, chunk: FetchChunk) -> None:
        for reading in self._waiting.pop(chunk.number, ()):
            self._missing[reading.number].remove(chunk.number)
            if not self._missing[reading.number]:
                self._start(reading)

    def _start(self, chunk: Chunk) -> None:
        self._under_way += 1
        if self._observer:
            self._observer.begun(chunk)
        future = self._fetch(chunk) if isinstance(chunk, FetchChunk) else self._extract(chunk)
        future.add_done_callback(lambda future: self._done.put((chunk, future)))
