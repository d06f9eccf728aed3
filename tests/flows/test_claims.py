"""A chunk whose run several machines do is fetched by one task at a time."""

import pytest

from flows.claims import Claim, claimed
from flows.run_folder import STOP, RunFolder
from flows.stopping import RunStopped


@pytest.fixture
def run(bucket):
    return RunFolder(f"{bucket}/runs/demo/1")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("flows.stopping._LOOK_SECONDS_SHARED", 0.01)


def test_a_task_learns_that_another_one_took_its_chunk(run):
    first, second = Claim(run, 1), Claim(run, 1)
    assert not first.take()
    first.look()

    assert second.take()
    with pytest.raises(RunStopped, match="another worker fetches this chunk now"):
        first.look()
    second.look()


def test_whoever_lost_a_chunk_does_not_release_it(run):
    first, second = Claim(run, 1), Claim(run, 1)
    first.take()
    second.take()

    first.release()

    second.look()
    second.release()
    assert run.noted(run.claim(1)) is None


def test_an_interrupted_run_is_noticed_too(run):
    run.note(STOP, "")

    with claimed(run, 1) as sign, pytest.raises(RunStopped, match="the run was interrupted"):
        sign.look()


def test_a_run_on_one_machine_claims_nothing(tmp_path):
    run = RunFolder(str(tmp_path / "run"))
    with claimed(run, 1):
        assert not run.parts("fetched/*")
