"""The command line: `jobprofiles COMMAND`. Results go to stdout, everything else to stderr.

Exit codes: 0 done, 1 the gate refused or a check failed, 2 wrong usage or settings, 3 input unreadable or
host unreachable, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter
from cyclopts.types import ResolvedExistingDirectory

from flows.command_errors import CommandError, InputError, UsageError

INTERRUPTED = 130
SOURCES = "JOBPROFILES_SOURCES"

app = App(
    name="jobprofiles",
    help="Read job profiles out of career sites and publish them as validated JSON datasets.",
    version=lambda: version("jobprofiles"),
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
# By name, so that a command is imported when it is called: most need no Prefect, which takes a second.
for _name, _help in {
    "publish": "Fetch a source, extract its profiles, and publish them as a new version of its dataset.",
    "demo": 'Serve the bundled demo site on this machine, and publish it as the dataset "demo".',
    "check": "Look at sources as they are today, and say what is wrong and where to look.",
    "reextract": "Extract the profiles of a source anew from its archive, without the network, and publish them.",
    "serve": "Publish sources on their schedules, until it is stopped.",
    "deployments": "Print a prefect.yaml with a deployment for each source.",
    "extract": "Read the job profile on each page, given as a file or an address, without publishing it.",
    "sources": "List the sources: id, start page, licence and name, with tabs between them.",
    "new-source": "Write a source, with its test, from one to three example pages of a site.",
    "diff": "Say what differs between two versions of a dataset.",
    "validate": "Check records, files of records, and whole versions with their checksums.",
    "prune": "Remove old versions of a dataset; the latest always stays.",
    "retract": "Take a record out of every version and the archive, for a rights holder who asks.",
    "catalogue": "Write the catalogue of a dataset anew: pages for people, of its latest version.",
    "schema": "Print the JSON Schema (2020-12) of a job profile.",
}.items():
    _module = _name.replace("-", "_")
    app.command(f"flows.commands.{_module}:{_module}", name=_name, help=_help)

archive = App(name="archive", help="Look after the archive of fetched pages.")
archive.command(
    "flows.commands.archive:import_pages",
    name="import",
    help="Bring the pages of a WARC file into the archive of a source.",
)
archive.command(
    "flows.commands.archive:compact_segments",
    name="compact",
    help="Join old segments of a source's archive into few; every page stays.",
)
app.command(archive)
app.meta.suppress_keyboard_interrupt = False
app.meta.result_action = "return_value"


@app.meta.default
def run_command(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    sources: Annotated[
        tuple[ResolvedExistingDirectory, ...], Parameter(negative=(), show_default=False)
    ] = (),
) -> None:
    """Run a command of the tokens.

    Parameters
    ----------
    sources
        Folder of source files besides this project's own, as often as needed (setting: JOBPROFILES_SOURCES).
    """
    told = os.environ.get(SOURCES, "").split(os.pathsep)
    if folders := sources or [Path(folder).absolute() for folder in told if folder]:
        # In the environment, for the processes that a run starts need them, too, in whatever folder they work.
        os.environ[SOURCES] = os.pathsep.join(map(str, folders))
    app(tokens, exit_on_error=False, print_error=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command of the arguments, and exit with its code."""
    sys.exit(_exit_code(sys.argv[1:] if arguments is None else arguments))


def _exit_code(arguments: Sequence[str]) -> int:
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started the command
        return InputError.exit_code
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # records are not ASCII, whatever the locale says
            stream.reconfigure(encoding="utf-8")
    try:
        _run(arguments)
        sys.stdout.flush()
    except CommandError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # Whoever read the output has enough. Python would try to write the rest once more at exit.
        _drop_output()
        return _fail("nobody reads the output any more; stopped", 0)
    except OSError as error:
        _drop_output()
        return _fail(f"the output cannot be written: {error.strerror}", InputError.exit_code)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    return 0


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> None:
    """Run the command; whatever it raises is a CommandError, a broken pipe or an interruption."""
    try:
        app.meta(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise UsageError(f"{error} See `jobprofiles --help`.") from error
    except (CommandError, BrokenPipeError):
        raise
    except OSError as error:
        raise InputError(f"{error.filename or 'the system'}: {error.strerror or error}") from error
    except Exception as error:
        hint = "JOBPROFILES_DEBUG=1 shows where; please report it"
        raise CommandError(f"internal error: {type(error).__name__}: {error}; {hint}") from error


def _fail(message: str, code: int) -> int:
    if os.environ.get("JOBPROFILES_DEBUG"):
        sys.excepthook(*sys.exc_info())
    print(f"jobprofiles: {' '.join(message.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
