"""docs/source-reference.md says of sources what the code says, and its examples give what is shown below them."""

import ast
import asyncio
import builtins
import collections.abc
import contextlib
import gzip
import io
import re
import types
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args, get_origin

import pytest

import jobprofiles
from extractors.source import ReadField
from extractors.source_catalogue import read_sources
from flows.fetching.discovery import discover
from jobprofiles import Bounds, Feed, IndexPage, Sitemap, Source, SourcePage, UrlList, WarcFile
from schemas.page import Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TEXT = (DOCS / "source-reference.md").read_text("utf-8")
KINDS = [IndexPage, Sitemap, Feed, UrlList, WarcFile]
IN_COMMON = {"pattern", "exclude", "max_links"}
"""Fields that every kind has: the page says and shows them once."""
REQUIRED = "required"


def part(title):
    """The part of the page below a heading, up to the next heading of its level or above."""
    level, _ = title.split(" ", 1)
    begin = TEXT.index(f"\n{title}\n") + 1
    return TEXT[begin : begin + re.search(rf"\n#{{2,{len(level)}}} |\Z", TEXT[begin + 1 :]).start() + 1]


def rows(text):
    """Each row of the tables in a text, as its cells without code marks; the type and the default as they stand."""
    for line in re.findall(r"^\| `.*$", text, re.MULTILINE):
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        yield [cell[1:-1] if re.fullmatch(r"`[^`]*`", cell) else cell for cell in cells]


def documented(model):
    """Field → its type and default, as the page says."""
    if model is Source:
        headed = r"^#### `(\w+)`\n\n`([^`]+)`, (?:(required)|default `([^`]+)`)\. \w"
        return {
            name: (kind, default or REQUIRED)
            for name, kind, _, default in re.findall(headed, TEXT, re.MULTILINE)
        }
    title = "## `Bounds`" if model is Bounds else f"### `{model.__name__}`"
    tables = part(title) if model is Bounds else part("### Every kind") + part(title)
    return {name: (kind, default) for name, kind, default, said in rows(tables) if said}


def written(kind):
    """A type as a reader of the page would write it: without what validates it."""
    kind = getattr(kind, "__value__", kind)  # what an alias with a name of its own stands for
    inner = get_args(kind)
    match get_origin(kind):
        case typing.Annotated:
            text = written(inner[0])
        case typing.Literal:
            text = "str"
        case typing.Union | types.UnionType:
            text = " | ".join(map(written, inner))
        case builtins.tuple:
            text = f"tuple[{written(inner[0])}, ...]"
        case builtins.dict | collections.abc.Mapping:
            text = f"dict[{', '.join(map(written, inner))}]"
        case collections.abc.Callable:
            text = "Reader"
        case _:
            text = "None" if kind is type(None) else kind.__name__
    return text


def test_each_field_of_a_source_has_a_heading_of_its_own():
    assert sorted(re.findall(r"^#### `?(.*?)`?$", TEXT, re.MULTILINE)) == sorted(Source.model_fields)


@pytest.mark.parametrize("model", [Source, *KINDS, Bounds], ids=lambda model: model.__name__)
def test_each_field_stands_there_with_its_type_and_default_and_no_other_does(model):
    said = documented(model)
    assert set(said) == set(model.model_fields)
    for name, field in model.model_fields.items():
        kind, default = said[name]
        assert kind == written(field.annotation), name
        if field.is_required():
            assert default == REQUIRED, name
        else:
            assert eval(default, vars(jobprofiles)) == field.get_default(call_default_factory=True), name  # noqa: S307 - our own page


def test_each_attribute_of_a_page_stands_there():
    said = {name.partition("(")[0] for name, *_ in rows(part("### What it gets: `SourcePage`"))}
    assert said == {name for name in dir(SourcePage) if not name.startswith("_")}


def test_each_field_that_a_reader_reads_stands_there():
    assert [name for name, *_ in rows(part("### What it returns"))] == list(get_args(ReadField))


