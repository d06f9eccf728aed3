"""The commands as a stranger runs them: results on stdout, one line on stderr for what went wrong, exit codes."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[1] / "pages" / "life-science-karriere"
PAGE = PAGES / "fermentation-scientist.html"


def only_line(text):
    assert text.count("\n") == 1, text
    return text.strip()


def test_extract_prints_a_record_that_a_person_can_read(jobprofiles):
    done = jobprofiles("extract", PAGE)

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("Fermentation Scientist\n")
    assert "Tasks" in done.stdout
    assert "Requirements" in done.stdout


def test_extract_prints_the_record_as_json(jobprofiles):
    record = json.loads(jobprofiles("extract", "--json", PAGE).stdout)

    assert record["title"] == "Fermentation Scientist"
    assert record["source"]["id"] == "life-science-karriere"


def test_extract_prints_one_line_an_input_in_order(jobprofiles, tmp_path):
    (tmp_path / "shell.html").write_text("<!doctype html><title>Nothing</title><main></main>")

    done = jobprofiles("extract", "--jsonl", PAGE, "missing.html", ".", "shell.html")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [list(line) for line in lines] == [["file", "profile", "reason", "evidence"]] * 4
    assert [line["file"] for line in lines] == [str(PAGE), "missing.html", ".", "shell.html"]
    assert [line["profile"] is None for line in lines] == [False, True, True, True]
    assert [line["reason"] is None for line in lines] == [True, False, False, False]
    assert lines[0]["evidence"]


def test_lines_come_as_soon_as_they_are_done(start_jobprofiles, tmp_path):
    os.mkfifo(tmp_path / "slow.html")

    process = start_jobprofiles("extract", "--jsonl", PAGE, "slow.html")

    assert json.loads(process.stdout.readline())["file"] == str(PAGE)
    (tmp_path / "slow.html").write_text("")
    assert json.loads(process.stdout.readline())["file"] == "slow.html"


def test_the_source_is_found_by_the_canonical_link_unless_one_is_named(jobprofiles):
    by_itself = json.loads(jobprofiles("extract", "--jsonl", PAGE).stdout)
    named = json.loads(jobprofiles("extract", "--jsonl", "--source", "demo", PAGE).stdout)
    generic = json.loads(jobprofiles("extract", "--jsonl", "--source", "none", PAGE).stdout)

    assert by_itself["profile"]["source"]["id"] == "life-science-karriere"
    assert named["profile"]["source"]["id"] == "demo"
    assert generic["profile"]["source"]["id"] not in {"demo", "life-science-karriere"}


def test_a_file_can_be_read_as_the_page_at_an_address(jobprofiles, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE.read_text().replace('rel="canonical"', 'rel="nothing"'))

    record = json.loads(jobprofiles("extract", "--json", "--url", "https://jobs.example/brewer", page).stdout)

    assert record["url"] == "https://jobs.example/brewer"


def test_two_files_without_an_address_get_different_ids(jobprofiles, tmp_path):
    for name in ("one.html", "two.html"):
        (tmp_path / name).write_text(PAGE.read_text().replace('rel="canonical"', 'rel="nothing"'))

    done = jobprofiles("extract", "--jsonl", "--source", "none", "one.html", "two.html")

    one, two = (json.loads(line)["profile"] for line in done.stdout.splitlines())
    assert one["id"] != two["id"]


def test_extract_reads_addresses(jobprofiles, demo_site):
    url = "http://demo.jobprofiles.example/careers/acoustic-consultant/"

    done = jobprofiles("extract", "--jsonl", url, "http://demo.jobprofiles.example/nowhere", **demo_site)

    found, gone = (json.loads(line) for line in done.stdout.splitlines())
    assert found["file"] == url
    assert found["profile"]["source"]["id"] == "demo"
    assert "404" in gone["reason"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["extract", "missing.html"], 3, "missing.html: No such file"),
        (["extract", "."], 3, ".: Is a directory"),
        (["extract", "picture.png"], 3, "picture.png: not HTML"),
        (["extract", "http://127.0.0.1:9/"], 3, "JOBPROFILES_ALLOW_HOSTS=127.0.0.1"),
        (["extract", "http://nowhere.invalid/"], 3, "nowhere.invalid"),
        (["extract"], 2, "expected a file or an address"),
        (["extract", "--url", "page", "page.html"], 2, "expected an http or https URL"),
        (["extract", "--json", "--jsonl", "page.html"], 2, "exclude each other"),
        (["extract", "--source", "dmeo", "page.html"], 2, "did you mean 'demo'?"),
        (["publish", "dmeo"], 2, "did you mean 'demo'?"),
        (["publish", "../demo"], 2, "no source is called '../demo'"),
        (["publish"], 2, "SOURCE"),
        (["publish", "life-science-karriere"], 2, "--start-url"),
        (["publish", "demo", "--start-url", "ftp://x"], 2, "expected an http or https URL"),
        (["catalogue", "demo"], 3, "demo: expected a published version, found no latest.json"),
        (["catalogue", "../demo"], 2, "expected a dataset name"),
        (["catalogue"], 2, "DATASET"),
        (["publish", "demo", "--limit", "0"], 2, "limit is 0"),
        (["publish", "demo", "--limit", "few"], 2, "few"),
        (["publish", "demo", "--data", "picture.png"], 2, "name another folder with --data"),
        (["pubish", "demo"], 2, 'Did you mean "publish"?'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_wrong_is_said_in_one_line(jobprofiles, tmp_path, arguments, code, said):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    done = jobprofiles(*arguments)

    assert done.returncode == code
    assert done.stdout == ""
    assert said in only_line(done.stderr)


def test_a_wrong_setting_is_named(jobprofiles):
    done = jobprofiles("publish", "demo", JOBPROFILES_WORKERS="many")

    assert done.returncode == 2
    assert only_line(done.stderr).startswith("jobprofiles: JOBPROFILES_WORKERS is 'many'")


def test_no_input_that_could_be_read_is_an_error_also_for_tools(jobprofiles):
    done = jobprofiles("extract", "--jsonl", "one.html", "two.html")

    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 2
    only_line(done.stderr)


def test_a_prefect_server_that_is_not_there_is_named(jobprofiles):
    done = jobprofiles("publish", "demo", PREFECT_API_URL="http://127.0.0.1:9/api")

    assert done.returncode == 3
    assert "http://127.0.0.1:9/api" in only_line(done.stderr)


def test_nobody_reading_on_ends_the_command_quietly(clean_environment):
    pages = " ".join([str(PAGE)] * 20)
    pipeline = f"{sys.executable} -m flows.command_line extract --jsonl {pages} | head -n 1"

    done = subprocess.run(
        ["bash", "-c", pipeline], env=clean_environment, capture_output=True, text=True, check=False
    )

    assert json.loads(done.stdout)["file"] == str(PAGE)
    assert "Traceback" not in done.stderr


def test_an_interruption_ends_extract_with_its_code(start_jobprofiles, tmp_path):
    os.mkfifo(tmp_path / "endless.html")
    process = start_jobprofiles("extract", "--jsonl", PAGE, "endless.html")
    process.stdout.readline()

    process.send_signal(signal.SIGINT)

    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert only_line(err) == "jobprofiles: interrupted"


def test_the_sources_are_listed_for_people_and_for_tools(jobprofiles):
    lines = jobprofiles("sources").stdout.splitlines()
    rows = json.loads(jobprofiles("sources", "--json").stdout)

    assert [line.split("\t")[0] for line in lines] == [row["id"] for row in rows]
    assert {"demo", "life-science-karriere"} <= {row["id"] for row in rows}


def test_the_schema_is_printed(jobprofiles):
    schema = json.loads(jobprofiles("schema").stdout)

    assert schema["$id"] == "urn:jobprofiles:schema:profile:1.0.0"


@pytest.mark.parametrize(
    "arguments", [["extract", str(PAGE)], ["schema"], ["sources"], ["--help"], ["--version"]]
)
def test_commands_that_need_no_prefect_start_without_it(clean_environment, arguments):
    program = (
        "import sys; from flows.command_line import _exit_code; code = _exit_code(sys.argv[1:]);"
        "assert code == 0, code; assert 'prefect' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=clean_environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


@pytest.mark.parametrize("arguments", [["extract", "--jsonl", str(PAGE)], ["schema"], ["sources"]])
def test_commands_that_need_no_prefect_take_less_than_a_second_of_cpu(jobprofiles, arguments):
    jobprofiles(*arguments)  # compiles what was never imported before
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    jobprofiles(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
