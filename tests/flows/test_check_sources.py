"""The check as a flow: it fails where something is wrong, and Prefect shows what."""

import pytest
from prefect.client.orchestration import get_client

from flows.check_artifact import check_page
from flows.check_sources import check_sources
from flows.publish_profiles import publish_profiles
from schemas.check_report import CheckReport


@pytest.mark.usefixtures("prefect_server")
def test_what_was_published_is_fine_until_the_site_changes(demo_site, monkeypatch, tmp_path):
    for name, value in demo_site.items():
        monkeypatch.setenv(name, value)
    publish_profiles("demo", data=str(tmp_path))
    assert check_sources(["demo", "life-science-karriere"], data=str(tmp_path)) == str(tmp_path / "checks")

    report = CheckReport.model_validate_json((tmp_path / "checks/demo.json").read_bytes())
    assert report.sources[0].compared_with
    assert report.sources[0].learned_from == 13

    monkeypatch.setenv("JOBPROFILES_START_URLS", '{"demo": "http://demo.jobprofiles.example/moved/"}')
    state = check_sources(["demo", "life-science-karriere"], data=str(tmp_path), return_state=True)

    assert state.is_failed()
    assert "RefusedError: 1 trouble found in demo; " in state.message
    assert "\n" not in state.message
    with get_client(sync_client=True) as client:
        artifacts = client.request("POST", "/artifacts/latest/filter", json={}).json()
    (shown,) = [one for one in artifacts if one["key"] == "jobprofiles-check"]
    assert "## demo: 1 trouble" in shown["data"]
    assert "life-science-karriere: skipped" in shown["data"]


def test_every_parameter_of_the_flow_is_described_where_prefect_shows_it():
    parameters = check_sources.parameters.model_dump()["properties"]

    assert set(parameters) == {"sources", "pages", "data", "now"}
    assert all(parameter.get("description") for parameter in parameters.values())


def test_what_a_page_says_is_no_markup_in_prefects_pages():
    trouble = {
        "source": "demo",
        "about": "listing",
        "expected": "links",
        "found": "<script>",
        "look_at": "http://careers.example/a_b",
        "advice": "look",
    }
    checked = {"source": "demo", "outcome": "trouble", "troubles": [trouble]}
    report = CheckReport.model_validate({"checked": "2026-11-22T20:00:00Z", "sources": [checked]})

    page = check_page(report)
    assert "&lt;script&gt;" in page
    assert page.startswith("# Sources on 2026-11-22, 20:00 UTC\n")
