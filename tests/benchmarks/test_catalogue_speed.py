"""`make bench-catalogue`, run small: it opens a real catalogue and counts every key."""

import pytest

from benchmarks.catalogue_speed import _TYPED, main
from flows.fetching.browser import NoBrowser, browser_path


def has_browser():
    try:
        return bool(browser_path())
    except NoBrowser:
        return False


@pytest.mark.skipif(not has_browser(), reason="needs Chromium: apt install chromium")
def test_every_key_is_measured(capsys):
    main(["--profiles", "50"])
    printed = capsys.readouterr().out
    assert "The catalogue of 50 profiles" in printed
    assert f" of {sum(map(len, _TYPED))}" in printed


def test_without_a_browser_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main([]) == 2
    assert "apt install chromium" in capsys.readouterr().err
