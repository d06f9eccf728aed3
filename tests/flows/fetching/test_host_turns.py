"""Processes of one machine agree on whose turn it is at a host."""

import os
import subprocess
import sys
import textwrap

import pytest

from flows.fetching.host_turns import HostTurns, turns_folder


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def turns(tmp_path, clock):
    """Turns of a host as another process would open them."""
    return lambda host="careers.example": HostTurns(tmp_path / "hosts", host, clock)


def test_one_turn_after_the_other_whoever_asks(turns, clock):
    assert turns().claim(2.0) == 0
    assert turns().claim(2.0) == 2.0
    clock.now += 1.5
    assert turns().claim(2.0) == 0.5
    clock.now += 0.5
    assert turns().claim(2.0) == 0


def test_each_host_has_turns_of_its_own(turns):
    assert turns("a.example").claim(2.0) == turns("b.example").claim(2.0) == 0


def test_a_host_that_asked_for_rest_gets_it_from_everybody(turns, clock):
    turns().rest(30)
    assert turns().claim(1.0) == 30
    clock.now += 30
    assert turns().claim(1.0) == 0


def test_a_rest_of_years_is_forgotten_after_a_day(turns):
    turns().rest(1e30)
    assert turns().claim(1.0) == 86_400


def test_a_clock_that_was_set_back_stops_nobody(turns, clock):
    turns().claim(1.0)
    turns().rest(10**6)
    clock.now -= 10**7
    assert turns().claim(1.0) <= 86_400


def test_there_are_only_so_many_places_and_a_closed_one_is_free(turns):
    held = [turns().take_place(2), turns().take_place(2)]
    assert turns().take_place(2) is None
    os.close(held.pop())
    held.append(turns().take_place(2))
    assert None not in held
    for place in held:
        os.close(place)


def test_the_places_of_a_killed_process_are_free(tmp_path, turns):
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from flows.fetching.host_turns import HostTurns
        place = HostTurns(Path(sys.argv[1]), "careers.example", time.time).take_place(1)
        print(place is not None, flush=True)
        time.sleep(60)
    """)
    command = [sys.executable, "-c", program, tmp_path / "hosts"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"True\n"
        assert turns().take_place(1) is None
        process.kill()
    place = turns().take_place(1)
    assert place is not None
    os.close(place)


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 16, b"\0" * 16, b"\x7f" * 99])
def test_a_damaged_file_stops_nobody_for_long(tmp_path, turns, content):
    turns().claim(1.0)
    (file,) = (tmp_path / "hosts").glob("*.turns")
    file.write_bytes(content)
    assert 0 <= turns().claim(1.0) <= 86_400
    assert 0 <= turns().claim(1.0) <= 86_400


@pytest.mark.parametrize("host", ["../../etc/passwd", "a/b", "", "ü.example", "x" * 300, "::1", "a\0b"])
def test_a_hosts_name_never_leads_out_of_the_folder(tmp_path, turns, host):
    assert turns(host).claim(1.0) == 0
    assert [path.parent for path in tmp_path.rglob("*.turns")] == [tmp_path / "hosts"]


def test_a_home_that_cannot_be_written_does_not_stop_fetching(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert turns_folder(None).name == f"jobprofiles-hosts-{os.getuid()}"
