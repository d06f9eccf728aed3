"""What the README and the settings page show is true."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.source import Source
from flows.fetching.private_settings import PrivateSettings
from flows.run_settings import PREFIX, RunSettings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BEEKEEPER = ROOT / "flows/demo_site/pages/stories/urban-beekeeper.html"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def python_block(word):
    return next(block for block in blocks("python") if word in block)


def jobprofiles(*arguments):
    command = [sys.executable, "-m", "flows.command_line", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_record_on_the_first_screen_is_what_the_command_prints():
    shown = json.loads(blocks("json")[0])
    printed = jobprofiles("extract", "--json", str(BEEKEEPER.relative_to(ROOT)))
    assert printed.returncode == 0
    assert json.loads(printed.stdout) == shown


@pytest.mark.parametrize("block", blocks("console"))
def test_a_command_prints_what_is_shown_below_it(block):
    command, _, shown = block.partition("\n")
    printed = jobprofiles(*command.removeprefix("$ jobprofiles ").split())
    assert printed.returncode == 0, printed.stderr
    assert not shown or printed.stdout == shown


def test_every_command_it_names_exists():
    shown = "\n".join(blocks("sh") + blocks("console"))
    named = set(re.findall(r"^(?:\$ )?jobprofiles ([a-z-]+)", shown, re.MULTILINE))
    assert named
    for command in named:
        assert jobprofiles(command, "--help").returncode == 0, command


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_the_python_example_reads_a_page(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    exec(python_block("import extract"), {})  # noqa: S102 - our own README
    assert capsys.readouterr().out == "Urban beekeeper 3\n"


def test_the_python_example_reads_a_dataset(monkeypatch, capsys, demo_data):
    monkeypatch.chdir(demo_data)
    exec(python_block("load_dataset"), {})  # noqa: S102 - our own README
    assert "Gilder | Gilding conservator, leaf gilder, frame restorer\n" in capsys.readouterr().out


def test_the_source_example_is_a_source():
    names: dict[str, object] = {}
    exec(python_block("SOURCE = "), names)  # noqa: S102 - our own README
    assert isinstance(names["SOURCE"], Source)


def test_the_files_it_lists_are_published(demo_data):
    files = {path.name for path in (demo_data / "data/datasets/demo").rglob("*")}
    listed = {Path(name).name for name in re.findall(r"`(?:data/datasets/demo|…)/([^`]+\.jsonl?d?)`", README)}
    assert listed
    assert listed - {"delta.jsonl"} <= files


def test_the_settings_page_lists_every_setting():
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    fields = {*RunSettings.model_fields, *PrivateSettings.model_fields}
    assert {f"{PREFIX}{name.upper()}" for name in fields} <= set(re.findall(r"`(\w+)`", page))


DOCS = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_settings_and_commands_that_a_page_names_exist(page):
    text = page.read_text("utf-8")
    fields = {*RunSettings.model_fields, *PrivateSettings.model_fields, "debug"}
    assert set(re.findall(rf"\b{PREFIX}([A-Z_]+)", text)) <= {name.upper() for name in fields}
    shown = "\n".join(re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    named = set(re.findall(r"^(?:\$ )?jobprofiles ([a-z-]+)", shown, re.MULTILINE))
    offered = jobprofiles("--help").stdout.split()
    assert named <= set(offered)


@pytest.mark.parametrize("page", [ROOT / "README.md", *DOCS], ids=lambda page: page.name)
def test_files_that_a_page_links_to_exist(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
