"""CONTRIBUTING.md, followed to the letter in a copy of this repository: what it shows is what comes."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|console)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
ANYTHING = "…"
"""A line that stands for any number of lines."""
MARK = "@@@ next command"
PORT = "8470"


def commands():
    """The commands in their order, each with what is shown below it, None where nothing is."""
    for language, block in BLOCKS:
        if language == "sh":
            yield from ((line, None) for line in block.splitlines())
        else:
            yield from re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def without_times(text):
    text = re.sub(r"\d{4}-\d\d-\d\dT\d{6}Z", "TIME", text)
    text = re.sub(r"in \d+\.\d+s( \(.*\))?", "in SECONDS", text)
    # The tests have a server already.
    return re.sub(r"^Starting a Prefect server.*\n", "", text, flags=re.MULTILINE)


def pattern_of(shown):
    lines = without_times(shown).splitlines()
    return re.compile("".join("(?:.*\n)*?" if line == ANYTHING else f"{re.escape(line)}\n" for line in lines))


@pytest.fixture
def copy(tmp_path):
    """A copy of the repository without what git ignores."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "data", "__pycache__", ".*_cache", "*.egg-info", "build"
    )
    return shutil.copytree(ROOT, tmp_path / "clone", symlinks=True, ignore=ignored)


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.slow
def test_the_walk_from_an_address_to_a_green_test_and_through_a_repair_is_as_shown(
    copy, clean_environment, unused_port, prefect_server
):
    walk = [
        (command, shown) for command, shown in commands() if not command.startswith(("make ", "export PATH"))
    ]
    # What was started in the background needs a moment until it answers.
    script = "\n".join(
        f"{command}\n{'sleep 1; ' * command.endswith('&')}echo '{MARK}'" for command, _ in walk
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), clean_environment["PATH"]])
    process = subprocess.Popen(
        ["bash", "-c", script.replace(PORT, str(unused_port))],
        cwd=copy, env={**clean_environment, "PATH": path, "PYTHONPATH": str(copy), "PREFECT_API_URL": prefect_server}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        out, _ = process.communicate(timeout=240)
    finally:
        with suppress(ProcessLookupError):  # the walk ends what it started
            os.killpg(process.pid, signal.SIGKILL)
    printed = out.split(f"{MARK}\n")
    assert len(printed) == len(walk) + 1
    for (command, shown), said in zip(walk, printed, strict=False):
        if shown is not None:
            assert pattern_of(shown).fullmatch(without_times(said)), f"{command} printed\n{said}"


def test_the_files_it_names_exist():
    for link in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / link).exists(), link
