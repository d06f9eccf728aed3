"""What goes wrong with Prefect unless someone sees to it."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import flows
from flows.publish_profiles import publish_profiles
from flows.run_settings import load_settings
from flows.task_runners import chosen_task_runner

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINT = "flows/publish_profiles.py:publish_profiles"
WAIT_SECONDS = 180


def release(package):
    return tuple(int(part) for part in version(package).split(".")[:2])


def settings_of(environment):
    program = (
        "import flows, json; from prefect.settings import get_current_settings as current;"
        "server = current().server;"
        "print(json.dumps([server.analytics_enabled, server.ephemeral.startup_timeout_seconds]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_prefects_server_can_be_imported_with_the_pinned_versions():
    assert release("fastapi") < (0, 151)
    assert release("sqlalchemy") < (2, 1)
    program = "from prefect.server.api.server import create_app; create_app(ephemeral=True)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=WAIT_SECONDS)


def test_analytics_are_off_and_the_server_has_time_to_start(clean_environment):
    assert settings_of(clean_environment) == [False, 120]


def test_what_the_user_sets_goes_before_our_defaults(clean_environment):
    own = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "7",
    }

    assert settings_of({**clean_environment, **own}) == [True, 7]


def test_the_flow_loads_by_its_entrypoint_without_a_placeholder(clean_environment):
    # In a process of its own, because Prefect puts flows/ first on the path of the process that loads it.
    program = (
        "from prefect.flows import load_flow_from_entrypoint as load;"
        f"flow = load({ENTRYPOINT!r}, use_placeholder_flow=False); print(flow.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "publish-profiles"


def test_every_parameter_of_the_flow_is_described_where_prefect_shows_it():
    parameters = publish_profiles.parameters.model_dump()["properties"]

    options = {"limit", "start_url", "data", "fresh", "now", "render", "accept", "parquet"}
    assert set(parameters) == {"source", *options}
    assert all(parameter.get("description") for parameter in parameters.values())


def test_no_file_in_flows_shadows_another_module():
    # Prefect puts flows/ first on sys.path: there, every file of it is a top-level module.
    ours = {path.stem for path in Path(flows.__file__).parent.iterdir() if path.suffix in {"", ".py"}}
    ours -= {"__init__", "__pycache__"}
    top_level = set(sys.stdlib_module_names) | {path.stem for path in ROOT.iterdir()}
    for folder in map(Path, sys.path):
        if folder.name == "site-packages":
            top_level |= {path.stem for path in folder.iterdir()}

    assert ours
    assert not ours & top_level


def test_flows_define_no_classes_in_files_that_prefect_loads_by_path():
    # Such a class would exist twice, and its instances would not be its instances.
    loaded = [path for path in Path(flows.__file__).parent.glob("*.py") if "@flow" in path.read_text()]

    assert {path.name for path in loaded} == {
        "check_sources.py",
        "publish_profiles.py",
        "reextract_profiles.py",
    }
    assert not any(line.startswith("class ") for path in loaded for line in path.read_text().splitlines())


@pytest.mark.parametrize("runner", ["thread", "process"])
def test_task_runners_have_a_bound(monkeypatch, runner):
    monkeypatch.setenv("JOBPROFILES_TASK_RUNNER", runner)
    monkeypatch.setenv("JOBPROFILES_WORKERS", "3")

    assert chosen_task_runner(load_settings())._max_workers == 3
