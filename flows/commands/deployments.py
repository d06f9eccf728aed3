"""`jobprofiles deployments`: prefect.yaml, for a server with work pools."""

from flows.run_settings import load_settings
from flows.run_source import named_sources


def deployments(*names: str) -> None:
    """Print a prefect.yaml with a deployment for each source and one for their check; `prefect deploy --all` reads it.

    Schedules and time zone are those of the settings. A source that has no address yet is paused.

    Parameters
    ----------
    names
        Ids of sources; by default all of them.
    """
    settings = load_settings()
    sources = named_sources(names)
    # These import Prefect.
    import yaml  # noqa: PLC0415

    from flows.deployments import evening_check, nightly_runs  # noqa: PLC0415

    runs = [*nightly_runs(sources, settings), evening_check(names, settings)]
    print(
        "# `jobprofiles deployments` prints this file; `prefect deploy --all` reads it: see docs/operations.md."
    )
    document = {
        "name": "jobprofiles",
        "deployments": [run.entry() for run in runs],
    }
    print(yaml.safe_dump(document, sort_keys=False), end="")
