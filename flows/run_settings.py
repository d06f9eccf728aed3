"""Settings of a run: environment variables that begin with JOBPROFILES_."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from fsspec import get_filesystem_class
from fsspec.utils import get_protocol
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from flows.command_errors import UsageError, fault
from flows.fetching.fetch_settings import FetchSettings, HeaderText
from flows.fetching.private_settings import PrivateSettings
from schemas.profile import SourceId
from schemas.text import WebAddress

PREFIX = "JOBPROFILES_"


class RunSettings(BaseSettings):
    """How a run works and where its data lies; `JOBPROFILES_WORKERS=8` sets `workers`.

    Settings shape how a run is done, never what it finds: the same pages give the same dataset.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data: Path = Path("data")
    """Folder of everything that runs write: archive, runs, previews and datasets."""
    archive: str | None = None
    """Where fetched pages are kept, as a folder or an address that fsspec understands; by default data/archive."""
    datasets: str | None = None
    """Object store in which datasets are published as well, such as s3://bucket/datasets."""
    runs: str | None = None
    """Where runs keep what their tasks share, as an address that fsspec understands; by default data/runs."""
    sources: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders of source files besides this project's own, with a colon between them (on Windows, a semicolon)."""
    start_urls: dict[SourceId, WebAddress] = Field(default_factory=dict)
    """Start page by source, as JSON: {"life-science-karriere": "https://…"}."""
    allow_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    """Hosts inside private networks that fetching may reach, with commas between them."""
    contact: HeaderText | None = None
    """Mail address or page where a site's owner reaches you: every request carries it."""
    user_agent: HeaderText | None = None
    """Name that every request carries, if not this project's; {contact} stands for `contact`."""
    requests_per_second: Annotated[float, Field(gt=0, le=10_000)] = 1.0
    """Most requests a second to one host; its robots.txt can only make it slower."""
    concurrent_per_host: Annotated[int, Field(ge=1, le=100)] = 2
    """Most requests under way to one host."""
    host_map: dict[str, str] = Field(default_factory=dict)
    """Address by host, as JSON, for hosts without DNS: {"demo.jobprofiles.example": "127.0.0.1:8000"}."""
    browser: Path | None = None
    """Program that renders pages, a Chromium; by default the system's."""
    fetch_chunk_size: Annotated[int, Field(ge=1, le=100_000)] = 250
    """Pages of one fetch task: what an interrupted run loses at most."""
    extract_chunk_size: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    """Pages of one extract task: enough for some seconds of work."""
    task_runner: Literal["thread", "process", "dask", "ray"] = "thread"
    """Where tasks run: in threads or processes of this machine, or on a Dask or Ray cluster."""
    cluster: str | None = None
    """Address of a Dask scheduler or a Ray cluster; by default a cluster of this machine, for the run alone."""
    workers: Annotated[int, Field(ge=1, le=256)] = Field(default_factory=lambda: min(os.cpu_count() or 1, 8))
    """Most tasks under way."""
    schedules: dict[SourceId, str] = Field(default_factory=dict)
    """When `serve` publishes a source, as JSON, in cron's words: {"bls-ooh": "30 2 * * sun"}; by default at night."""
    check_schedule: str = "0 20 * * *"
    """When `serve` checks all its sources, in cron's words; by default in the evening, before the night's runs."""
    timezone: str = "UTC"
    """Time zone of the schedules, by its name in the tz database."""
    collision: Literal["enqueue", "cancel-new"] = "enqueue"
    """What becomes of a scheduled run while another one of its source is under way: it waits, or is cancelled."""

    @field_validator("data", mode="before")
    @classmethod
    def _name_a_folder(cls, value: Any) -> Any:
        # Path("") is the current folder: what an unset variable in a script would mean.
        if isinstance(value, str) and not value.strip():
            raise ValueError("expected the name of a folder, found nothing")
        return value

    @field_validator("sources", mode="before")
    @classmethod
    def _split_into_folders(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = tuple(dict.fromkeys(Path(folder) for folder in value.split(os.pathsep) if folder))
        for folder in value:
            if not folder.is_dir():
                raise ValueError(f"expected a folder of source files, found no folder {str(folder)!r}")
        return value

    @field_validator("archive", "runs")
    @classmethod
    def _reach_by_fsspec(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                get_filesystem_class(get_protocol(value))
            except (ImportError, ValueError) as error:
                raise ValueError(f"expected a folder or an address that fsspec can reach: {error}") from error
        return value

    @field_validator("datasets")
    @classmethod
    def _is_store(cls, value: str | None) -> str | None:
        if value is not None and get_protocol(value) != "s3":
            raise ValueError(
                'expected an address like "s3://bucket/datasets"; data/datasets is written anyway'
            )
        return cls._reach_by_fsspec(value)

    def archive_url(self, root: Path) -> str:
        """Return where pages of a run below `root` are kept; those of a preview always stay beside it."""
        return self.archive if self.archive and root == self.data else str(root / "archive")

    def runs_url(self, root: Path) -> str:
        """Return where runs below `root` keep what their tasks share; those of a preview always stay there."""
        return self.runs.rstrip("/") if self.runs and root == self.data else str(root / "runs")

    @model_validator(mode="after")
    def _share_the_archive_too(self) -> Self:
        if self.runs and "://" in self.runs and "://" not in (self.archive or ""):
            raise ValueError(
                f"JOBPROFILES_RUNS is {self.runs!r}, which other machines reach: expected JOBPROFILES_ARCHIVE to be"
                " an address that they reach, too"
            )
        return self

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return frozenset(host.strip().lower() for host in value.split(",") if host.strip())
        return value

    def fetch_settings(self) -> FetchSettings:
        """Return what these settings say about fetching; raises UsageError where that makes no sense."""
        names = ("contact", "user_agent", "requests_per_second", "concurrent_per_host", "host_map", "browser")
        told = {name: value for name in names if (value := getattr(self, name)) is not None}
        try:
            return FetchSettings(**told, allow_hosts=tuple(sorted(self.allow_hosts)))
        except ValidationError as error:
            raise UsageError(_in_one_line(error)) from error


def load_settings(**given: Any) -> RunSettings:
    """Return the settings of the environment; whatever is `given`, and not None, goes before it.

    Raises UsageError in one line that names the variable, what it held and what was expected.
    """
    try:
        return RunSettings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise UsageError(_in_one_line(error)) from error
    except SettingsError as error:
        raise UsageError(_not_json(error)) from error


def load_private_settings() -> PrivateSettings:
    """Return the secrets of this process's environment.

    Raises UsageError in one line that names the variable and what was expected, but not what it held.
    """
    try:
        return PrivateSettings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise UsageError(f"{PREFIX}{name.upper()}: {fault(error)}") from None
    except SettingsError:
        expected = 'JSON, such as {"careers.example": {"Authorization": "Bearer …"}}'
        raise UsageError(f"{PREFIX}EXTRA_HEADERS: expected {expected}") from None


def _in_one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:  # about several settings: the message names them
        return fault(error)
    name, *inside = (str(part) for part in first["loc"])
    where = f" at {'.'.join(inside)}" if inside else ""
    return f"{PREFIX}{name.upper()} is {first['input']!r}{where}: {fault(error)}"


def _not_json(error: SettingsError) -> str:
    found = next((name for name in RunSettings.model_fields if f'"{name}"' in str(error)), "")
    name = PREFIX + found.upper()
    return f'{name} is {os.environ.get(name, "")!r}: expected JSON, such as {{"source": "https://…"}}'
