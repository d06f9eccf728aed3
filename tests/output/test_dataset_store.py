"""Datasets in an object store: what importers find there is whole, whoever publishes and whenever one dies."""

import json

import pytest
from moto.server import ThreadedMotoServer

from output.dataset_store import DatasetStore, LostRace
from output.load_dataset import load_dataset
from output.pruning import prune
from output.published import DatasetUnreadable, read_versions
from output.retraction import retract
from output.validation import validate

FIVE = ["baker", "smith", "cooper", "weaver", "tanner"]


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def store(endpoint, monkeypatch, tmp_path):
    import s3fs  # noqa: PLC0415  (an extra)

    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "word",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = f"bucket-{abs(hash(str(tmp_path)))}"
    s3fs.S3FileSystem().mkdir(bucket)
    return DatasetStore.at(f"s3://{bucket}/datasets")


@pytest.fixture
def machine(store, publish, make_result, tmp_path):
    """Give a function that makes a machine with a working copy of its own; it pulls, publishes and pushes."""

    class Machine:
        def __init__(self, name):
            self.datasets = tmp_path / name
            self.folder = self.datasets / "guild"

        def pull(self):
            self.pulled = store.pull(self.folder)

        def publish(self, slugs, **changes):
            self.publication = publish(
                [make_result(slug) for slug in slugs], datasets=self.datasets, **changes
            )
            return self.publication

        def push(self):
            store.push(self.folder, self.publication, self.pulled)

        def run(self, slugs):
            self.pull()
            self.publish(slugs)
            self.push()
            return self.publication

    return Machine


@pytest.fixture
def importer(store, tmp_path):
    """What an importer finds in the store: the titles, after everything was found whole."""
    copies = []

    def read():
        copies.append(tmp_path / f"copy-{len(copies)}" / "guild")
        store.pull(copies[-1])
        assert list(validate(copies[-1])) == []
        return sorted(profile.title for profile in load_dataset(copies[-1]))

    return read


def titles(*slugs):
    return sorted(slug.capitalize() for slug in slugs)


def test_what_one_machine_publishes_another_goes_on_from(machine, importer):
    machine("one").run(FIVE)
    second = machine("other").run([*FIVE, "potter"])
    assert (second.outcome, second.changes.added) == ("published", 1)
    assert importer() == titles(*FIVE, "potter")
    third = machine("one").run([*FIVE, "potter"])
    assert third.outcome == "unchanged"


def test_of_two_runs_at_once_one_loses_and_nothing_of_it_is_published(machine, importer):
    machine("one").run(FIVE)
    one, other = machine("one"), machine("other")
    for each in (one, other):
        each.pull()
    one.publish([*FIVE, "potter"])
    other.publish([*FIVE, "miller"])
    one.push()
    with pytest.raises(LostRace, match="another run published meanwhile"):
        other.push()
    assert importer() == titles(*FIVE, "potter")
    assert other.run([*FIVE, "potter", "miller"]).changes.added == 1
    assert importer() == titles(*FIVE, "potter", "miller")


def test_of_two_first_runs_one_loses(machine, importer):
    one, other = machine("one"), machine("other")
    for each, slug in ((one, "potter"), (other, "miller")):
        each.pull()
        each.publish([*FIVE, slug])
    one.push()
    with pytest.raises(LostRace):
        other.push()
    assert importer() == titles(*FIVE, "potter")


def test_two_runs_of_one_second_do_not_mix(machine, importer, night):
    one, other = machine("one"), machine("other")
    for each, slug in ((one, "potter"), (other, "miller")):
        each.pull()
        each.publish([*FIVE, slug], now=night)
    one.push()
    with pytest.raises(LostRace, match="of the same second"):
        other.push()
    assert importer() == titles(*FIVE, "potter")


def test_a_refused_run_is_kept_in_the_store_and_never_latest(machine, importer, tmp_path):
    machine("one").run(FIVE)
    refused = machine("one").run(FIVE[:1])
    assert refused.outcome == "refused"
    assert importer() == titles(*FIVE)
    listed = read_versions(tmp_path / "copy-0/guild").versions
    assert [entry.result for entry in listed] == ["refused", "published"]


def test_identities_and_catalogue_go_along(machine, store, tmp_path):
    machine("one").run(FIVE)
    store.pull(tmp_path / "copy/guild")
    assert (tmp_path / "copy/guild/identities.jsonl").read_bytes().count(b"\n") == 5
    page, _ = store._get("guild/catalogue/index.html")
    assert b"Weaver" in page
    index, _ = store._get("index.json")
    assert b'"guild"' in index


