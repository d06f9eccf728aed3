"""What is installed is what constraints.txt says, everywhere the same."""

import re
import sys
import tomllib
from importlib.metadata import distributions
from itertools import chain
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def constraints():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    return {plain(name): version for name, version in pins}


def test_constraints_are_names_and_exact_versions_alone():
    lines = (ROOT / "constraints.txt").read_text().splitlines()

    assert lines[0].startswith("#")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line) for line in lines[1:])
    assert lines[1:] == sorted(lines[1:], key=str.lower)


def test_every_installed_package_has_the_version_of_constraints(constraints):
    own = {"jobprofiles", "pip", "setuptools", "wheel"}
    installed = {plain(found.name): found.version for found in distributions()}

    wrong = {
        name: (version, constraints.get(name))
        for name, version in installed.items()
        if name not in own and constraints.get(name) != version
    }
    assert not wrong, f"installed and constrained versions differ: {wrong}; run `make constraints`"


def test_every_dependency_is_constrained(constraints):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + list(chain(*project["optional-dependencies"].values()))

    names = {plain(re.match(r"[A-Za-z0-9._-]+", requirement)[0]) for requirement in asked}
    assert names <= set(constraints)


def test_every_installed_package_works_on_the_first_release_of_this_python():
    # Debian 12 has Python 3.11.2; a package that asks for 3.11.5 would keep its users out.
    first_release = f"3.{sys.version_info.minor}.0"

    asking_more = {
        found.name: required
        for found in distributions()
        if (required := found.metadata.get("Requires-Python"))
        and not SpecifierSet(required).contains(first_release)
    }
    assert not asking_more