def test_each_kind_of_discovery_stands_there():
    titles = re.findall(r"^### `(\w+)`$", part("## Discovery"), re.MULTILINE)
    assert titles == [kind.__name__ for kind in KINDS]
    assert set(get_args(Source.model_fields["discover"].annotation)) == set(KINDS)


EXAMPLES = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", TEXT, re.MULTILINE | re.DOTALL)
TREES = [ast.parse(code) for code, _ in EXAMPLES]
CALLS = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("model", [Source, *KINDS, Bounds], ids=lambda model: model.__name__)
def test_each_field_is_given_in_an_example(model):
    calls = [call for call in CALLS if isinstance(call.func, ast.Name) and call.func.id == model.__name__]
    given = {keyword.arg for call in calls for keyword in call.keywords}
    assert set(model.model_fields) - given <= (IN_COMMON | {"kind"} if model in KINDS else set())


def test_what_every_kind_has_is_given_in_an_example():
    assert {keyword.arg for call in CALLS for keyword in call.keywords} >= IN_COMMON


def test_examples_import_from_the_public_door_alone():
    imports = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {name.name for node in imports if node.module != "pathlib" for name in node.names}
    assert {node.module for node in imports} == {"jobprofiles", "pathlib"}
    assert names <= set(jobprofiles.__all__)
    assert {kind.__name__ for kind in [Source, SourcePage, Bounds, *KINDS]} <= names


class Listings:
    """What stands on the page as HTML and XML, at the addresses in its first lines."""

    def __init__(self):
        found = re.findall(r"^```(?:html|xml)\n<!-- (\S+) -->\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
        self.bodies = {url: body.encode() for url, body in found}

    async def fetch(self, url, *_):
        return Page(url, url, 200, (), self.bodies[url], datetime(2026, 1, 1, tzinfo=UTC))


def links(discovery):
    """The links that discovery finds, a line each, as the page shows them."""
    if isinstance(discovery, WarcFile):
        write_crawl(discovery.file, ["https://guild.example/about", "https://guild.example/jobs/gilder"])
    found = asyncio.run(discover(discovery, Listings()))
    return "".join(", also called ".join([link.url, *link.aliases]) + "\n" for link in found)


def write_crawl(file, urls):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page"
    head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {}\r\n\r\n"
    records = (head.format(url, len(http)).encode() + http + b"\r\n\r\n" for url in urls)
    Path(file).write_bytes(b"".join(map(gzip.compress, records)))


def run(code, names):
    """What an example prints, or the links that the discovery in its last line finds."""
    *before, last = ast.parse(code).body
    value = None
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        exec(compile(ast.Module(before, []), "example", "exec"), names)  # noqa: S102 - our own page
        if isinstance(last, ast.Expr):
            value = eval(ast.unparse(last), names)  # noqa: S307 - our own page
        else:
            exec(ast.unparse(last), names)  # noqa: S102 - our own page
    return links(value) if isinstance(value, tuple(KINDS)) else shown.getvalue()


def test_each_example_gives_what_is_shown_below_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code, shown in EXAMPLES:
        assert run(code, names) == shown, code


def test_a_file_that_cannot_be_used_is_told_as_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sources").mkdir()
    Path("sources/guild.py").write_text(
        "from jobprofiles import Source, UrlList\n"
        'SOURCE = Source(id="guild", name="Guild", discover=UrlList(), content="main[[")\n'
    )
    (fault,) = read_sources(Path("sources")).faults
    assert f"  {fault.told()}\n" in TEXT


def test_links_within_the_documents_lead_to_headings():
    for file, anchor in re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", TEXT):
        target = (DOCS / file).read_text("utf-8") if file else TEXT
        headings = re.findall(r"^#+ (.*)$", target, re.MULTILINE)
        slugs = [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]
        assert slugs.count(anchor) == 1, anchor
