"""`jobprofiles extract --explain` and `--review`, as a stranger runs them."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[2]
BEEKEEPER = ROOT / "flows/demo_site/pages/stories/urban-beekeeper.html"
ICE_CUTTER = ROOT / "flows/demo_site/pages/careers/ice-cutter/index.html"


def test_explain_prints_each_value_with_its_rule_and_what_was_left_out(jobprofiles):
    done = jobprofiles("extract", "--explain", BEEKEEPER)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Urban beekeeper\n    title-vote ")
    assert "json-ld-code 0.95, json-ld\n" in done.stdout
    below = '  below "How sensors are changing it", which speaks of other things\n    Scales under the hive'
    assert below in done.stdout


def test_explain_tells_why_a_page_is_none_and_what_it_says(jobprofiles):
    done = jobprofiles("extract", "--explain", ICE_CUTTER)

    assert done.returncode == 0
    assert done.stdout.startswith("No profile: error page: ")
    assert "Left out, in reading order" in done.stdout


def test_review_writes_one_file_and_prints_its_name(jobprofiles, tmp_path):
    done = jobprofiles("extract", "--review", "review.html", BEEKEEPER)

    assert (done.returncode, done.stdout, done.stderr) == (0, "review.html\n", "")
    page = LexborHTMLParser((tmp_path / "review.html").read_text("utf-8"))
    tasks = [mark.text() for mark in page.css("mark[id^=mark-tasks]")]
    assert tasks[1] == "Around noon you cycle with frames and smoker from one roof to the next."


def test_review_of_a_page_that_is_none_says_why(jobprofiles, tmp_path):
    done = jobprofiles("extract", "--review", "review.html", ICE_CUTTER)

    assert (done.returncode, done.stdout) == (0, "review.html\n")
    assert "no profile: error page" in done.stderr
    assert "error page: " in (tmp_path / "review.html").read_text("utf-8")


def test_a_file_is_known_by_its_name_in_every_form(jobprofiles, tmp_path):
    text = "<html lang=en><title>Gilder</title><h1>Gilder</h1><h2>Tasks</h2><ul><li>Lay the leaf<li>Burnish it</ul>"
    (tmp_path / "gilder.html").write_text(text + "<p>" + "Gilders gild frames and altars by hand. " * 5)

    plain = jobprofiles("extract", "gilder.html").stdout
    explained = jobprofiles("extract", "--explain", "gilder.html").stdout

    address = next(line for line in plain.splitlines() if "http://file.invalid/gilder.html" in line)
    assert address in explained


def test_review_never_replaces_the_page(jobprofiles, tmp_path):
    (tmp_path / "page.html").write_bytes(BEEKEEPER.read_bytes())

    done = jobprofiles("extract", "--review", "page.html", "review.html")

    assert done.returncode == 2
    assert "--review page.html: there is such a file already, and it is no review" in done.stderr
    assert (tmp_path / "page.html").read_bytes() == BEEKEEPER.read_bytes()


def test_review_replaces_a_review(jobprofiles, tmp_path):
    jobprofiles("extract", "--review", "review.html", ICE_CUTTER)
    done = jobprofiles("extract", "--review", "review.html", BEEKEEPER)

    assert done.returncode == 0
    assert "Urban beekeeper" in (tmp_path / "review.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--explain", "--json", BEEKEEPER], 2, "exclude each other"),
        (["--review", "r.html", "--explain", BEEKEEPER], 2, "exclude each other"),
        (["--review", "r.html", BEEKEEPER, ICE_CUTTER], 2, "a single page, but there are 2 inputs"),
        (["--review", ".", BEEKEEPER], 2, "found a folder"),
        (["--review", "nowhere/r.html", BEEKEEPER], 3, "nowhere/r.html: No such file or directory"),
        (["--review", "r.html", "missing.html"], 3, "missing.html: No such file or directory"),
        (["--explain", "missing.html"], 3, "missing.html: No such file or directory"),
    ],
)
def test_what_cannot_be_explained_is_told_in_one_line(jobprofiles, tmp_path, arguments, code, message):
    done = jobprofiles("extract", *arguments)

    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.html"))
