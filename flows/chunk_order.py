"""The order of chunks: one after the other at a host, hosts side by side, extraction as soon as it can."""

from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from prefect.futures import PrefectFuture

from schemas.run_plan import ExtractChunk, FetchChunk, RunPlan

Future = PrefectFuture[int]


def work_through(
    plan: RunPlan, fetch: Callable[[FetchChunk], Future], extract: Callable[[ExtractChunk], Future]
) -> None:
    """Start every chunk of the plan when its turn comes, and return when all are done.

    A host never has two fetch chunks under way. Raises what the first failed chunk raised.
    """
    done = SimpleQueue[tuple[FetchChunk | ExtractChunk, Future]]()
    hosts: dict[str, deque[FetchChunk]] = {}
    for chunk in plan.fetch:
        hosts.setdefault(chunk.host, deque()).append(chunk)
    missing = {chunk.number: set(chunk.fetched) for chunk in plan.extract}

    def start(chunk: FetchChunk | ExtractChunk) -> None:
        future = fetch(chunk) if isinstance(chunk, FetchChunk) else extract(chunk)
        future.add_done_callback(lambda ended: done.put((chunk, ended)))

    for waiting in hosts.values():
        start(waiting.popleft())
    for _ in range(len(plan.fetch) + len(plan.extract)):
        chunk, future = done.get()
        future.result()
        if isinstance(chunk, ExtractChunk):
            continue
        if hosts[chunk.host]:
            start(hosts[chunk.host].popleft())
        for reading in plan.extract:
            if chunk.number in missing[reading.number]:
                missing[reading.number].remove(chunk.number)
                if not missing[reading.number]:
                    start(reading)
