"""What differs between two versions is told by record and by field."""

import pytest

from output.diff import diff_versions
from output.published import DatasetUnreadable
from schemas.bounds import Bounds
from schemas.profile import Task


@pytest.fixture
def versions(publish, make_result, make_profile):
    first = publish([make_result(slug) for slug in ("baker", "smith", "cooper", "weaver", "tanner")])
    tasks = make_profile("baker").tasks
    baker = make_profile(
        "baker", title="Head baker", tasks=(*tasks[1:], Task(text="Baking bread.", label=None))
    )
    second = publish(
        [
            make_result("baker", profile=baker),
            *[make_result(slug) for slug in ("smith", "cooper", "weaver", "potter")],
        ],
        bounds={"guild": Bounds(keep_missed=1)},
    )
    return first.path, second.path


def test_added_removed_and_changed_records_are_told(versions):
    difference = diff_versions(*versions)
    assert [record.title for record in difference.added] == ["Potter"]
    assert [record.title for record in difference.removed] == ["Tanner"]
    (baker,) = difference.changed
    assert (baker.title, list(baker.fields)) == ("Head baker", ["tasks", "title"])
    assert (baker.fields["title"].before, baker.fields["title"].after) == ("Baker", "Head baker")
    assert [task["text"] for task in baker.fields["tasks"].after] == ["Baking bread."]
    assert [task["label"] for task in baker.fields["tasks"].before] == ["Planning"]
    assert difference.by_field == {"tasks": 1, "title": 1}


def test_the_other_way_round_it_is_the_other_way_round(versions):
    there, back = diff_versions(*versions), diff_versions(*reversed(versions))
    assert (there.added, there.removed) == (back.removed, back.added)


def test_a_version_does_not_differ_from_itself_nor_from_its_dataset(versions, datasets):
    for other in (versions[1], datasets / "guild", versions[1] / "profiles.jsonl"):
        difference = diff_versions(versions[1], other)
        assert [difference.added, difference.removed, difference.changed] == [[], [], []]


def test_items_in_another_order_are_a_change(publish, make_result, make_profile):
    tasks = make_profile("baker").tasks
    paths = [
        publish([make_result("baker", profile=make_profile("baker", tasks=order))]).path
        for order in (tasks, tasks[::-1])
    ]
    (changed,) = diff_versions(*paths).changed
    assert len(changed.fields["tasks"].before) == len(changed.fields["tasks"].after) == 3


@pytest.mark.parametrize("content", [b"{}\n", b"no json\n", b"[]\n"])
def test_what_holds_no_records_is_told(versions, tmp_path, content):
    (tmp_path / "other.jsonl").write_bytes(content)
    with pytest.raises(DatasetUnreadable, match=r"other\.jsonl: expected a job profile a line"):
        diff_versions(versions[0], tmp_path / "other.jsonl")


def test_records_out_of_order_are_told(versions, tmp_path):
    lines = (versions[0] / "profiles.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "other.jsonl").write_bytes(b"".join(reversed(lines)))
    with pytest.raises(DatasetUnreadable, match="out of order"):
        diff_versions(versions[0], tmp_path / "other.jsonl")
