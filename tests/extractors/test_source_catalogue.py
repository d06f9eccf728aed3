import sys
import textwrap

import pytest

from extractors import sources
from extractors.source_catalogue import SourceFault, canonical_source, read_sources, source_of

PAGE = '<html><link rel="canonical" href="{}"><h1>Gilder</h1></html>'
SOURCE = """
from extractors.source import Source
from schemas.discovery import IndexPage
SOURCE = Source(id="guide", name="Guide", discover=IndexPage(url="https://guide.example/"))
"""
SHIPPED = {"bls-ooh", "demo", "life-science-karriere", "national-careers-service"}


@pytest.fixture(autouse=True)
def read_anew():
    read_sources.cache_clear()
    yield
    read_sources.cache_clear()


@pytest.fixture
def add_source(tmp_path):
    """A function that lays a file into a folder of a user's sources."""
    return lambda name, text=SOURCE: (tmp_path / f"{name}.py").write_text(textwrap.dedent(text))


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that installs a package as pip does: modules, and the metadata that names its entry points."""
    site = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(str(site))

    def installed(entry_points, **modules):
        package, metadata = site / "guild_sources", site / "guild_sources-1.0.dist-info"
        package.mkdir(parents=True)
        metadata.mkdir()
        for name, text in {"__init__": "", **modules}.items():
            (package / f"{name}.py").write_text(textwrap.dedent(text))
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: guild-sources\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[jobprofiles.sources]\n{entry_points}\n")

    yield installed
    for name in [name for name in sys.modules if name.split(".")[0] == "guild_sources"]:
        del sys.modules[name]


def faults(*folders):
    return [fault.told() for fault in read_sources(*folders).faults]


def test_the_sources_of_this_project_are_found_by_listing_their_folder():
    catalogue = read_sources()
    assert set(catalogue.by_id) >= SHIPPED
    assert list(catalogue.by_id) == sorted(catalogue.by_id)
    assert all(catalogue.by_id[name].id == name for name in catalogue.by_id)
    assert catalogue.faults == ()


def test_each_file_of_a_folder_is_a_source(add_source, tmp_path):
    add_source("guide_of_gilding")
    catalogue = read_sources(tmp_path)
    assert catalogue.by_id["guide"].name == "Guide"
    assert catalogue.places["guide"] == str(tmp_path / "guide_of_gilding.py")
    assert set(catalogue.by_id) >= SHIPPED


def test_files_of_one_name_in_two_folders_are_two_sources(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "guide.py").write_text(SOURCE.replace('"guide"', f'"{name}"'))
    assert set(read_sources(tmp_path / "first", tmp_path / "second").by_id) >= {"first", "second"}


def test_a_file_whose_name_begins_with_an_underscore_is_no_source(add_source, tmp_path):
    add_source("_draft", "raise RuntimeError")
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SOURCE = 'guide'", "should define SOURCE = Source(...), found str"),
        ("source = 1", "should define SOURCE = Source(...), found NoneType"),
        ("def broken(:", "cannot be read: SyntaxError"),
        ("import no_such_module", "cannot be read: ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit('bye')", "cannot be read: SystemExit: bye"),
        (SOURCE.replace('id="guide"', 'id="Not An Id"'), "cannot be used: Source.id: expected 1 to 100 lower-case letters, digits"),
        (SOURCE.replace('name="Guide"', 'nme="Guide"'), "cannot be used: Source.name: expected a value, found none; Source.nme: there is no such field"),
        (SOURCE.replace("url=", 'pattern="(", url='), "cannot be used: IndexPage.pattern: expected a regular expression, found '('"),
        (SOURCE.replace('id="guide"', 'id="demo"'), "gives the id 'demo', which extractors.sources.demo has already"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_the_reason_and_stops_nothing_else(
    add_source, tmp_path, text, reason
):
    add_source("broken", text)
    add_source("guide")
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"{tmp_path / 'broken.py'} {reason}")
    assert set(read_sources(tmp_path).by_id) >= {"guide", *SHIPPED}


def test_a_broken_file_of_this_project_stops_nothing_else(add_source, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    add_source("torn", "def broken(:")
    (fault,) = faults()
    assert fault.startswith("extractors.sources.torn cannot be read: SyntaxError")
    assert set(read_sources().by_id) >= SHIPPED


def test_an_installed_package_brings_a_source(install):
    install("guild = guild_sources.gilding:SOURCE", gilding=SOURCE)
    catalogue = read_sources()
    assert catalogue.by_id["guide"].name == "Guide"
    assert catalogue.places["guide"] == "the entry point guild = guild_sources.gilding:SOURCE"


def test_an_installed_package_brings_all_the_sources_in_it(install):
    second = SOURCE.replace('"guide"', '"second"')
    install("guild = guild_sources", gilding=SOURCE, locks=second, torn="import nope", _shared="SOURCE = 1")
    catalogue = read_sources()
    assert set(catalogue.by_id) >= {"guide", "second"}
    assert [fault.place for fault in catalogue.faults] == ["guild_sources.torn"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("guild_sources.nowhere:SOURCE", "ModuleNotFoundError: No module named 'guild_sources.nowhere'"),
        ("guild_sources.gilding:SAUCE", "AttributeError"),
        ("guild_sources.torn:SOURCE", "ZeroDivisionError"),
    ],
)
def test_an_entry_point_that_cannot_be_used_is_named_and_stops_nothing_else(install, entry, reason):
    install(f"guild = {entry}\nthe-other = guild_sources.gilding:SOURCE", gilding=SOURCE, torn="1 / 0")
    (fault,) = faults()
    assert fault.startswith(f"the entry point guild = {entry} cannot be read: {reason}")
    assert "guide" in read_sources().by_id


def test_a_page_belongs_to_the_source_of_its_host():
    known = read_sources().by_id
    assert source_of("http://demo.jobprofiles.example/careers/x", known).id == "demo"
    assert (
        source_of("https://KARRIERE.life-science.example/job-profiles/x/", known).id
        == "life-science-karriere"
    )
    assert source_of("https://demo.jobprofiles.example.evil.example/", known) is None
    assert source_of("nonsense", known) is None


def test_a_saved_page_belongs_to_the_source_of_its_canonical_link():
    known = read_sources().by_id
    assert canonical_source(PAGE.format("http://demo.jobprofiles.example/x").encode(), known).id == "demo"
    assert canonical_source(PAGE.format("https://guide.example/x").encode(), known) is None
    assert canonical_source(b"<h1>Gilder</h1>", known) is None
    assert canonical_source(b"", known) is None


@pytest.mark.parametrize(
    "raised", ["SystemExit(3)", "GeneratorExit", "asyncio.CancelledError", "pytest.skip.Exception"]
)
def test_whatever_a_file_raises_stops_none_of_the_others(add_source, install, tmp_path, raised):
    add_source("guide")
    add_source("torn", f"import asyncio, pytest\nraise {raised}")
    install("torn = guild_sources.torn", torn=f"import asyncio, pytest\nraise {raised}")
    assert read_sources(tmp_path).by_id["guide"].name == "Guide"
    of_package, of_file = faults(tmp_path)
    assert "guild_sources.torn cannot be read: " in of_package
    assert "torn.py cannot be read: " in of_file


def test_what_a_file_prints_is_no_result_of_a_command(add_source, install, tmp_path, capsys):
    add_source("guide", f"print('from a file')\n{SOURCE}")
    install("guild = guild_sources", guild=f"print('from a package')\n{SOURCE.replace('guide', 'guild')}")
    assert {"guide", "guild"} <= set(read_sources(tmp_path).by_id)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.split("\n")[:2] == ["from a package", "from a file"]


@pytest.mark.parametrize(
    ("place", "source", "may_be"),
    [
        ("own/bls_ooh.py", "bls-ooh", True),
        ("extractors.sources.bls_ooh", "bls-ooh", True),
        ("C:\\own\\source_1st.py", "1st", True),
        ("the entry point guild = guild_sources:SOURCE", "guild", True),
        ("guild/other.py", "guild", False),
        ("own/old_guild.py", "guild", False),
        ("the entry point old = guild", "guild", False),
    ],
)
def test_a_fault_is_known_as_that_of_a_source_by_its_place(place, source, may_be):
    assert SourceFault(place, "").may_be_of(source) is may_be
