"""Prints the constraints for one Python: the newest versions that its first release, such as 3.11.0, can use.

`python3.11 .ci/make_constraints.py constraints.txt` prints what constraints.txt does not hold yet, and keeps to
what it holds. Debian and others ship early releases, and a package may ask for a later one than they have.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

OWN_BUILD = ["hatchling", "editables"]


def requirements() -> list[str]:
    """Return everything that the product, its tests, its linters and its build ask for."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *chain(*project["optional-dependencies"].values()), *OWN_BUILD]


def resolve(known: Path) -> dict[str, str]:
    """Return the version of every package that pip would install."""
    first_release = f"{sys.version_info.major}.{sys.version_info.minor}.0"
    with tempfile.TemporaryDirectory() as nowhere:
        report = Path(nowhere) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        command += ["--python-version", first_release, "--only-binary", ":all:", "--target", nowhere]
        command += ["--constraint", str(known), "--report", str(report), *requirements()]
        subprocess.run(command, check=True)  # noqa: S603  (our own list)
        packages = json.loads(report.read_bytes())["install"]
    return {package["metadata"]["name"]: package["metadata"]["version"] for package in packages}


def main() -> None:
    """Print the packages that are not constrained yet."""
    known = Path(sys.argv[1])
    held = {plain(line.partition("==")[0]) for line in known.read_text(encoding="utf-8").splitlines()}
    for name, version in resolve(known).items():
        if plain(name) not in held:
            print(f"{name}=={version}")


def plain(name: str) -> str:
    """Return a package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
