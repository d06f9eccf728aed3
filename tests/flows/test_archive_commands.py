"""`jobprofiles archive` and `reextract`, as a person types them."""

from pathlib import Path

import pytest

WGET = Path(__file__).parent / "archive/wget-1.21.3.warc.gz"


@pytest.mark.slow
def test_a_warc_becomes_a_dataset_without_the_network(jobprofiles, demo_site, prefect_server, tmp_path):
    published = jobprofiles("publish", "demo", PREFECT_API_URL=prefect_server, **demo_site)
    assert published.returncode == 0
    (pages,) = tmp_path.glob("data/archive/demo/*-0001.warc.gz")

    done = jobprofiles("archive", "import", pages, "--data", "other")
    assert done.returncode == 0
    assert done.stdout.startswith("demo: 19 pages in import-")

    done = jobprofiles("reextract", "demo", "--data", "other", PREFECT_API_URL=prefect_server)
    assert done.returncode == 0
    assert "13 profiles" in done.stdout
    assert (tmp_path / "other/datasets/demo/latest.json").exists()


def test_what_wget_wrote_is_brought(jobprofiles, tmp_path):
    start_urls = '{"life-science-karriere": "http://127.0.0.1:8765/"}'
    done = jobprofiles(
        "archive", "import", WGET, "--source", "life-science-karriere", JOBPROFILES_START_URLS=start_urls
    )
    assert done.stdout.startswith("life-science-karriere: 1 pages in import-")
    assert list(tmp_path.glob("data/archive/life-science-karriere/import-*.cdxj"))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["archive", "import", "none.warc.gz"], 3, "none.warc.gz: cannot be opened"),
        (["archive", "import", WGET], 3, "no source owns these hosts: 127.0.0.1; name one with --source ID"),
        (["archive", "import", WGET, "--source", "dmeo"], 2, "did you mean 'demo'"),
        (
            ["archive", "import", WGET, "--source", "demo"],
            3,
            "expected pages of the source, found 2 answers of other hosts",
        ),
        (["archive", "import", __file__, "--source", "demo"], 3, "expected a WARC file, plain or gzipped"),
        (
            ["archive", "import", WGET, "--start-url", "http://a.example/"],
            2,
            "name the source with --source ID",
        ),
        (["archive", "compact", "demo", "--older-than", "-1"], 2, "expected a number of days"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_with_its_code(jobprofiles, arguments, code, told):
    done = jobprofiles(*arguments)
    assert done.returncode == code
    (line,) = done.stderr.splitlines()
    assert told in line


def test_an_archive_with_nothing_to_join_says_so(jobprofiles):
    done = jobprofiles("archive", "compact", "demo")
    assert done.returncode == 0
    assert done.stdout == "demo: nothing to join: fewer than two segments are older than 30 days\n"
