"""A record that a rights holder wants out is out, and stays out."""

import json

import pytest

from output import retraction
from output.identities import FILE
from output.published import read_latest, read_versions
from output.retraction import retract
from output.validation import validate

REASON = "asked for by the guild on 2026-11-27"
SIX = ["baker", "smith", "cooper", "weaver", "tanner", "potter"]


@pytest.fixture
def published(publish, make_result, make_profile, datasets):
    """Three versions and a refused one, all with the baker; the baker's id."""
    for more in ([], ["miller"], ["miller", "sawyer"]):
        publish([make_result(slug) for slug in (*SIX, *more)], parquet=not more)
    publish([make_result("baker")])
    return datasets / "guild", make_profile("baker").id


def everything(dataset):
    return b"".join(
        path.read_bytes() for path in sorted(dataset.rglob("*")) if path.is_file() and path.name != FILE
    )


def test_it_is_out_of_every_version_and_every_version_is_whole(published, night):
    dataset, profile_id = published
    told = retract(dataset, profile_id, reason=REASON, now=night)
    assert len(told.versions) == 4
    assert told.urls == ("https://guild.example/jobs/baker/",)
    assert b"jobs/baker/" not in everything(dataset)
    for path in (dataset, *dataset.glob("v/*"), *dataset.glob("refused/*")):
        assert list(validate(path)) == []
    listed = read_versions(dataset).versions
    assert {entry.path for entry in listed} == {
        f"{path.parent.name}/{path.name}" for path in dataset.glob("[vr]*/*")
    }
    assert [entry.counts.profiles for entry in listed] == [7, 7, 6, 5]


def test_versions_json_says_what_went_when_and_why(published, night):
    dataset, profile_id = published
    retract(dataset, profile_id, reason=REASON, now=night)
    (one,) = read_versions(dataset).retractions
    assert (one.id, one.reason, one.at) == (profile_id, REASON, night)


def test_the_latest_version_is_the_one_without_it(published, night, datasets):
    dataset, profile_id = published
    before = read_latest(dataset)
    retract(dataset, profile_id, reason=REASON, now=night)
    after = read_latest(dataset)
    assert (after.version, after.path) == (before.version, f"{before.path}-2")
    assert json.loads((datasets / "index.json").read_bytes())["datasets"][0]["path"] == after.path
    statistics = json.loads((dataset / after.path / "statistics.json").read_bytes())
    assert statistics["outcomes"]["profiles"] == statistics["fields"]["title"]["count"] == 7


def test_no_later_run_publishes_it_again(published, night, publish, make_result):
    dataset, profile_id = published
    retract(dataset, profile_id, reason=REASON, now=night)
    again = publish([make_result(slug) for slug in (*SIX, "miller", "sawyer", "fuller")])
    assert again.outcome == "published"
    assert profile_id.encode() not in (again.path / "profiles.jsonl").read_bytes()
    (issue,) = json.loads((again.path / "issues.json").read_bytes())["pages"]
    assert (issue["outcome"], issue["reason"][:9]) == ("refused", "retracted")
    assert again.counts.pages == 9


def test_asking_twice_changes_nothing_more(published, night):
    dataset, profile_id = published
    retract(dataset, profile_id, reason=REASON, now=night)
    before = everything(dataset)
    assert retract(dataset, profile_id, reason="once more", now=night).versions == ()
    assert everything(dataset) == before


@pytest.mark.parametrize("step", range(11))
def test_whenever_it_dies_readers_see_whole_versions_and_the_next_call_finishes(
    published, night, step, monkeypatch
):
    dataset, profile_id = published
    steps = iter(range(100))

    def dying(work):
        def once(*arguments):
            if next(steps) == step:
                raise SystemExit("killed")
            return work(*arguments)

        return once

    for name in ("replace_file", "remove_folder", "write_index"):
        monkeypatch.setattr(retraction, name, dying(getattr(retraction, name)))
    with pytest.raises(SystemExit):
        retract(dataset, profile_id, reason=REASON, now=night)
    assert list(validate(dataset)) == []
    for entry in read_versions(dataset).versions:
        assert (dataset / entry.path).is_dir()
    monkeypatch.undo()
    retract(dataset, profile_id, reason=REASON, now=night)
    assert b"jobs/baker/" not in everything(dataset)
    assert list(validate(dataset)) == []
    listed = {entry.path for entry in read_versions(dataset).versions}
    retract(dataset, profile_id, reason=REASON, now=night)
    assert {f"{path.parent.name}/{path.name}" for path in dataset.glob("[vr]*/*")} == listed


def test_a_record_that_nobody_knows_is_told(published, night):
    dataset, _ = published
    assert retract(dataset, "guild:0123456789ab", reason=REASON, now=night) is None


def test_a_version_that_was_written_anew_keeps_its_id(published, night, publish, make_result):
    dataset, profile_id = published
    before = read_latest(dataset).version
    retract(dataset, profile_id, reason=REASON, now=night)
    again = publish([make_result(slug) for slug in (*SIX, "miller", "sawyer")])
    assert (again.outcome, again.version) == ("unchanged", before)
