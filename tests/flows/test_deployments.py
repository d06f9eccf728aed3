"""Every source has a deployment: when it runs, and whether it rests."""

from pathlib import Path

import pytest
import yaml

from extractors.source import Source
from extractors.source_catalogue import read_sources
from flows.command_errors import UsageError
from flows.deployments import evening_check, nightly_runs
from flows.run_settings import load_settings
from schemas.discovery import IndexPage, UrlList

ROOT = Path(__file__).parents[2]


def source(name="careers", url=None, **discover):
    return Source(id=name, name="Careers", discover=UrlList(**discover) if discover else IndexPage(url=url))


def run_of(source, **settings):
    return nightly_runs([source], load_settings(**settings))[0]


def test_the_repositorys_prefect_yaml_is_what_the_command_prints(jobprofiles):
    done = jobprofiles("deployments")

    assert done.stdout == (ROOT / "prefect.yaml").read_text(), "run `jobprofiles deployments > prefect.yaml`"
    deployed = {entry["name"] for entry in yaml.safe_load(done.stdout)["deployments"]}
    assert deployed == {*read_sources().by_id, "check-sources"}


def test_single_sources_can_be_deployed(jobprofiles):
    done = jobprofiles("deployments", "demo")

    demo, check = yaml.safe_load(done.stdout)["deployments"]
    assert demo["name"] == "demo"
    assert check["parameters"] == {"sources": ["demo"]}


@pytest.mark.parametrize("url", [None, "http://careers.example/", "https://jobs.test/list"])
def test_a_source_without_an_address_rests(url):
    assert run_of(source(url=url)).paused


def test_a_source_with_an_address_runs():
    assert not run_of(source(url="https://www.careers-site.org/a-z")).paused
    assert not run_of(source(urls=("https://www.careers-site.org/gilder",))).paused


def test_an_address_can_come_from_the_settings():
    named = {"start_urls": {"careers": "https://www.careers-site.org/a-z"}}

    assert not run_of(source(), **named).paused
    assert not run_of(
        source(url="http://careers.example/"), host_map={"careers.example": "127.0.0.1:1"}
    ).paused


def test_sources_begin_at_different_times_of_the_night_and_always_at_the_same():
    runs = nightly_runs([source(f"site-{number}") for number in range(50)], load_settings())
    times = [run.schedule.cron.split() for run in runs]

    assert all(1 <= int(hour) < 5 and 0 <= int(minute) < 60 for minute, hour, *_ in times)
    assert len({run.schedule.cron for run in runs}) > 30
    assert run_of(source("site-7")).schedule == runs[7].schedule


def test_schedule_time_zone_and_the_second_run_are_settings():
    given = {"schedules": {"careers": "30 2 * * sun"}, "timezone": "Europe/Berlin", "collision": "cancel-new"}
    entry = run_of(source(url="https://www.careers-site.org/"), **given).entry()

    assert entry["schedules"] == [{"cron": "30 2 * * sun", "timezone": "Europe/Berlin"}]
    assert entry["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


def test_the_check_of_all_sources_comes_before_the_night():
    entry = evening_check([], load_settings()).entry()

    assert entry["schedules"] == [{"cron": "0 20 * * *", "timezone": "UTC"}]
    assert entry["entrypoint"] == "flows.check_sources.check_sources"
    assert entry["parameters"] == {}


def test_when_sources_are_checked_is_a_setting():
    given = {"check_schedule": "30 18 * * *", "timezone": "Europe/Berlin"}

    assert evening_check([], load_settings(**given)).schedule.cron == "30 18 * * *"
    with pytest.raises(UsageError, match="JOBPROFILES_CHECK_SCHEDULE is 'at dusk'"):
        evening_check([], load_settings(check_schedule="at dusk"))


def test_a_served_run_gets_what_its_flow_knows():
    given = {"data": "/srv/data", "parquet": True}
    url = "https://www.careers-site.org/"

    assert run_of(source(url=url)).deployment(given).parameters == {"source": "careers", **given}
    assert evening_check(["demo"], load_settings()).deployment(given).parameters == {
        "sources": ["demo"],
        "data": "/srv/data",
    }
