"""A run whose datasets stand in an object store: importers read there what the run published here."""

import json

import pytest
from moto.server import ThreadedMotoServer


@pytest.fixture
def bucket():
    """The environment in which s3://jobs is a bucket on loopback."""
    import boto3  # noqa: PLC0415  (slow to import)

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    access = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "word", "AWS_DEFAULT_REGION": "us-east-1"}
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="key",
        aws_secret_access_key="word",  # noqa: S106 - of a server that takes any
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="jobs")
    yield client, {**access, "AWS_ENDPOINT_URL": endpoint, "JOBPROFILES_DATASETS": "s3://jobs/datasets"}
    server.stop()


def test_two_machines_publish_into_one_store(jobprofiles, demo_site, prefect_server, bucket):
    client, environment = bucket
    for data in ("one", "other"):
        done = jobprofiles(
            "publish", "demo", "--data", data, PREFECT_API_URL=prefect_server, **demo_site, **environment
        )
        assert done.returncode == 0, done.stderr
        assert ("published" if data == "one" else "unchanged since") in done.stdout
    latest = json.loads(client.get_object(Bucket="jobs", Key="datasets/demo/latest.json")["Body"].read())
    assert latest["counts"]["profiles"] == 13
    assert latest["checked"] > latest["published"]
    records = client.get_object(Bucket="jobs", Key=f"datasets/demo/{latest['path']}/profiles.jsonl")[
        "Body"
    ].read()
    assert len(records.splitlines()) == 13
    page = client.get_object(Bucket="jobs", Key="datasets/demo/catalogue/index.html")["Body"].read()
    assert b"Urban beekeeper" in page

    command = ("retract", "demo:5ba58b5ceaef", "--reason", "asked for by its author", "--data", "third")
    done = jobprofiles(*command, **environment)
    assert done.returncode == 0, done.stderr
    latest = json.loads(client.get_object(Bucket="jobs", Key="datasets/demo/latest.json")["Body"].read())
    assert latest["counts"]["profiles"] == 12


def test_a_store_that_is_none_is_a_wrong_setting(jobprofiles):
    done = jobprofiles("publish", "demo", JOBPROFILES_DATASETS="https://jobs.example/datasets")
    assert done.returncode == 2
    assert 'expected an address like "s3://bucket/datasets"' in done.stderr
