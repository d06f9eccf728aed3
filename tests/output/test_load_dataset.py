"""What Python importers get, and what they are told when a dataset is not what it says."""

import json

import pytest

from output.load_dataset import DatasetUnreadable, load_dataset


@pytest.fixture
def dataset(publish, make_result, datasets):
    publish([make_result("baker")])
    publish([make_result("baker"), make_result("smith")])
    return datasets / "guild"


def change(path, old, new):
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_a_dataset_folder_gives_the_records_of_its_latest_version(dataset, make_profile):
    expected = sorted([make_profile("baker"), make_profile("smith")], key=lambda profile: profile.id)

    assert list(load_dataset(dataset)) == expected
    assert list(load_dataset(str(dataset))) == expected


def test_a_version_folder_gives_the_records_of_that_version(dataset):
    assert [profile.title for profile in load_dataset(dataset / "v" / "2026-11-22T093000Z")] == ["Baker"]


def test_a_folder_without_dataset_is_named(tmp_path):
    with pytest.raises(DatasetUnreadable, match=r"expected a folder with latest\.json or datapackage\.json"):
        load_dataset(tmp_path)


def test_a_changed_record_is_noticed_before_any_is_given(dataset):
    change(dataset / "v" / "2026-11-23T093000Z" / "profiles.jsonl", b"Smith", b"Smyth")

    with pytest.raises(DatasetUnreadable, match=r"profiles\.jsonl: expected SHA-256"):
        load_dataset(dataset)


def test_a_changed_manifest_is_noticed(dataset):
    change(dataset / "v" / "2026-11-23T093000Z" / "datapackage.json", b"CC BY 4.0", b"CC0-1.0")

    with pytest.raises(DatasetUnreadable, match=r"datapackage\.json: expected SHA-256"):
        load_dataset(dataset)


def test_a_missing_version_is_named(dataset):
    change(dataset / "latest.json", b"2026-11-23", b"2026-11-24")

    with pytest.raises(
        DatasetUnreadable, match=r"2026-11-24T093000Z/datapackage\.json: expected a readable file"
    ):
        load_dataset(dataset)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"version": "x"}', b"[" * 100_000])
def test_a_broken_latest_is_named(dataset, content):
    (dataset / "latest.json").write_bytes(content)

    with pytest.raises(DatasetUnreadable, match=r"latest\.json: expected the document"):
        load_dataset(dataset)


def test_a_latest_that_leads_out_of_the_dataset_is_refused(dataset, tmp_path):
    change(dataset / "latest.json", b'"v/2026-11-23T093000Z"', json.dumps(str(tmp_path)).encode())

    with pytest.raises(DatasetUnreadable, match="expected a folder of the dataset"):
        load_dataset(dataset)


def test_another_major_schema_version_is_told(dataset):
    folder = dataset / "v" / "2026-11-23T093000Z"
    change(folder / "datapackage.json", b"profile:1.0.0", b"profile:2.0.0")

    with pytest.raises(DatasetUnreadable, match=r"found urn:jobprofiles:schema:profile:2\.0\.0"):
        load_dataset(folder)


def test_publishing_on_top_of_a_damaged_version_says_so(dataset, publish, make_result):
    change(dataset / "v" / "2026-11-23T093000Z" / "profiles.jsonl", b"Smith", b"Smyth")

    with pytest.raises(DatasetUnreadable, match=r"profiles\.jsonl: expected SHA-256"):
        publish([make_result("baker")])
