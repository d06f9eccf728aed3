"""What can go wrong in a command, and the exit code that tells it."""

from pydantic import ValidationError


class CommandError(Exception):
    """Ends a command with one line for the person who typed it.

    CommandError
    ├── UsageError       2   the command or its settings are wrong: correct them
    ├── InputError       3   a file or a host cannot be read: look there
    └── RefusedError     1   the run went through, and the result is not good enough to publish
    """

    exit_code = 1


class UsageError(CommandError):
    """The command or a setting is wrong: correct what the message names."""

    exit_code = 2


class InputError(CommandError):
    """A file cannot be read or a host not reached: look there, then try again."""

    exit_code = 3


class RefusedError(CommandError):
    """The quality gate refused the run, or a check failed: look at the pages that the message names."""

    exit_code = 1


def fault(error: ValidationError) -> str:
    """Return the first fault that a validation found, in words for the end of a line."""
    return error.errors()[0]["msg"].removeprefix("Value error, ")
