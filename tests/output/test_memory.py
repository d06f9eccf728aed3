"""Publishing keeps an index of the records in memory, never the records."""

import tracemalloc

from schemas.profile import Task


def test_memory_does_not_grow_with_the_bodies_of_the_records(
    publish, make_result, make_profile, write_results
):
    texts = tuple(Task(text=f"{number} " + "word " * 900 + "end", label=None) for number in range(20))
    slugs = [f"trade-{number}" for number in range(60)]
    chunks = write_results(*([make_result(slug, profile=make_profile(slug, tasks=texts))] for slug in slugs))
    bodies = sum(path.stat().st_size for path in chunks)
    assert bodies > 5_000_000
    publish([], results=chunks)

    tracemalloc.start()
    try:
        publish([], results=chunks[:-5])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < bodies / 4
