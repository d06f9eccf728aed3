"""The records as columns, for those who ask for them."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from output.parquet import _schema
from output.published import open_version
from schemas.profile import JobProfile

TEN = [f"trade-{number}" for number in range(10)]


@pytest.fixture
def published(publish, make_result, make_profile):
    bare = make_profile("smith", summary=None, aliases=(), codes=(), published=None, modified=None)
    pages = [*[make_result(slug) for slug in TEN], make_result("smith", profile=bare)]
    return lambda **changes: publish(pages, **{"parquet": True, **changes})


def test_the_columns_hold_what_the_lines_hold(published):
    path = published().path
    lines = [json.loads(line) for line in (path / "profiles.jsonl").read_bytes().splitlines()]
    assert pq.read_table(path / "profiles.parquet").to_pylist() == lines


def test_the_same_records_give_the_same_bytes(published):
    one, other = (published(dataset=name).path / "profiles.parquet" for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_the_manifest_lists_it_with_its_checksum(published):
    version = open_version(published().path)
    assert version.checked("profiles.parquet").is_file()


def test_it_is_only_there_when_it_is_asked_for(published):
    assert not (published(parquet=False).path / "profiles.parquet").exists()
    second = published()
    assert second.outcome == "published"
    assert (second.path / "profiles.parquet").exists()
    assert published().outcome == published(parquet=False).outcome == "unchanged"


def test_every_field_of_a_record_is_a_column():
    assert _schema(pa).names == list(JobProfile.model_fields)
