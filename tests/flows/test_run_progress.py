"""How far a run is can be told at any moment, also in the middle of a chunk."""

from flows.chunk_order import Finished
from flows.run_folder import RunFolder
from flows.run_progress import RunProgress, _duration
from schemas.link import Link
from schemas.run_plan import RunPlan, RunRequest, cut_by_host, plan_chunks


def plan_of(pages, fetch_size, extract_size):
    links = [Link(url=f"https://careers.example/{page}") for page in range(pages)]
    fetch, extract = plan_chunks(cut_by_host(links, fetch_size), extract_size)
    asked = RunRequest(source="demo")
    return RunPlan(request=asked, started="2026-11-22T09:30:00Z", fetch=tuple(fetch), extract=tuple(extract))


def test_pages_are_counted_as_their_chunks_end(tmp_path):
    plan = plan_of(10, 4, 8)
    progress = RunProgress.of(RunFolder(str(tmp_path)), plan, Finished())

    assert (progress.pages, progress.fetched_so_far(), progress.read) == (10, 0, 0)
    for chunk in plan.fetch[:2]:
        progress.begun(chunk)
        progress.ended(chunk)
    progress.ended(plan.extract[0])
    assert (progress.fetched_so_far(), progress.read) == (8, 8)


def test_pages_of_a_chunk_under_way_count_as_they_come(tmp_path):
    run, plan = RunFolder(str(tmp_path)), plan_of(10, 4, 8)
    progress = RunProgress.of(run, plan, Finished())
    progress.begun(plan.fetch[0])
    run.journal(1).parent.mkdir()
    run.journal(1).write_text("{}\n{}\n{")

    assert progress.fetched_so_far() == 2


def test_a_run_that_is_carried_on_begins_where_it_stopped(tmp_path):
    progress = RunProgress.of(RunFolder(str(tmp_path)), plan_of(10, 4, 8), Finished({1, 2}, {1}))

    assert (progress.fetched_so_far(), progress.read) == (8, 8)


def test_time_left_is_told_in_words():
    assert [_duration(seconds) for seconds in (9, 150, 9000)] == ["9 s", "2 min", "2 h 30 min"]
