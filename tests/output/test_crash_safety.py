"""A run that is killed leaves a whole older version or a whole new one, and the next run clears up."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from selectolax.lexbor import LexborHTMLParser

from output.exclusive import exclusive
from output.load_dataset import load_dataset
from output.published import DatasetUnreadable, open_latest, read_latest, read_versions
from output.version import publish_version

# Publishes in a process of its own, and kills it just before its n-th change of the folder.
CHILD = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from output.version import publish_version
from schemas.profile import SourceReference

datasets, results, source, now, fatal = sys.argv[1:]
print("ready", flush=True)
changes = published = 0

def count(event, arguments):
    global changes, published
    changing = event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir") or (
        event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    )
    if changing and str(arguments[0]).startswith(datasets):
        if not published and ".unfinished-catalogue" in str(arguments[0]):
            published = changes
        if changes == int(fatal):
            os.kill(os.getpid(), signal.SIGKILL)
        changes += 1

sys.addaudithook(count)
publish_version(
    dataset="guild", results=[Path(results)], datasets=Path(datasets), bounds={},
    sources=[SourceReference.model_validate_json(source)], now=datetime.fromisoformat(now),
)
print(changes, published or changes)
"""
SECOND_NIGHT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
THIRD_NIGHT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def titles(dataset):
    """Return what a reader finds, after every checksum of the version was found right."""
    try:
        records = [profile.title for profile in load_dataset(dataset)]
    except DatasetUnreadable:
        assert not (dataset / "latest.json").exists()
        return None
    version = open_latest(dataset, read_latest(dataset))
    for resource in version.manifest.resources:
        content = (version.folder / resource.path).read_bytes()
        assert resource.hash == f"sha256:{sha256(content).hexdigest()}", resource.path
    return sorted(records)


def assert_catalogue_is_whole(dataset):
    """Find every profile of one version behind the first page, whichever version it is, or no catalogue at all."""
    catalogue = dataset / "catalogue"
    if catalogue.exists():
        version = json.loads((catalogue / "catalogue.json").read_bytes())["version"]
        page = LexborHTMLParser((catalogue / "index.html").read_bytes())
        linked = [link.attributes["href"] for link in page.css("#entries a.name")]
        records = (dataset / "v" / version / "profiles.jsonl").read_bytes().splitlines()
        assert len(linked) == len(records)
        for href in linked:
            assert f"<code>{version}</code>" in (catalogue / href).read_text("utf-8")


def first_times(dataset):
    """Return by title when each record was first seen."""
    identities = map(json.loads, (dataset / "identities.jsonl").read_bytes().splitlines())
    return {one["slug"].capitalize(): datetime.fromisoformat(one["first_seen"]) for one in identities}


def assert_tidy(datasets):
    dataset = datasets / "guild"
    assert not [*datasets.rglob(".unfinished*"), *datasets.rglob(".identities*")]
    listed = read_versions(dataset).versions
    on_disk = {f"{kind}/{path.name}" for kind in ("v", "refused") for path in (dataset / kind).glob("*")}
    assert on_disk == {entry.path for entry in listed}
    index = json.loads((datasets / "index.json").read_bytes())["datasets"]
    latest = json.loads((dataset / "latest.json").read_bytes())
    assert index == [latest]
    shown = json.loads((dataset / "catalogue" / "catalogue.json").read_bytes())
    assert shown["version"] == latest["version"]
    assert_catalogue_is_whole(dataset)