@pytest.fixture
def killed_at(store, monkeypatch):
    """Give a function that makes the store die at its n-th write."""

    def kill(step):
        steps = iter(range(1_000))

        def count(work):
            def once(*arguments, **named):
                if next(steps) == step:
                    raise SystemExit("killed")
                return work(*arguments, **named)

            return once

        monkeypatch.setattr(store, "_put", count(store._put))
        monkeypatch.setattr(store._files, "put_file", count(store._files.put_file))

    return kill


@pytest.mark.parametrize("step", range(0, 26, 3))
def test_whenever_a_push_dies_importers_find_a_whole_version_and_the_next_run_mends_the_rest(
    machine, importer, step, killed_at, monkeypatch
):
    machine("one").run(FIVE)
    dying = machine("one")
    dying.pull()
    dying.publish([*FIVE, "potter"])
    killed_at(step)
    with pytest.raises(SystemExit):
        dying.push()
    monkeypatch.undo()
    found = importer()
    assert found in (titles(*FIVE), titles(*FIVE, "potter"))
    last = machine("other").run([*FIVE, "potter", "miller"])
    assert importer() == titles(*FIVE, "potter", "miller")
    published = {entry.version for entry in read_versions(machine("other").folder).versions}
    assert len(published) == (3 if "Potter" in found else 2)
    assert last.version in published


def test_a_bucket_that_is_not_there_is_told(machine):
    one = machine("one")
    one.pull()
    publication = one.publish(FIVE)
    with pytest.raises(DatasetUnreadable, match=r"guild: the datasets' store cannot be reached \(.*bucket"):
        DatasetStore.at("s3://no-such-bucket/datasets").push(one.folder, publication, one.pulled)


def everything(store):
    names = store._files.find(f"{store._bucket}/{store._prefix}")
    return {
        name.removeprefix(f"{store._bucket}/{store._prefix}"): store._files.cat_file(name) for name in names
    }


def test_old_versions_go_from_the_store_too(machine, importer, store, night):
    for slug in ("potter", "miller", "sawyer"):
        machine("one").run([*FIVE, slug])
    other = machine("other")
    with store.changing(other.folder):
        prune(other.folder, keep=1, now=night)
    assert importer() == titles(*FIVE, "potter", "miller", "sawyer")
    assert len({name.split("/")[2] for name in everything(store) if name.startswith("guild/v/")}) == 1
    assert sum(entry.pruned is not None for entry in read_versions(machine("other").folder).versions) == 2


def test_a_retracted_record_goes_from_the_store_too(machine, importer, store, night, make_profile):
    for slug in ("potter", "miller"):
        machine("one").run([*FIVE, slug])
    other = machine("other")
    with store.changing(other.folder):
        retract(other.folder, make_profile("baker").id, reason="asked for", now=night)
    assert importer() == titles(*FIVE[1:], "potter", "miller")
    holding = [name for name, content in everything(store).items() if b"jobs/baker/" in content]
    assert holding == ["guild/identities.jsonl"]
    assert machine("one").run([*FIVE, "potter", "miller"]).outcome == "unchanged"


def test_of_a_change_and_a_run_at_once_one_loses(machine, importer, store, night):
    machine("one").run(FIVE)
    machine("one").run([*FIVE, "potter"])
    other = machine("other")

    def prune_while_another_publishes():
        with store.changing(other.folder):
            prune(other.folder, keep=1, now=night)
            machine("one").run([*FIVE, "potter", "miller"])

    with pytest.raises(LostRace):
        prune_while_another_publishes()
    assert importer() == titles(*FIVE, "potter", "miller")
    assert len({name.split("/")[2] for name in everything(store) if name.startswith("guild/v/")}) == 3


@pytest.mark.parametrize("path", ["../../outside", "v/../../outside", "/outside", "v"])
def test_a_store_that_leads_elsewhere_is_not_followed(machine, store, path, tmp_path):
    machine("one").run(FIVE)
    latest, etag = store._get("guild/latest.json")
    told = json.loads(latest) | {"path": path}
    assert store._put("guild/latest.json", json.dumps(told).encode(), IfMatch=etag)
    with pytest.raises(DatasetUnreadable, match="expected the folder of a version"):
        store.pull(tmp_path / "copy/guild")


def test_a_version_that_is_there_is_not_sent_again(machine, store, monkeypatch):
    machine("one").run(FIVE)
    sent = []
    put_file = store._files.put_file
    monkeypatch.setattr(
        store._files, "put_file", lambda here, there: sent.append(there) or put_file(here, there)
    )
    assert machine("one").run(FIVE).outcome == "unchanged"
    assert [name.rpartition("/")[2] for name in sent] == ["identities.jsonl"]
