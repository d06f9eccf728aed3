"""Chunks start when their turn comes: one at a time at a host, extraction as soon as its pages are there."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import pytest

from flows.chunk_order import work_through
from schemas.link import Link
from schemas.run_plan import RunPlan, RunRequest, cut_by_host, plan_chunks


def plan_of(hosts, extract_size):
    links = [Link(url=f"https://{host}.example/{page}") for page in range(6) for host in hosts]
    fetch, extract = plan_chunks(cut_by_host(links, 2), extract_size)
    return RunPlan(
        request=RunRequest(source="demo"),
        started="2026-11-22T09:30:00Z",
        fetch=tuple(fetch),
        extract=tuple(extract),
    )


@pytest.fixture
def plan():
    return plan_of("abc", 5)


def test_a_host_never_has_two_chunks_under_way(plan):
    under_way, lock, most = {}, Lock(), {}

    def fetch(chunk):
        with lock:
            under_way[chunk.host] = under_way.get(chunk.host, 0) + 1
            most[chunk.host] = max(most.get(chunk.host, 0), under_way[chunk.host])
        time.sleep(0.005)  # long enough for another one to start, if it may
        with lock:
            under_way[chunk.host] -= 1
        return chunk.pages

    with ThreadPoolExecutor(8) as pool:
        work_through(
            plan, lambda chunk: pool.submit(fetch, chunk), lambda chunk: pool.submit(len, chunk.fetched)
        )

    assert most == {"a.example": 1, "b.example": 1, "c.example": 1}


def test_extraction_waits_for_its_own_pages_only():
    plan = plan_of("a", 2)
    fetched, extracted, order = [], [], []

    def done(result):
        future = Future()
        future.set_result(result)
        return future

    def fetch(chunk):
        fetched.append(chunk.number)
        order.append("fetch")
        return done(chunk.pages)

    def extract(chunk):
        assert set(chunk.fetched) <= set(fetched)
        extracted.append(chunk.number)
        order.append("extract")
        return done(1)

    work_through(plan, fetch, extract)

    assert sorted(fetched) == [chunk.number for chunk in plan.fetch]
    assert sorted(extracted) == [chunk.number for chunk in plan.extract]
    assert order.index("extract") < len(fetched)


def test_a_chunk_that_fails_ends_the_run(plan):
    def fail(chunk):
        future = Future()
        future.set_exception(OSError(f"disk full at {chunk.number}"))
        return future

    with pytest.raises(OSError, match="disk full"):
        work_through(plan, fail, fail)


def test_nothing_to_do_is_done_at_once():
    empty = RunPlan(request=RunRequest(source="demo"), started="2026-11-22T09:30:00Z", fetch=(), extract=())

    work_through(empty, pytest.fail, pytest.fail)
