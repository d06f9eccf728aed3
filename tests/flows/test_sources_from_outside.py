"""Sources of a folder and of an installed package, as the commands see them."""

import json
import os
import textwrap

import pytest

PAGE = """
<html lang="en"><link rel="canonical" href="https://guild.example/trades/gilder">
<h1>Gilder</h1><p>A gilder covers frames, furniture and the letters of signs with gold leaf, and mends old
gilding in churches and theatres. The work is quiet, and a draught can ruin a day of it.</p><h2>What you do</h2><ul><li>Lay the leaf</li><li>Burnish it</li></ul>
<div class="wanted"><p>A steady hand</p><p>Two years with a master</p></div></html>
"""
SOURCE = """
from extractors.source import Source
from extractors.source_page import SourcePage
from schemas.discovery import IndexPage


def wanted(page: SourcePage) -> list[str]:
    return [line.get_text() for line in page.soup(".wanted")("p")]


SOURCE = Source(
    id="guild",
    name="The Guild",
    licence="CC-BY-4.0",
    language="en",
    discover=IndexPage(url="https://guild.example/trades"),
    readers={"requirements": wanted},
)
"""
MOULD = ("A steady hand", "Two years with a master")


@pytest.fixture
def folder(tmp_path):
    """A folder of source files: one that can be used, and one that cannot."""
    folder = tmp_path / "own-sources"
    folder.mkdir()
    (folder / "guild.py").write_text(SOURCE)
    (folder / "torn.py").write_text("import no_such_module")
    return folder


@pytest.fixture
def page(tmp_path):
    (tmp_path / "gilder.html").write_text(PAGE)
    return tmp_path / "gilder.html"


def read_by(found):
    record = json.loads(found.stdout)
    return record["source"]["id"], tuple(entry["text"] for entry in record["requirements"])


def test_a_folder_of_sources_is_an_option_of_every_command(jobprofiles, folder, page):
    found = jobprofiles("extract", "--json", page, "--sources", folder)
    assert (found.returncode, read_by(found)) == (0, ("guild", MOULD))
    assert found.stderr.count("A source is left out") == 1
    assert f"{folder / 'torn.py'} cannot be read: ModuleNotFoundError" in found.stderr


def test_a_folder_of_sources_is_a_setting_too(jobprofiles, folder):
    found = jobprofiles("sources", "--json", JOBPROFILES_SOURCES="own-sources")
    listed = {source["id"]: source for source in json.loads(found.stdout)}
    assert listed["guild"]["place"] == str(folder / "guild.py")
    assert listed["guild"]["licence"] == "CC-BY-4.0"
    assert "demo" in listed


def test_a_folder_that_is_not_there_is_named(jobprofiles, tmp_path):
    found = jobprofiles("sources", "--sources", tmp_path / "nowhere")
    assert found.returncode == 2
    assert f'Invalid value "{tmp_path / "nowhere"}" for --sources' in found.stderr
    found = jobprofiles("sources", JOBPROFILES_SOURCES=str(tmp_path / "nowhere"))
    assert found.returncode == 2
    assert "JOBPROFILES_SOURCES is " in found.stderr
    assert "expected a folder of source files" in found.stderr


def test_an_unknown_source_is_told_with_the_number_of_those_left_out(jobprofiles, folder):
    found = jobprofiles("extract", "--source", "gild", "x.html", "--sources", folder)
    assert found.returncode == 2
    assert "did you mean 'guild'?" in found.stderr
    assert "(1 could not be used)" in found.stderr


def test_an_installed_package_brings_its_sources(jobprofiles, tmp_path, page):
    site = tmp_path / "site-packages"
    (site / "guild_sources").mkdir(parents=True)
    (site / "guild_sources/__init__.py").write_text("")
    (site / "guild_sources/guild.py").write_text(SOURCE)
    metadata = site / "guild_sources-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: guild-sources\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        textwrap.dedent("""
            [jobprofiles.sources]
            guild = guild_sources
            lost = guild_sources.lost:SOURCE
        """)
    )
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    found = jobprofiles("extract", "--json", page, PYTHONPATH=path)
    assert (found.returncode, read_by(found)) == (0, ("guild", MOULD))
    assert "the entry point lost = guild_sources.lost:SOURCE cannot be read" in found.stderr
