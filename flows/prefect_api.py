"""The Prefect server that a run reports to: the user's own, or one that lives as long as the run."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from prefect.context import refresh_global_settings_context
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import get_current_settings
from prefect.utilities.asyncutils import run_coro_as_sync

from flows.command_errors import InputError, UsageError
from flows.server_watch import kept_alive
from output.exclusive import exclusive

logger = logging.getLogger(__name__)

_REACH_SECONDS = 20


@contextmanager
def prefect_api(folder: Path, *, port: int | None = None) -> Iterator[str]:
    """Yield the address of a Prefect API that answers; flow runs inside the block report to it.

    Where the user named one (PREFECT_API_URL, a Prefect profile), it is that. Elsewhere a server is started
    on the loopback interface, with its database and log in `folder`, and ended with the block or the process: on
    a free port and for runs alone, or on `port`, with Prefect's schedules, automations and pages for people.
    Raises InputError if that server does not start in time, UsageError if the port is taken.
    """
    if named := get_current_settings().api.url:
        _reach(named)
        yield named
        return
    with _own_server(folder, port) as address, _settings(address):
        try:
            yield address
        finally:
            run_coro_as_sync(_hand_in_logs_and_events())


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Log instead of raising where a server that does not answer cannot be told something that it only shows."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  (whatever the client raises)
        logger.warning("%s cannot be shown in Prefect: %s.", what, error)


@contextmanager
def _own_server(folder: Path, port: int | None) -> Iterator[str]:
    logger.info("Starting a Prefect server: 5 to 25 seconds …")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "server.log").write_bytes(b"")
    settings = _for_runs() if port is None else _for_schedules(folder)
    with _listening(port or 0) as listening, ExitStack() as stack:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        # One start after the other: two servers must not both set up the database that they share.
        with exclusive(folder / "starting"):
            stack.enter_context(kept_alive(lambda: _start(listening, folder, settings), listening))
            _wait_for(address, folder / "server.log")
        yield address


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise UsageError(
            f"port {port} of 127.0.0.1 cannot be used ({error.strerror}): name another one with --port, or set"
            " PREFECT_API_URL if a Prefect server runs there"
        ) from error


def _for_runs() -> dict[str, str]:
    """Return the settings of a server that only keeps the books of a run."""
    return {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}


def _for_schedules(folder: Path) -> dict[str, str]:
    """Return the settings of a server that starts runs, and whose memory of them outlives it."""
    return {
        # Where Prefect copies its pages to, so that they can be served: by default a folder that all users share.
        "PREFECT_UI_STATIC_DIRECTORY": str(folder.absolute() / "ui"),
        # Kept in memory, leases are gone with a server that dies, and the runs that they count block the next ones.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    }


def _start(listening: socket.socket, folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the run, which still has to report its end to the server.
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603  (our own module, no outside input)
            [sys.executable, "-P", "-m", "flows.server_child", str(listening.fileno())],
            env={"PREFECT_HOME": str(folder.absolute())}
            | settings
            | os.environ
            | {"PREFECT__SERVER_FINAL": "1"},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[listening.fileno()],
            start_new_session=True,
        )


def _reach(address: str) -> None:
    try:
        httpx.get(f"{address}/health", timeout=_REACH_SECONDS)
    except httpx.TransportError as error:
        raise InputError(
            f"the Prefect server at {address} cannot be reached ({error}): start it, or unset PREFECT_API_URL"
        ) from error


def _wait_for(address: str, log: Path) -> None:
    """Return when the server answers: its socket listens from the start, so one request waits long enough."""
    patience = get_current_settings().server.ephemeral.startup_timeout_seconds
    try:
        httpx.get(f"{address}/health", timeout=patience, trust_env=False).raise_for_status()
    except httpx.TimeoutException as error:
        raise InputError(
            f"the Prefect server did not start within {patience} seconds (see {log}): set"
            " PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS higher, or PREFECT_API_URL to a running server"
        ) from error
    except httpx.HTTPError as error:
        raise InputError(f"the Prefect server did not start ({error}): see {log}") from error


@contextmanager
def _settings(address: str) -> Iterator[None]:
    """Make the address known to every thread and worker process, and keep proxies out of the way to it."""
    bypass = ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), "127.0.0.1")))
    changed = {"PREFECT_API_URL": address, "NO_PROXY": bypass, "no_proxy": bypass}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    # For the whole process: a thread of Prefect that did not know the address would start a server of its own.
    refresh_global_settings_context()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        refresh_global_settings_context()


async def _hand_in_logs_and_events() -> None:
    for handed_in in (APILogWorker.instance().drain(), EventsWorker.drain_all()):
        if isinstance(handed_in, Awaitable):
            await handed_in
