"""What is wrong with a dataset is found, with its file, line and field."""

import json

import pytest

from output.published import DatasetUnreadable
from output.validation import validate


@pytest.fixture
def version(publish, make_result):
    return publish([make_result(slug) for slug in ("baker", "smith", "cooper")]).path


def told(path):
    return [str(fault).replace(f"{path}/", "").replace(str(path), path.name) for fault in validate(path)]


def test_what_was_published_is_valid(version, datasets):
    for path in (version, datasets / "guild", version / "profiles.jsonl", version / "profiles.json"):
        assert told(path) == []


def test_a_changed_file_is_found_by_its_checksum(version):
    (version / "statistics.json").write_bytes(b"{}")
    (fault,) = told(version)
    assert fault.startswith("statistics.json: expected SHA-256 ")


def test_a_missing_file_is_found(version):
    (version / "evidence.jsonl").unlink()
    assert told(version) == ["evidence.jsonl: expected a readable file, found: No such file or directory"]


def test_every_fault_of_every_record_has_its_line_and_field(version, tmp_path):
    records = [json.loads(line) for line in (version / "profiles.jsonl").read_bytes().splitlines()]
    records[0]["title"] = ""
    records[1]["tasks"][0]["txt"] = records[1]["tasks"][0].pop("text")
    records[2]["id"] = "other:0123456789ab"
    path = tmp_path / "changed.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records) + "no json\n")
    faults = told(path)
    assert faults[0].startswith("changed.jsonl, line 1, /title: ")
    assert faults[1] == "changed.jsonl, line 2, /tasks/0/text: Field required"
    assert faults[2].startswith("changed.jsonl, line 2, /tasks/0/txt: Extra inputs")
    assert faults[3].startswith("changed.jsonl, line 3, /id: expected an id that begins with guild:")
    assert faults[4].startswith("changed.jsonl, line 4: Invalid JSON")
    assert len(faults) == 5


def test_records_out_of_order_or_twice_are_found(version):
    lines = (version / "profiles.jsonl").read_bytes().splitlines(keepends=True)
    (version / "profiles.jsonl").write_bytes(b"".join([lines[1], lines[0], lines[0]]))
    faults = told(version)
    assert [fault.partition(":")[0] for fault in faults] == [
        "profiles.jsonl",
        "profiles.jsonl, line 2, /id",
        "profiles.jsonl, line 3, /id",
    ]


def test_a_record_and_an_array_of_records_are_checked(version, tmp_path):
    (record, *others) = json.loads((version / "profiles.json").read_bytes())
    (tmp_path / "one.json").write_text(json.dumps(record))
    assert told(tmp_path / "one.json") == []
    (tmp_path / "more.json").write_text(json.dumps([record, {**others[0], "url": "ftp://x"}, 7]))
    faults = told(tmp_path / "more.json")
    assert [fault.partition(":")[0] for fault in faults] == ["more.json, /1/url", "more.json, /2"]


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_a_fault(tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    (fault,) = told(tmp_path / "x.json")
    assert "expected JSON" in fault


def test_a_manifest_that_names_files_elsewhere_is_a_fault(version):
    manifest = json.loads((version / "datapackage.json").read_bytes())
    manifest["resources"][0]["path"] = "../../secret"
    (version / "datapackage.json").write_text(json.dumps(manifest))
    assert "expected the name of a file beside it, found '../../secret'" in told(version)[0]


def test_what_is_not_there_cannot_be_checked(tmp_path):
    with pytest.raises(DatasetUnreadable, match="expected a readable file"):
        list(validate(tmp_path / "nothing.json"))
    with pytest.raises(DatasetUnreadable, match="found neither"):
        list(validate(tmp_path))
