"""The Prefect server of a run: where it cannot live, that is told soon, and nothing of it stays."""

import socket


def test_a_server_that_cannot_start_is_told_with_its_log(jobprofiles, demo_site, processes_of, tmp_path):
    nowhere = "sqlite+aiosqlite:////nowhere/prefect.db"
    done = jobprofiles("publish", "demo", PREFECT_API_DATABASE_CONNECTION_URL=nowhere, **demo_site)

    assert done.returncode == 3
    assert "the Prefect server did not start" in done.stderr.splitlines()[-1]
    assert "unable to open database file" in (tmp_path / "data/prefect/server.log").read_text()
    assert not processes_of()


def test_a_port_that_is_taken_is_told(jobprofiles, demo_site, unused_port):
    with socket.create_server(("127.0.0.1", unused_port)):
        done = jobprofiles("serve", "demo", "--port", unused_port, **demo_site)

    assert done.returncode == 2
    assert f"port {unused_port} of 127.0.0.1 cannot be used" in done.stderr
