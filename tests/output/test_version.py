"""What a version holds, and what stands around it."""

import json
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest

from output.load_dataset import load_dataset
from output.result_index import ResultsUnreadable
from schemas.bounds import Bounds
from schemas.dataset import DatasetIndex, Latest, Versions

FILES = {
    "profiles.jsonl",
    "profiles.json",
    "occupations.jsonld",
    "evidence.jsonl",
    "delta.jsonl",
    "schema.json",
    "statistics.json",
    "issues.json",
    "datapackage.json",
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_first_run_publishes_every_file_under_the_time_of_the_run(publish, make_result, datasets):
    publication = publish([make_result("baker"), make_result("smith")])

    assert publication.outcome == "published"
    assert publication.version == "2026-11-22T093000Z"
    assert publication.path == datasets / "guild" / "v" / "2026-11-22T093000Z"
    assert {path.name for path in publication.path.iterdir()} == FILES
    assert publication.counts.profiles == 2
    assert publication.changes.added == 2
    assert all(path.exists() for path in publication.files)


def test_nothing_but_the_dataset_stands_in_its_folder(publish, make_result, datasets):
    publish([make_result()])

    assert {path.name for path in (datasets / "guild").iterdir()} == {
        "latest.json",
        "versions.json",
        "identities.jsonl",
        "v",
        "catalogue",
        ".journal",
    }
    assert {path.name for path in datasets.iterdir()} == {"guild", "index.json", ".index"}


def test_records_are_canonical_json_sorted_by_id(publish, make_result):
    path = publish([make_result(slug) for slug in ("smith", "baker", "cooper")]).path / "profiles.jsonl"

    records = lines(path)
    assert [record["id"] for record in records] == sorted(record["id"] for record in records)
    assert path.read_bytes() == b"".join(
        json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
        for record in records
    )


def test_the_array_holds_the_same_records_as_the_lines(publish, make_result):
    path = publish([make_result("baker"), make_result("smith")]).path

    assert json.loads((path / "profiles.json").read_bytes()) == lines(path / "profiles.jsonl")


def test_evidence_tells_page_time_and_place_of_each_record(publish, make_result):
    path = publish([make_result("baker")]).path / "evidence.jsonl"

    (entry,) = lines(path)
    assert entry["fetched_at"] == "2026-11-22T08:30:00Z"
    assert entry["page_sha256"] == sha256(b"baker").hexdigest()
    assert entry["evidence"][0]["exact"] == "Baker"
    # RFC 8785 writes numbers as ECMAScript does.
    assert b'"confidence":1,' in path.read_bytes()


def test_chunks_and_their_order_do_not_change_a_byte(make_result, write_results, publish, night, tmp_path):
    slugs = ["baker", "smith", "cooper", "weaver"]
    one = publish([make_result(slug) for slug in slugs])
    chunks = write_results(*[[make_result(slug)] for slug in reversed(slugs)])
    two = publish([], results=chunks, datasets=tmp_path / "elsewhere", now=night)

    for name in FILES:
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes(), name


def test_records_do_not_depend_on_the_time_of_the_run(publish, make_result, tmp_path):
    one = publish([make_result()])
    two = publish([make_result()], datasets=tmp_path / "elsewhere")

    assert one.version != two.version
    for name in FILES - {"delta.jsonl", "datapackage.json"}:
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes(), name


def test_latest_points_at_the_manifest_by_checksum(publish, make_result, datasets):
    publication = publish([make_result("baker"), make_result("shell", "rejected")])

    latest = Latest.model_validate_json((datasets / "guild" / "latest.json").read_bytes())
    manifest = (datasets / "guild" / latest.manifest).read_bytes()
    assert latest.version == publication.version
    assert latest.path == f"v/{publication.version}"
    assert latest.manifest_sha256 == sha256(manifest).hexdigest()
    assert latest.published == latest.checked
    assert latest.schema_version == "1.0.0"
    assert (latest.counts.profiles, latest.counts.rejected) == (1, 1)


def test_versions_are_listed_with_the_newest_first(publish, make_result, datasets):
    first = publish([make_result("baker")])
    second = publish([make_result("baker"), make_result("smith")])

    listed = Versions.model_validate_json((datasets / "guild" / "versions.json").read_bytes()).versions
    assert [entry.version for entry in listed] == [second.version, first.version]
    assert [entry.previous for entry in listed] == [first.version, None]
    assert listed[0].changes.added == 1


def test_the_index_names_every_dataset(publish, make_result, datasets):
    publish([make_result()])
    publish([make_result()], dataset="another")

    index = DatasetIndex.model_validate_json((datasets / "index.json").read_bytes())
    assert [entry.dataset for entry in index.datasets] == ["another", "guild"]


def test_a_damaged_neighbour_does_not_keep_a_dataset_from_publishing(publish, make_result, datasets):
    publish([make_result()], dataset="another")
    (datasets / "another" / "latest.json").write_bytes(b"{")

    assert publish([make_result()]).outcome == "published"


def test_an_unchanged_run_makes_no_version_and_only_moves_checked(publish, make_result, datasets):
    first = publish([make_result()])
    before = json.loads((datasets / "guild" / "latest.json").read_bytes())
    second = publish([make_result()])
    after = json.loads((datasets / "guild" / "latest.json").read_bytes())

    assert second.outcome == "unchanged"
    assert (second.version, second.path) == (first.version, first.path)
    assert [path.name for path in (datasets / "guild" / "v").iterdir()] == [first.version]
    assert after.pop("checked") == "2026-11-23T09:30:00Z"
    assert before.pop("checked") == "2026-11-22T09:30:00Z"
    assert after == before
    assert json.loads((datasets / "index.json").read_bytes())["datasets"][0]["checked"].startswith(
        "2026-11-23"
    )


def test_a_new_licence_makes_a_new_version(publish, make_result, source):
    publish([make_result()])
    freed = source.model_copy(update={"licence": "CC0-1.0"})

    same_records = publish([make_result()], sources=[freed])
    assert same_records.outcome == "published"
    assert same_records.changes.modified == 0


def test_another_schema_makes_a_new_version(publish, make_result, monkeypatch):
    publish([make_result()])
    monkeypatch.setattr("output.draft.profile_schema", lambda: {"title": "newer"})

    assert publish([make_result()]).outcome == "published"


def test_two_runs_of_one_second_get_two_versions(publish, make_result, night):
    versions = [
        publish([make_result(slug) for slug in slugs], now=night).version
        for slugs in (["baker"], ["baker", "smith"], ["baker", "smith", "cooper"])
    ]

    assert versions == ["2026-11-22T093000Z", "2026-11-22T093000Z-2", "2026-11-22T093000Z-3"]


def test_version_ids_are_in_utc(publish, make_result):
    east = datetime(2026, 11, 22, 23, 0, tzinfo=timezone(timedelta(hours=-5)))

    assert publish([make_result()], now=east).version == "2026-11-23T040000Z"


def test_a_time_without_zone_is_refused(publish, make_result):
    with pytest.raises(ValueError, match="time zone"):
        publish([make_result()], now=datetime(2026, 11, 22))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("name", ["../elsewhere", "", "A b", "index.json", ".hidden", "x" * 101])
def test_a_name_that_is_no_folder_of_its_own_is_refused(publish, make_result, datasets, name):
    with pytest.raises(ValueError, match="dataset name"):
        publish([make_result()], dataset=name)
    assert not datasets.exists()


def test_of_one_profile_reached_twice_one_is_kept_and_the_other_told(publish, make_result, make_profile):
    canonical = make_result("baker")
    detour = make_result(
        "baker",
        url_asked="https://guild.example/?p=7",
        url="https://guild.example/?p=7",
        profile=make_profile("baker", aliases=()),
    )

    for results in ([canonical, detour], [detour, canonical]):
        publication = publish(results, dataset=f"from-{len(results[0].profile.aliases)}")
        (record,) = lines(publication.path / "profiles.jsonl")
        assert record["aliases"] == ["Master baker"]
        assert publication.counts.duplicates == 1
        (issue,) = json.loads((publication.path / "issues.json").read_bytes())["pages"]
        assert issue == {
            "source": "guild",
            "url": "https://guild.example/?p=7",
            "outcome": "duplicate",
            "reason": "leads to the same profile as https://guild.example/jobs/baker/",
        }


def test_issues_name_every_page_without_a_record_sorted(publish, make_result):
    publication = publish(
        [
            make_result("shell", "rejected"),
            make_result("baker"),
            make_result("lost", "gone"),
            make_result("closed", "refused"),
            make_result("broken", "failed"),
            make_result("article", "rejected"),
        ]
    )

    pages = json.loads((publication.path / "issues.json").read_bytes())["pages"]
    assert [(page["outcome"], page["url"].split("/")[-2], page["reason"]) for page in pages] == [
        ("failed", "broken", "broken is failed"),
        ("gone", "lost", "lost is gone"),
        ("refused", "closed", "closed is refused"),
        ("rejected", "article", "article is rejected"),
        ("rejected", "shell", "shell is rejected"),
    ]
    counts = publication.counts
    assert (counts.profiles, counts.rejected, counts.gone, counts.refused, counts.failed) == (1, 2, 1, 1, 1)


def test_the_delta_names_both_versions_and_what_changed(publish, make_result, make_profile):
    first = publish([make_result(slug) for slug in ("baker", "smith", "cooper", "weaver", "tanner")])
    second = publish(
        [
            make_result("baker", profile=make_profile("baker", title="Head baker", aliases=())),
            *[make_result(slug) for slug in ("smith", "cooper", "weaver", "potter")],
        ],
        bounds={"guild": Bounds(keep_missed=1)},
    )

    changes = {change["op"]: change for change in lines(second.path / "delta.jsonl")}
    assert changes.keys() == {"ADD", "MOD", "DEL"}
    assert {(change["previous"], change["version"]) for change in changes.values()} == {
        (first.version, second.version)
    }
    assert changes["MOD"]["fields"] == ["title", "aliases"]
    assert changes["MOD"]["profile"]["title"] == "Head baker"
    assert changes["ADD"]["profile"]["title"] == "Potter"
    assert changes["DEL"]["id"] == make_profile("tanner").id
    assert changes["DEL"]["profile"] is None
    assert (second.changes.added, second.changes.modified, second.changes.deleted) == (1, 1, 1)


def test_applying_the_deltas_gives_the_latest_records(publish, make_result):
    runs = [
        ["baker", "smith", "cooper", "weaver", "tanner"],
        ["smith", "cooper", "weaver", "tanner", "potter", "miller"],
        ["baker", "cooper", "weaver", "tanner", "potter"],
    ]
    records = {}
    for slugs in runs:
        publication = publish([make_result(slug) for slug in slugs])
        for change in lines(publication.path / "delta.jsonl"):
            records.pop(change["id"], None)
            if change["profile"]:
                records[change["id"]] = change["profile"]

    assert [records[key] for key in sorted(records)] == lines(publication.path / "profiles.jsonl")


def test_a_source_without_licence_is_named(publish, make_result, source):
    unknown = source.model_copy(update={"licence": None})

    assert publish([make_result()], sources=[unknown]).unlicensed == ("guild",)


def test_a_broken_result_file_is_named_and_changes_nothing(publish, make_result, write_results, datasets):
    first = publish([make_result()])
    (path,) = write_results([make_result("smith")])
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(ResultsUnreadable, match=r"chunk-00000\.jsonl, byte 0: expected a page result"):
        publish([], results=[path])
    assert [record.title for record in load_dataset(datasets / "guild")] == ["Baker"]
    assert first.path.exists()


def test_a_missing_result_file_is_named(publish, tmp_path):
    with pytest.raises(ResultsUnreadable, match="nowhere"):
        publish([], results=[tmp_path / "nowhere.jsonl"])


def test_an_interrupted_run_leaves_what_stood_before(publish, make_result, datasets, monkeypatch):
    publish([make_result()])

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("output.draft.write_delta", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish([make_result("baker"), make_result("smith")])

    assert [record.title for record in load_dataset(datasets / "guild")] == ["Baker"]
    assert not list((datasets / "guild").glob(".unfinished*"))
