"""The nightly run of each source as a Prefect deployment: for `jobprofiles serve`, and for prefect.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from extractors.source import Source
from flows.command_errors import UsageError, fault
from flows.publish_profiles import publish_profiles
from flows.run_settings import RunSettings
from flows.run_source import has_address

TAG = "jobprofiles"
WORK_POOL = "jobprofiles"
ENTRYPOINT = "flows.publish_profiles.publish_profiles"
"""By module, not by file: it loads wherever the package is installed."""

_NIGHT_BEGINS, _NIGHT_HOURS = 1, 4


@dataclass(frozen=True, slots=True)
class NightlyRun:
    """When the source of this id is published, by Prefect's scheduler."""

    source: str
    schedule: CronSchedule
    paused: bool
    """Whether its schedule rests until somebody resumes it, because the source has no address yet."""
    collision: ConcurrencyLimitStrategy
    """What becomes of a run while another one of the source is under way."""

    def deployment(self, parameters: Mapping[str, Any]) -> RunnerDeployment:
        """Return it as `serve` registers it; every run has these `parameters`, besides its source."""
        return RunnerDeployment.from_flow(
            publish_profiles,
            self.source,
            schedule=Cron(self.schedule.cron, self.schedule.timezone),
            paused=self.paused,
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=self.collision),
            parameters={"source": self.source, **parameters},
            tags=[TAG, self.source],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )

    def told(self) -> str:
        """Return it in one line for people."""
        when = f"{self.source}: {self.schedule.cron} ({self.schedule.timezone})"
        return (
            f"{when}; paused, for it has no address: name one with JOBPROFILES_START_URLS"
            if self.paused
            else when
        )

    def entry(self) -> dict[str, Any]:
        """Return it as prefect.yaml lists it."""
        return {
            "name": self.source,
            "entrypoint": ENTRYPOINT,
            "parameters": {"source": self.source},
            "tags": [TAG, self.source],
            "paused": self.paused,
            "schedules": [{"cron": self.schedule.cron, "timezone": self.schedule.timezone}],
            "concurrency_limit": {"limit": 1, "collision_strategy": self.collision.value},
            "work_pool": {"name": WORK_POOL},
        }


def nightly_runs(sources: Iterable[Source], settings: RunSettings) -> list[NightlyRun]:
    """Return when each of the sources is published, in their order.

    Raises UsageError for a schedule or a time zone that Prefect does not understand.
    """
    return [
        NightlyRun(
            source.id,
            _schedule(source.id, settings),
            paused=not has_address(source, settings),
            collision=ConcurrencyLimitStrategy(settings.collision.replace("-", "_").upper()),
        )
        for source in sources
    ]


def _schedule(source: str, settings: RunSettings) -> CronSchedule:
    cron = settings.schedules.get(source) or _nightly(source)
    try:
        return CronSchedule(cron=cron, timezone=settings.timezone)
    except ValidationError as error:
        where = error.errors()[0]["loc"][0]
        told = f"JOBPROFILES_TIMEZONE is {settings.timezone!r}" if where == "timezone" else ""
        told = told or f"JOBPROFILES_SCHEDULES gives {source} {cron!r}"
        raise UsageError(f"{told}: {fault(error)}") from error


def _nightly(source: str) -> str:
    """Return a time of the night that is the source's own, so that not all of them begin at once."""
    minute = int.from_bytes(sha256(source.encode()).digest()[:4], "big") % (_NIGHT_HOURS * 60)
    return f"{minute % 60} {_NIGHT_BEGINS + minute // 60} * * *"
