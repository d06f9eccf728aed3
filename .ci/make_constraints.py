"""Adds the constraints of one Python: the newest versions that its first release, such as 3.11.0, can use.

`python3.11 .ci/make_constraints.py constraints.txt` adds what constraints.txt does not hold yet, and keeps to
what it holds. Debian and others ship early releases; some packages ask for a later one than they have, or ask
an early one for a package more.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from pip._vendor.packaging.requirements import Requirement

OWN_BUILD = ["hatchling", "editables"]
ON_THEIR_OWN = ["bench-newspaper"]
"""Extras that an early pip cannot resolve together with the others; pyproject.toml says why."""
FIRST_RELEASE = f"{sys.version_info.major}.{sys.version_info.minor}.0"


def main() -> None:
    """Add the packages that are not constrained yet."""
    known = Path(sys.argv[1])
    held = {plain(line.partition("==")[0]) for line in known.read_text(encoding="utf-8").splitlines()}
    for asked in requirements():
        lines = [f"{package['name']}=={package['version']}" for package in everything(asked, known)]
        new = [line for line in lines if plain(line.partition("==")[0]) not in held]
        held.update(plain(line.partition("==")[0]) for line in new)
        with known.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in new)


def requirements() -> Iterator[list[str]]:
    """Yield what the product, its tests, its linters and its build ask for, then what is installed by itself."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    together = chain.from_iterable(asked for name, asked in extras.items() if name not in ON_THEIR_OWN)
    yield [*project["dependencies"], *together, *OWN_BUILD]
    for name in ON_THEIR_OWN:
        yield [*project["dependencies"], *extras[name]]


def everything(asked: list[str], known: Path) -> list[dict[str, Any]]:
    """Return the metadata of every package that the first release of this Python would install."""
    packages = resolve(asked, known)
    while more := sorted(asked_by_first_release(packages)):
        asked += more
        packages = resolve(asked, known)
    return packages


def resolve(asked: list[str], known: Path) -> list[dict[str, Any]]:
    """Return the metadata of every package that pip would install."""
    with tempfile.TemporaryDirectory() as nowhere:
        report = Path(nowhere) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        command += ["--python-version", FIRST_RELEASE, "--only-binary", ":all:", "--target", nowhere]
        command += ["--constraint", str(known), "--report", str(report), *asked]
        subprocess.run(command, check=True)  # noqa: S603  (our own list)
        return [package["metadata"] for package in json.loads(report.read_bytes())["install"]]


def asked_by_first_release(packages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what packages ask of the first release only: pip reads such conditions for the running Python."""
    chosen = {plain(package["name"]) for package in packages}
    early = {"python_full_version": FIRST_RELEASE, "extra": ""}
    for line in chain.from_iterable(package.get("requires_dist", ()) for package in packages):
        requirement = Requirement(line)
        if (
            requirement.marker
            and plain(requirement.name) not in chosen
            and requirement.marker.evaluate(early)
        ):
            yield f"{requirement.name}{requirement.specifier}"


def plain(name: str) -> str:
    """Return a package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
