"""A run whose list of pages cannot be had: one line with what to do, nothing published, nothing lost."""

import pytest

LIST = b"<main><a href=/about/>About</a><a href=/contact/>Contact</a></main>"


@pytest.fixture
def start(jobprofiles, prefect_server, tmp_path):
    """Start a run at an address; return its one line, checked for exit code 3 and for traces of a publication."""

    def run(address):
        done = jobprofiles(
            "publish",
            "life-science-karriere",
            "--start-url",
            address,
            PREFECT_API_URL=prefect_server,
            JOBPROFILES_ALLOW_HOSTS="127.0.0.1",
            JOBPROFILES_REQUESTS_PER_SECOND="100",
        )
        (line,) = done.stderr.splitlines()
        assert done.returncode == 3
        assert not done.stdout
        assert not (tmp_path / "data/datasets").exists()
        assert not list(tmp_path.glob("data/runs/*/*Z"))
        return line

    return run


def test_a_host_without_an_address(start):
    line = start("https://no-such-host.invalid/jobs/")
    assert "no-such-host.invalid has no address" in line
    assert line.endswith("check the address and the network, then run it again")


def test_a_start_page_that_is_gone(start, site):
    line = start(f"{site.url}/jobs/")
    assert "404" in line
    assert "--start-url URL" in line


def test_a_pattern_that_no_link_matches(start, site, say):
    site.routes["/jobs/"] = say(LIST)
    line = start(f"{site.url}/jobs/")
    assert "no link fits (links 'main a[href]', pattern '/job-profiles/[^/]+/$')" in line
    assert "correct these settings of the source" in line


def test_a_start_page_that_robots_txt_forbids(start, site, say):
    site.routes["/robots.txt"] = say(b"User-agent: *\nDisallow: /", headers=(("Content-Type", "text/plain"),))
    assert "robots.txt disallows it" in start(f"{site.url}/jobs/")
    assert not site.asked("/jobs/")


def test_a_start_page_in_a_private_network(start):
    assert "set JOBPROFILES_ALLOW_HOSTS=10.0.0.1" in start("http://10.0.0.1/jobs/")
