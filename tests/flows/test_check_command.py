"""`jobprofiles check`: what a person, and a program, sees of it."""

import json
import re
import subprocess
import sys

import pytest

from schemas.check_report import CheckReport


def test_the_demo_site_is_fine(jobprofiles, demo_site):
    done = jobprofiles("check", "demo", **demo_site)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"demo: fine; 22 links, 10 looked at \(.*\); no version is published.*\n", done.stdout
    )


def test_every_page_of_the_demo_site_can_be_looked_at(jobprofiles, demo_site):
    done = jobprofiles("check", "demo", "--pages", "100", **demo_site)

    assert done.returncode == 0, done.stdout
    assert "22 looked at (13 profiles, 1 duplicate," in done.stdout


def test_trouble_is_told_with_where_to_look_and_ends_with_1(jobprofiles, demo_site):
    done = jobprofiles("check", "demo", "--start-url", "http://demo.jobprofiles.example/moved/", **demo_site)

    assert done.returncode == 1
    headline, trouble, *where = done.stdout.splitlines()
    assert where[0] == "    see http://demo.jobprofiles.example/moved/"
    assert headline == "demo: 1 trouble; no version is published here: nothing to compare with"
    assert trouble.startswith("  start page: expected the list of pages, found the server answered 404")
    assert done.stderr == "jobprofiles: 1 trouble found in demo; data/checks has the whole report\n"


def test_the_report_is_json_on_request_and_a_file_always(jobprofiles, demo_site, tmp_path):
    start = ("--start-url", "http://demo.jobprofiles.example/moved/", "--data", tmp_path / "here")
    done = jobprofiles("check", "demo", "--json", *start, **demo_site)

    report = CheckReport.model_validate_json(done.stdout)
    assert report.sources[0].troubles[0].look_at == "http://demo.jobprofiles.example/moved/"
    written = (tmp_path / "here/checks/demo.json").read_text()
    assert json.loads(written) == json.loads(done.stdout)
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["checks"]


def test_sources_without_an_address_are_skipped_and_no_trouble(jobprofiles):
    done = jobprofiles("check", "demo", "life-science-karriere")

    assert done.returncode == 0, done.stderr
    assert "demo: skipped: no site has the address http://demo.jobprofiles.example/careers/" in done.stdout
    assert "life-science-karriere: skipped: its address is not known" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dmeo"], "did you mean 'demo'?"),
        (["demo", "--pages", "0"], "expected at least 1"),
        (["demo", "bls-ooh", "--start-url", "http://careers.example/"], "there are 2"),
        (["demo", "--start-url", "careers"], "--start-url: expected an http or https URL"),
    ],
)
def test_wrong_usage_ends_with_2(jobprofiles, arguments, told):
    done = jobprofiles("check", *arguments)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_a_folder_that_cannot_be_written_is_told_after_what_was_found(jobprofiles, tmp_path):
    (tmp_path / "data").write_text("no folder")
    done = jobprofiles("check", "demo")

    assert done.returncode == 2
    assert "demo: skipped" in done.stdout
    assert "name another folder with --data" in done.stderr


def test_the_command_does_not_import_prefect(clean_environment, tmp_path):
    program = (
        "import sys\ntry: from flows.command_line import main; main(['check', 'demo'])\n"
        "except SystemExit as end: code = end.code\n"
        "assert code == 0, code; assert 'prefect' not in sys.modules"
    )
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=tmp_path, env=clean_environment, capture_output=True, check=True)
