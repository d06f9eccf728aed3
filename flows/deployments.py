"""The nightly run of each source, and the check before it, as Prefect deployments: for `serve` and prefect.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from extractors.source import Source
from flows.check_sources import check_sources
from flows.command_errors import UsageError, fault
from flows.publish_profiles import publish_profiles
from flows.run_settings import RunSettings
from flows.run_source import has_address

TAG = "jobprofiles"
WORK_POOL = "jobprofiles"
CHECK = "check-sources"

_NIGHT_BEGINS, _NIGHT_HOURS = 1, 4


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """A flow that Prefect's scheduler starts: for a source, or for all of them."""

    flow: Flow[..., str]
    name: str
    parameters: Mapping[str, Any]
    tags: tuple[str, ...]
    schedule: CronSchedule
    collision: ConcurrencyLimitStrategy
    """What becomes of a run while another one of this name is under way."""
    paused: bool = False
    """Whether its schedule rests until somebody resumes it, because the source has no address yet."""

    def deployment(self, given: Mapping[str, Any]) -> RunnerDeployment:
        """Return it as `serve` registers it; what is `given` is a parameter of every run, if its flow knows it."""
        known = self.flow.parameters.properties
        return RunnerDeployment.from_flow(
            self.flow,
            self.name,
            schedule=Cron(self.schedule.cron, self.schedule.timezone),
            paused=self.paused,
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=self.collision),
            parameters={**self.parameters, **{name: given[name] for name in given if name in known}},
            tags=list(self.tags),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )

    def told(self) -> str:
        """Return it in one line for people."""
        when = f"{self.name}: {self.schedule.cron} ({self.schedule.timezone})"
        return (
            f"{when}; paused, for it has no address: name one with JOBPROFILES_START_URLS"
            if self.paused
            else when
        )

    def entry(self) -> dict[str, Any]:
        """Return it as prefect.yaml lists it."""
        return {
            "name": self.name,
            # By module, not by file: it loads wherever the package is installed.
            "entrypoint": f"{self.flow.fn.__module__}.{self.flow.fn.__name__}",
            "parameters": dict(self.parameters),
            "tags": list(self.tags),
            "paused": self.paused,
            "schedules": [{"cron": self.schedule.cron, "timezone": self.schedule.timezone}],
            "concurrency_limit": {"limit": 1, "collision_strategy": self.collision.value},
            "work_pool": {"name": WORK_POOL},
        }


def nightly_runs(sources: Iterable[Source], settings: RunSettings) -> list[ScheduledRun]:
    """Return when each of the sources is published, in their order.

    Raises UsageError for a schedule or a time zone that Prefect does not understand.
    """
    return [
        ScheduledRun(
            publish_profiles,
            source.id,
            {"source": source.id},
            (TAG, source.id),
            _schedule(source.id, settings),
            _collision(settings),
            paused=not has_address(source, settings),
        )
        for source in sources
    ]


def evening_check(names: Sequence[str], settings: RunSettings) -> ScheduledRun:
    """Return when the sources of these ids are checked; all of them, whenever they are added, where none is named.

    Raises UsageError as `nightly_runs` does.
    """
    cron = settings.check_schedule
    schedule = _cron_schedule(cron, settings, f"JOBPROFILES_CHECK_SCHEDULE is {cron!r}")
    parameters = {"sources": list(names)} if names else {}
    return ScheduledRun(check_sources, CHECK, parameters, (TAG,), schedule, _collision(settings))


def _collision(settings: RunSettings) -> ConcurrencyLimitStrategy:
    return ConcurrencyLimitStrategy(settings.collision.replace("-", "_").upper())


def _schedule(source: str, settings: RunSettings) -> CronSchedule:
    cron = settings.schedules.get(source) or _nightly(source)
    return _cron_schedule(cron, settings, f"JOBPROFILES_SCHEDULES gives {source} {cron!r}")


def _cron_schedule(cron: str, settings: RunSettings, given: str) -> CronSchedule:
    try:
        return CronSchedule(cron=cron, timezone=settings.timezone)
    except ValidationError as error:
        where = error.errors()[0]["loc"][0]
        told = f"JOBPROFILES_TIMEZONE is {settings.timezone!r}" if where == "timezone" else given
        raise UsageError(f"{told}: {fault(error)}") from error


def _nightly(source: str) -> str:
    """Return a time of the night that is the source's own, so that not all of them begin at once."""
    minute = int.from_bytes(sha256(source.encode()).digest()[:4], "big") % (_NIGHT_HOURS * 60)
    return f"{minute % 60} {_NIGHT_BEGINS + minute // 60} * * *"
