"""A chunk is tried again where that can help, and nowhere else."""

import time

import pytest
from prefect import flow, task

from flows.chunk_retries import RETRIES
from flows.command_errors import UsageError
from flows.fetching.fetch_failures import ArchiveUnreachable, ArchiveUnreadable, HostUnreachable
from flows.run_folder import RunFolderUnreachable
from flows.stopping import RunStopped

pytestmark = pytest.mark.usefixtures("prefect_server")
SEVERAL = {**RETRIES, "retry_delay_seconds": [0.01] * 3}


def attempts_at(*failures):
    """Run a chunk that fails so, one failure an attempt, and then is done; returns how often it was tried."""
    left, tried = list(failures), []

    @task(**SEVERAL)
    def chunk():
        tried.append(time.monotonic())
        if left:
            raise left.pop(0)

    @flow
    def run():
        chunk()

    try:
        run()
    except type(failures[-1]) as error:
        return len(tried), error
    return len(tried), None


@pytest.mark.parametrize(
    "failure",
    [
        OSError("disk full"),
        ArchiveUnreachable("the store is down"),
        RunFolderUnreachable("the store is down"),
    ],
)
def test_what_may_pass_is_tried_again(failure):
    assert attempts_at(failure, failure) == (3, None)


def test_after_three_more_attempts_it_is_enough():
    tried, error = attempts_at(*[OSError("disk full")] * 5)

    assert tried == 4
    assert str(error) == "disk full"


@pytest.mark.parametrize(
    "failure",
    [
        RunStopped("interrupted"),
        UsageError("wrong setting"),
        HostUnreachable("http://careers.example/", "no address"),
        ArchiveUnreadable("damaged"),
    ],
)
def test_what_nothing_changes_is_not_tried_again(failure):
    tried, error = attempts_at(failure, failure)

    assert tried == 1
    assert error is failure
