"""A run of the flow from the command line: what it raises is told in one line, and the log has the rest."""

import logging
from collections.abc import Callable

from flows.command_errors import CommandError, InputError, RefusedError, UsageError
from flows.demo_site.demo_server import HOST
from flows.fetching.fetch_failures import FetchFailed, FetchingFailed, HostUnreachable, PageGone
from flows.prefect_api import prefect_api
from flows.run_folder import RunFolder
from flows.run_log import start_run_log
from flows.run_settings import RunSettings
from flows.task_runners import chosen_task_runner
from output.dataset_store import LostRace
from output.published import DatasetUnreadable
from output.result_index import ResultsUnreadable
from schemas.run_report import RunReport


def run_under_prefect(settings: RunSettings, source: str, flow: Callable[[], str]) -> RunReport:
    """Call a flow with a Prefect server to report to; returns its report, also where the gate refused.

    Raises UsageError and InputError for what the person can mend, and CommandError for everything else; the
    log has the traceback.
    """
    chosen_task_runner(settings)  # before a server is started for it
    folder = settings.data / "prefect"
    log = folder / f"publish-{source}.log"
    try:
        start_run_log(log)
    except OSError as error:
        raise UsageError(f"cannot write {log} ({error.strerror}): name another folder with --data") from error
    try:
        with prefect_api(folder):
            report = flow()
    except LostRace as lost:
        raise RefusedError(f"{lost}; run it again") from lost
    except RefusedError as refused:
        report = str(refused)
    except CommandError:
        raise
    except DatasetUnreadable as error:
        dataset = settings.data / "datasets" / source
        raise InputError(
            f"{source}: {error}; or move {dataset} away, to begin with a first version"
        ) from error
    except (FetchingFailed, ResultsUnreadable) as error:
        is_down = source == "demo" and HOST not in settings.host_map
        hint = (
            "its site is up only while `jobprofiles demo` runs: run that instead" if is_down else _hint(error)
        )
        raise InputError(f"{source}: {error}{hint and '; '}{hint}") from error
    except Exception as error:
        logging.getLogger("prefect.runs").info("The run failed.", exc_info=True)
        raise CommandError(f"{source}: {type(error).__name__}: {error}; see {log}") from error
    run, _, name = report.rpartition("/")
    return next(RunFolder(run).read(name, RunReport))


def _hint(error: Exception) -> str:
    """Return what to do where the list of pages could not be fetched; the other messages say it themselves."""
    match error:
        case HostUnreachable():
            return "check the address and the network, then run it again"
        case PageGone():
            return "give the list's address of today with --start-url URL, or correct it in the source"
        case FetchFailed(may_pass=True):
            return "run it again later"
        case _:
            return ""
