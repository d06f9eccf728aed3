"""Settings come from the environment, and what is wrong with one is said in one line that names it."""

from pathlib import Path

import pytest

from flows.command_errors import UsageError
from flows.run_settings import load_settings


def test_without_any_setting_data_goes_to_the_folder_data():
    settings = load_settings()

    assert settings.data == Path("data")
    assert settings.fetch_chunk_size == 250
    assert settings.task_runner == "thread"
    assert 1 <= settings.workers <= 8


def test_the_environment_sets_and_an_argument_goes_before_it(monkeypatch):
    monkeypatch.setenv("JOBPROFILES_DATA", "elsewhere")

    assert load_settings().data == Path("elsewhere")
    assert load_settings(data=None).data == Path("elsewhere")
    assert load_settings(data="here").data == Path("here")


def test_hosts_stand_between_commas(monkeypatch):
    monkeypatch.setenv("JOBPROFILES_ALLOW_HOSTS", "127.0.0.1, Intranet.Example,")

    assert load_settings().fetch_settings().allow_hosts == ("127.0.0.1", "intranet.example")


def test_what_concerns_fetching_reaches_the_fetcher(monkeypatch):
    monkeypatch.setenv("JOBPROFILES_REQUESTS_PER_SECOND", "0.5")
    monkeypatch.setenv("JOBPROFILES_CONTACT", "data@example.org")
    monkeypatch.setenv("JOBPROFILES_HOST_MAP", '{"careers.example": "127.0.0.1:8000"}')

    fetching = load_settings().fetch_settings()

    assert fetching.requests_per_second == 0.5
    assert "data@example.org" in fetching.identification
    assert fetching.host_map == {"careers.example": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("WORKERS", "0"),
        ("TASK_RUNNER", "threads"),
        ("START_URLS", "https://x.example/"),
        ("START_URLS", '{"demo": "ftp://x.example/"}'),
        ("START_URLS", "[1]"),
        ("REQUESTS_PER_SECOND", "-1"),
        ("REQUESTS_PER_SECOND", "nan"),
        ("FETCH_CHUNK_SIZE", "0"),
        ("HOST_MAP", '{"careers.example": "nowhere"}'),
        ("CONTACT", "two\nlines"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(monkeypatch, name, value):
    monkeypatch.setenv(f"JOBPROFILES_{name}", value)

    with pytest.raises(UsageError) as wrong:
        load_settings().fetch_settings()

    assert str(wrong.value).startswith(f"JOBPROFILES_{name} is ")
    assert "\n" not in str(wrong.value)
