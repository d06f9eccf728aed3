"""Settings travel as JSON and refuse nonsense."""

import pytest
from pydantic import ValidationError

from flows.fetching.fetch_settings import FetchSettings


def test_settings_survive_the_way_through_json():
    settings = FetchSettings(contact="ops@careers.example", host_map={"Demo.Example": "127.0.0.1:80"})
    assert FetchSettings.model_validate_json(settings.model_dump_json()) == settings
    assert settings.host_map == {"demo.example": "127.0.0.1:80"}


def test_the_user_agent_names_project_and_contact():
    settings = FetchSettings(contact="ops@careers.example")
    assert settings.identification == "jobprofiles/0.1 (+ops@careers.example)"
    assert settings.robots_name == "jobprofiles"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"user_agent": "bad\r\nX-Header: injected"},
        {"user_agent": "/"},
        {"contact": "ä@ö.example"},
        {"requests_per_second": 0},
        {"total_seconds": float("inf")},
        {"host_map": {"a.example": "127.0.0.1"}},
        {"host_map": {"a.example": "http://127.0.0.1:80"}},
        {"colour": "blue"},
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValidationError):
        FetchSettings(**nonsense)