@pytest.mark.parametrize("kind", ["first", "second", "refused"])
def test_a_killed_run_leaves_a_whole_version_and_the_next_run_clears_up(
    kind, publish, make_result, write_results, source, datasets, tmp_path
):
    before = ["Baker", "Smith"]
    if kind == "first":
        datasets.mkdir()
        before = None
    else:
        publish([make_result("baker"), make_result("smith")])
    pages = [make_result(slug) for slug in (["baker"] if kind == "refused" else ["baker", "cooper", "smith"])]
    after = before if kind == "refused" else ["Baker", "Cooper", "Smith"]
    (results,) = write_results(pages)

    def run_child(folder, fatal):
        given = [str(folder), str(results), source.model_dump_json(), SECOND_NIGHT.isoformat(), str(fatal)]
        return subprocess.run(
            [sys.executable, "-c", CHILD, *given], capture_output=True, text=True, timeout=60, check=False
        )

    rehearsal = tmp_path / "rehearsal"
    shutil.copytree(datasets, rehearsal)
    told = run_child(rehearsal, -1)
    assert told.returncode == 0, told.stderr
    total, published = map(int, told.stdout.split()[-2:])
    assert titles(rehearsal / "guild") == after

    last_steps = list(range(published - 7, published))
    points = sorted(random.Random(len(kind)).sample(range(published - 7), 4)) + last_steps
    points += random.Random(len(kind)).sample(range(published, total), min(4, total - published))
    seen = set()
    for point in points:
        folder = tmp_path / f"killed-at-{point}"
        shutil.copytree(datasets, folder)
        assert run_child(folder, point).returncode == -signal.SIGKILL
        found = titles(folder / "guild") if (folder / "guild").exists() else None
        assert found in (before, after), point
        seen.add(tuple(found or ()))
        assert_catalogue_is_whole(folder / "guild")

        again = publish_version(
            dataset="guild",
            results=write_results([make_result(slug) for slug in ("baker", "cooper", "smith")]),
            datasets=folder,
            sources=[source],
            bounds={},
            now=THIRD_NIGHT,
        )
        assert again.outcome in ("published", "unchanged")
        assert titles(folder / "guild") == ["Baker", "Cooper", "Smith"]
        assert_tidy(folder)
        # The run that died published, or it did not; either way, when a record was first seen is known.
        first_seen = SECOND_NIGHT if found == ["Baker", "Cooper", "Smith"] else THIRD_NIGHT
        assert first_times(folder / "guild")["Cooper"] == first_seen, point
    assert tuple(before or ()) in seen


KILLS = int(os.environ.get("PUBLISH_KILLS", "12"))
TRADES = [f"trade-{number}" for number in range(300)]


def test_a_run_killed_at_any_moment_leaves_a_whole_version(
    publish, make_result, write_results, source, datasets
):
    """Night after night a run is killed at a random moment, on top of what the last one left; PUBLISH_KILLS=200 is
    the whole proof."""
    dice = random.Random(5)
    publish([make_result(slug) for slug in TRADES])
    nights = [
        write_results([make_result(slug) for slug in (*TRADES[: 300 - each], f"new-{each}")])
        for each in (1, 2)
    ]

    def start(number):
        now = SECOND_NIGHT + timedelta(days=number)
        (results,) = nights[number % 2]
        given = [str(datasets), str(results), source.model_dump_json(), now.isoformat(), "-1"]
        process = subprocess.Popen([sys.executable, "-c", CHILD, *given], stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"ready\n"
        return process

    with start(0) as process:
        begun = time.monotonic()
        process.wait(60)
    duration = time.monotonic() - begun
    killed = versions = 0
    for number in range(1, KILLS + 1):
        with start(number) as process:
            time.sleep(dice.uniform(0, duration))
            process.kill()
            killed += process.wait(60) == -signal.SIGKILL
        found = titles(datasets / "guild")
        # What both nights read is always there; the rest comes and goes.
        assert {slug.capitalize() for slug in TRADES[:298]} <= set(found), number
        versions += any(name.startswith("New-") for name in found)
    assert killed >= KILLS * 0.3  # the others were done before
    assert versions
    publish([make_result(slug) for slug in TRADES], now=THIRD_NIGHT + timedelta(days=KILLS))
    assert_tidy(datasets)


def test_a_second_run_waits_for_the_first(publish, make_result, write_results, source, datasets):
    publish([make_result("baker")])
    (results,) = write_results([make_result("baker"), make_result("smith")])
    given = [str(datasets), str(results), source.model_dump_json(), SECOND_NIGHT.isoformat(), "-1"]

    with exclusive(datasets / "guild" / ".journal"):
        second = subprocess.Popen([sys.executable, "-c", CHILD, *given], stdout=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=3)
        assert titles(datasets / "guild") == ["Baker"]
    assert second.wait(timeout=60) == 0
    assert titles(datasets / "guild") == ["Baker", "Smith"]
    assert_tidy(datasets)
