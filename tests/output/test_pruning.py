"""Old versions go on request, and never the latest."""

from datetime import timedelta

import pytest

from output.load_dataset import load_dataset
from output.pruning import prune
from output.published import read_versions
from output.storage import remove_folder


@pytest.fixture
def dataset(publish, make_result, datasets):
    """Four versions, and one that was refused between the second and the third."""
    for number in (1, 2):
        publish([make_result(f"trade-{each}") for each in range(10 + number)])
    publish([make_result("trade-0")])
    for number in (3, 4):
        publish([make_result(f"trade-{each}") for each in range(10 + number)])
    return datasets / "guild"


def folders(dataset):
    return sorted(f"{path.parent.name}/{path.name[8:10]}" for path in dataset.glob("*/2026*"))


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (1, ["v/26"]),
        (2, ["v/25", "v/26"]),
        (3, ["refused/24", "v/23", "v/25", "v/26"]),
        (9, ["refused/24", "v/22", "v/23", "v/25", "v/26"]),
    ],
)
def test_the_newest_stay_and_refused_ones_between_them(dataset, night, keep, left):
    told = prune(dataset, keep=keep, now=night)
    assert folders(dataset) == left
    assert len(told.kept) == len(left)
    assert len(list(load_dataset(dataset))) == 14


def test_what_was_removed_is_listed_with_its_time(dataset, night):
    told = prune(dataset, keep=1, now=night + timedelta(days=9))
    listed = read_versions(dataset).versions
    assert len(listed) == 5
    assert {entry.path for entry in listed if entry.pruned == night + timedelta(days=9)} == set(told.removed)


def test_pruning_twice_removes_nothing_more(dataset, night):
    prune(dataset, keep=2, now=night)
    assert prune(dataset, keep=2, now=night).removed == ()


def test_what_a_death_left_over_is_removed_the_next_time(dataset, night, monkeypatch):
    monkeypatch.setattr("output.pruning.remove_folder", lambda _: None)
    prune(dataset, keep=1, now=night)
    assert len(folders(dataset)) == 5
    monkeypatch.setattr("output.pruning.remove_folder", remove_folder)
    prune(dataset, keep=1, now=night)
    assert folders(dataset) == ["v/26"]


def test_publishing_goes_on_after_pruning(dataset, night, publish, make_result):
    prune(dataset, keep=1, now=night)
    publication = publish(
        [make_result(f"trade-{each}") for each in range(15)], now=night + timedelta(days=20)
    )
    assert (publication.outcome, publication.changes.added) == ("published", 1)


@pytest.mark.usefixtures("dataset")
def test_the_command_says_what_went(jobprofiles, tmp_path):
    done = jobprofiles("prune", "guild", "--keep", "2", "--data", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "guild: 3 removed, 2 kept"
    assert jobprofiles("prune", "guild", "--keep", "0", "--data", tmp_path).returncode == 2
    assert jobprofiles("prune", "nothing", "--keep", "1", "--data", tmp_path).returncode == 3
