"""The examples of docs/importing.md, run as they stand there."""

import functools
import http.server
import re
import threading
from pathlib import Path

import duckdb
import pytest

from flows.fetching.browser import NoBrowser, browser_path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/importing.md").read_text("utf-8")


def example(language):
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return block


@pytest.fixture
def demo(demo_data, monkeypatch):
    """The demo dataset, in data/datasets/demo below the current folder."""
    monkeypatch.chdir(demo_data)
    return demo_data / "data/datasets"


@pytest.fixture
def profiles(demo):
    """How many records there are."""
    (records,) = demo.glob("demo/v/*/profiles.jsonl")
    return len(records.read_bytes().splitlines())


@pytest.fixture
def served(demo):
    """The address of the datasets on a web server, with the header that the page asks for."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *_):
            pass

    handler = functools.partial(Handler, directory=str(demo))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_python_reads_every_record(profiles, capsys):
    exec(example("python"), {})  # noqa: S102 - our own page
    assert len(capsys.readouterr().out.splitlines()) == profiles


def test_sql_reads_the_latest_version(profiles):
    rows = duckdb.sql(example("sql")).fetchall()
    assert len(rows) == profiles
    assert rows[0][1] >= rows[-1][1] > 0


def has_browser():
    try:
        return bool(browser_path())
    except NoBrowser:
        return False


@pytest.mark.skipif(not has_browser(), reason="needs Chromium: apt install chromium")
def test_javascript_reads_every_record_from_another_site(served, profiles, httpserver):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (slow to import)

    httpserver.expect_request("/").respond_with_data("<p>another site", content_type="text/html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), chromium_sandbox=False)
        page = browser.new_page()
        page.goto(httpserver.url_for("/"))
        read = page.evaluate(f"(async () => {{ {example('js')}; return loadProfiles('{served}/demo') }})()")
        browser.close()
    assert len(read) == profiles
    assert all(profile["tasks"] for profile in read)


def test_validate_checks_a_dataset_on_the_web(jobprofiles, served):
    for address in (f"{served}/demo/", f"{served}/demo", f"{served}/demo/latest.json"):
        done = jobprofiles("validate", address)
        assert (done.returncode, done.stdout) == (0, f"{address}: valid\n"), done.stderr


def test_validate_finds_what_was_changed_on_the_web(jobprofiles, served, demo):
    (records,) = demo.glob("demo/v/*/profiles.jsonl")
    records.write_bytes(records.read_bytes().replace(b'"language":"en"', b'"language":"EN"', 1))
    done = jobprofiles("validate", f"{served}/demo/latest.json")
    assert done.returncode == 1
    assert "profiles.jsonl: expected SHA-256" in done.stdout
    assert re.search(r"profiles\.jsonl, line \d+, /language: ", done.stdout)
    assert done.stderr == "jobprofiles: 2 faults found\n"


def test_validate_says_where_nothing_stands(jobprofiles, served):
    done = jobprofiles("validate", f"{served}/nothing.jsonl")
    assert done.returncode == 3
    assert "404" in done.stderr


def test_diff_says_what_changed_for_people_and_for_programs(jobprofiles, demo):
    (records,) = demo.glob("demo/v/*/profiles.jsonl")
    lines = records.read_bytes().splitlines(keepends=True)
    changed = demo / "changed.jsonl"
    changed.write_bytes(b"".join([lines[0].replace(b'"slug":"', b'"slug":"x'), *lines[2:]]))
    done = jobprofiles("diff", demo / "demo", changed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 added, 1 removed, 1 changed\n- demo:")
    assert done.stdout.endswith("changed by field: slug 1\n")
    told = jobprofiles("diff", "--json", demo / "demo", changed).stdout
    assert '"by_field": {\n    "slug": 1' in told


def test_diff_says_what_is_read_otherwise_of_a_statement_that_is_the_same(jobprofiles, demo):
    (records,) = demo.glob("demo/v/*/profiles.jsonl")
    changed = demo / "reread.jsonl"
    changed.write_bytes(records.read_bytes().replace(b'"kind":"physical"', b'"kind":"other"', 1))
    told = jobprofiles("diff", demo / "demo", changed).stdout.splitlines()
    (line,) = [line for line in told if line.startswith("    ")]
    assert line.startswith("    requirements ~ ")
    assert line.endswith(": kind physical → other")


def test_diff_says_what_is_no_dataset(jobprofiles, tmp_path):
    done = jobprofiles("diff", tmp_path, tmp_path)
    assert done.returncode == 3
    assert "expected a folder with latest.json or datapackage.json" in done.stderr
