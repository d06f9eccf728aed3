"""robots.txt of one host (RFC 9309): what may be fetched, and how slowly."""

import re
from dataclasses import dataclass

from protego import Protego

_AGENT_LINE = re.compile(r"user-?agent[ \t]*:([^#]*)", re.IGNORECASE)
_SOMEBODY_ELSE = "User-agent: somebody-else"
_MAX_WORK = 1_000_000
"""Robots named times lines: Protego's cost grows with it, and 250 kB can take two minutes and 3 GB."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us."""

    rules: Protego | None
    """None where nothing may be fetched."""
    name: str
    reason: str = ""
    """Why nothing may be fetched."""

    @property
    def seconds_between(self) -> float:
        """The pause between two requests that the host asks for; 0 where it asks for none."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(self.name) or 0.0
        rate = self.rules.request_rate(self.name)
        return max(delay, rate.seconds / rate.requests if rate else 0.0)

    def forbids(self, url: str) -> str | None:
        """Return why `url` may not be fetched, or None where it may."""
        if self.rules is None:
            return self.reason
        return None if self.rules.can_fetch(url, self.name) else "its host's robots.txt disallows it"


def allow_all(name: str) -> Robots:
    """Return the rules of a host that has no robots.txt (RFC 9309, section 2.3.1.3)."""
    return Robots(Protego.parse(""), name)


def disallow_all(name: str, reason: str) -> Robots:
    """Return the rules of a host whose robots.txt cannot be had (RFC 9309, section 2.3.1.4)."""
    return Robots(None, name, reason)


def read_robots(body: bytes, name: str) -> Robots:
    """Return the rules in `body` for the robot called `name` (lower case).

    Never raises. A file so large that reading it would take seconds forbids everything.
    """
    text = body.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = [_only_ours(line, name) for line in text.splitlines()]
    may_name_robots = sum("agent" in line.lower() for line in lines if line != _SOMEBODY_ELSE)
    if may_name_robots * len(lines) > _MAX_WORK:
        return disallow_all(name, "its host's robots.txt is too large to be read")
    return Robots(Protego.parse("\n".join(lines)), name)


def _only_ours(line: str, name: str) -> str:
    match = _AGENT_LINE.match(line.strip())
    if match is None:
        return line
    named = match[1].strip().lower()
    return line if "*" in named or named in name else _SOMEBODY_ELSE
