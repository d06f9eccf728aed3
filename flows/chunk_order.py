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
    done: SimpleQueue[tuple[FetchChunk | None, Future]] = SimpleQueue()
    hosts: dict[str, deque[FetchChunk]] = {}
    for chunk in plan.fetch:
        hosts.setdefault(chunk.host, deque()).append(chunk)
    missing = {chunk.number: set(chunk.fetched) for chunk in plan.extract}

    def start_next(host: str) -> None:
        if hosts[host]:
            chunk = hosts[host].popleft()
            fetch(chunk).add_done_callback(lambda future: done.put((chunk, future)))

    for host in hosts:
        start_next(host)
    for _ in range(len(plan.fetch) + len(plan.extract)):
        fetched, future = done.get()
        future.result()
        if fetched is None:
            continue
        start_next(fetched.host)
        for reading in plan.extract:
            if fetched.number in reading.fetched:
                missing[reading.number].remove(fetched.number)
                if not missing[reading.number]:
                    extract(reading).add_done_callback(lambda future: done.put((None, future)))
