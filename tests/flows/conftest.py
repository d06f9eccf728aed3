"""The demo site as a slow site to interrupt, and the processes that a run leaves behind."""

import os
from pathlib import Path

import pytest

from flows.demo_site.demo_server import HOST, DemoSite


@pytest.fixture
def demo_site():
    """The environment of a command that finds the demo site."""
    with DemoSite() as site:
        yield {
            "JOBPROFILES_HOST_MAP": f'{{"{HOST}": "{site.address}"}}',
            "JOBPROFILES_REQUESTS_PER_SECOND": "200",
            "JOBPROFILES_CONCURRENT_PER_HOST": "8",
        }


@pytest.fixture
def slow_demo_site(demo_site):
    """As demo_site, but reading it takes ten seconds or more."""
    return {**demo_site, "JOBPROFILES_REQUESTS_PER_SECOND": "2", "JOBPROFILES_CONCURRENT_PER_HOST": "1"}


@pytest.fixture
def processes_of(tmp_path):
    """A function that lists the processes started from this test's own folder, by their command lines."""

    def processes():
        found = []
        for process in Path("/proc").iterdir():
            try:
                environment = (process / "environ").read_bytes()
                command = (process / "cmdline").read_bytes()
            except (OSError, NotADirectoryError):
                continue
            if os.fsencode(tmp_path) in environment and command:
                found.append(command.replace(b"\0", b" ").decode())
        return found

    return processes
