"""Records keep their ids for years, and stay published for a while when their page is missed."""

import json

import pytest

from output.published import DatasetUnreadable
from schemas.bounds import Bounds

SIX = ["baker", "smith", "cooper", "weaver", "tanner", "potter"]


def lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def results(make_result):
    return lambda *slugs: [make_result(slug) for slug in slugs]


@pytest.fixture
def moved(make_result, make_profile):
    """Give a function that makes the result of a page that one URL led to and another answered."""

    def make(old, new):
        here = f"https://guild.example/jobs/{new}/"
        profile = make_profile(new, title=old.capitalize())
        return make_result(new, url_asked=f"https://guild.example/jobs/{old}/", url=here, profile=profile)

    return make


@pytest.fixture
def identities(datasets):
    return lambda: {one["slug"]: one for one in lines(datasets / "guild/identities.jsonl")}


@pytest.fixture
def records():
    return lambda publication: {one["slug"]: one for one in lines(publication.path / "profiles.jsonl")}


def test_a_page_that_moved_keeps_its_id_and_tells_where_it_was(publish, results, moved, identities, records):
    first = publish(results(*SIX))
    second = publish([moved("baker", "pastry-baker"), *results(*SIX[1:])])
    third = publish(results("pastry-baker", *SIX[1:]))

    kept = records(first)["baker"]["id"]
    assert records(second)["pastry-baker"]["id"] == records(third)["pastry-baker"]["id"] == kept
    assert (second.changes.added, second.changes.deleted) == (0, 0)
    one = identities()["pastry-baker"]
    assert one["id"] == kept
    assert one["urls"] == ["https://guild.example/jobs/baker/"]
    assert one["slugs"] == ["baker"]
    assert one["first_seen"] == "2026-11-22T09:30:00Z"
    assert one["last_seen"] == "2026-11-24T09:30:00Z"


def test_evidence_and_delta_speak_of_the_id_that_was_kept(publish, results, moved, records):
    first = publish(results(*SIX))
    second = publish([moved("baker", "pastry-baker"), *results(*SIX[1:])])
    kept = records(first)["baker"]["id"]
    assert kept in {one["id"] for one in lines(second.path / "evidence.jsonl")}
    (change,) = [one for one in lines(second.path / "delta.jsonl") if one["id"] == kept]
    assert change["op"] == "MOD"
    assert {"url", "slug"} <= set(change["fields"])


def test_a_page_that_comes_back_to_its_old_address_takes_its_id_back(publish, results, moved, records):
    first = publish(results(*SIX))
    publish([moved("baker", "pastry-baker"), *results(*SIX[1:])])
    both = publish(results("baker", "pastry-baker", *SIX[1:]))
    assert records(both)["baker"]["id"] == records(first)["baker"]["id"]
    assert len({one["id"] for one in records(both).values()}) == 7


def test_of_two_pages_that_moved_to_the_same_place_one_record_remains(publish, results, moved, records):
    first = publish(results(*SIX))
    merged = publish([moved("baker", "food"), moved("smith", "food"), *results(*SIX[2:])])
    ids = {records(first)[slug]["id"] for slug in ("baker", "smith")}
    assert records(merged)["food"]["id"] in ids
    assert len(records(merged)) == 5
    assert merged.changes.deleted == 1


def test_a_page_that_leads_to_one_that_was_published_before_ends(
    publish, results, moved, records, identities
):
    first = publish(results(*SIX))
    second = publish([moved("baker", "smith"), *results(*SIX[1:])])
    assert records(second).keys() == set(SIX) - {"baker"}
    assert records(second)["smith"]["id"] == records(first)["smith"]["id"]
    assert identities()["baker"]["gone"] == "2026-11-23T09:30:00Z"


@pytest.fixture
def unannounced(make_result, make_profile):
    """Give a function that makes the result of a page as it stands at a new address, with changes to its record."""

    def make(old, new, **changes):
        here = f"https://guild.example/trades/{new}"
        was = make_profile(old)
        known = {
            name: getattr(was, name) for name in ("title", "aliases", "summary", "tasks", "requirements")
        }
        profile = make_profile(new, url=here, **{**known, **changes})
        return make_result(new, url_asked=here, url=here, profile=profile)

    return make


def test_a_site_that_moves_all_its_pages_without_a_word_is_published_once_under_the_ids_it_had(
    publish, results, unannounced, records, identities
):
    first = publish(results(*SIX))
    second = publish([unannounced(name, f"{name}-trade") for name in SIX])
    before, after = records(first), records(second)
    assert {name: after[f"{name}-trade"]["id"] for name in SIX} == {name: before[name]["id"] for name in SIX}
    assert (second.changes.added, second.changes.deleted, second.counts.kept) == (0, 0, 0)
    assert identities()["baker-trade"]["urls"] == ["https://guild.example/jobs/baker/"]
    third = publish([unannounced(name, f"{name}-trade") for name in SIX])
    assert third.outcome == "unchanged"


def test_a_page_that_moved_and_was_reworked_is_known_by_its_title_and_half_of_what_it_says(
    publish, results, unannounced, records
):
    first = publish(results(*SIX))
    reworked = {"summary": "Bakers bake.", "aliases": (), "requirements": ()}
    second = publish([unannounced("baker", "baker-trade", summary="Bakers bake."), *results(*SIX[1:])])
    assert records(second)["baker-trade"]["id"] == records(first)["baker"]["id"]
    other = publish([unannounced("smith", "smith-trade", **reworked), *results(*SIX[2:])])
    assert records(other)["smith-trade"]["id"] != records(first)["smith"]["id"]
    assert "smith" in records(other)  # missed once


def test_pages_of_one_title_are_not_taken_for_each_other(publish, results, unannounced, records):
    first = publish(results(*SIX))
    twice = [unannounced("baker", new) for new in ("baker-north", "baker-south")]
    second = publish([*twice, *results(*SIX[1:])])
    assert records(second)["baker"]["id"] == records(first)["baker"]["id"]
    assert len(records(second)) == 8


def test_a_record_that_is_not_missed_gives_its_id_to_nobody(
    publish, results, unannounced, make_result, records
):
    first = publish(results(*SIX))
    copied = publish([*results(*SIX), unannounced("baker", "baker-trade")])
    assert records(copied)["baker"]["id"] == records(first)["baker"]["id"]
    reserved = make_result("smith", "refused", cause="noindex")
    second = publish([reserved, unannounced("smith", "smith-trade"), *results("baker", *SIX[2:])])
    assert records(second)["smith-trade"]["id"] != records(first)["smith"]["id"]


def test_a_page_that_could_not_be_fetched_keeps_its_id_to_itself(
    publish, results, unannounced, make_result, records
):
    first = publish(results(*SIX))
    failed = make_result("baker", "failed")
    second = publish([failed, unannounced("baker", "baker-print"), *results(*SIX[1:])])
    assert records(second)["baker"]["id"] == records(first)["baker"]["id"]
    assert records(second)["baker-print"]["id"] != records(first)["baker"]["id"]


@pytest.mark.parametrize("outcome", ["failed", "refused", "rejected"])
def test_a_page_that_was_asked_for_by_another_address_keeps_its_id_to_itself(
    publish, results, unannounced, make_result, records, outcome
):
    first = publish(results(*SIX))
    asked = "https://guild.example/jobs/baker/?from=a-z"
    there = make_result("baker", outcome, url_asked=asked, url=asked)
    second = publish([there, unannounced("baker", "baker-print"), *results(*SIX[1:])])
    assert records(second)["baker"]["id"] == records(first)["baker"]["id"]


def test_a_title_that_several_records_have_tells_nothing(
    publish, results, make_result, make_profile, unannounced, records
):
    def named(slug):
        return make_result(
            slug, profile=make_profile(slug, title="Baker", summary="A baker works from early morning.")
        )

    first = publish([named("baker-north"), named("baker-south"), *results(*SIX[1:])])
    second = publish([named("baker-north"), unannounced("baker", "baker-east"), *results(*SIX[1:])])
    assert records(second)["baker-south"]["id"] == records(first)["baker-south"]["id"]
    assert records(second)["baker-east"]["id"] not in {one["id"] for one in records(first).values()}


def test_a_page_that_is_gone_gives_its_id_to_the_new_one(publish, results, unannounced, make_result, records):
    first = publish(results(*SIX))
    gone = make_result("baker", "gone")
    second = publish([gone, unannounced("baker", "baker-trade"), *results(*SIX[1:])])
    assert records(second)["baker-trade"]["id"] == records(first)["baker"]["id"]


def test_a_page_that_is_missed_stays_published_until_the_third_time(
    publish, results, identities, records, make_result
):
    first = publish(results(*SIX))
    for misses in (1, 2):
        publication = publish([make_result("baker", "gone"), *results(*SIX[1:])])
        assert publication.outcome == "unchanged"
        assert publication.counts.kept == 1
        assert identities()["baker"]["misses"] == misses
        assert identities()["baker"]["gone"] is None
    last = publish([make_result("baker", "gone"), *results(*SIX[1:])])
    assert last.outcome == "published"
    assert [change["op"] for change in lines(last.path / "delta.jsonl")] == ["DEL"]
    assert "baker" not in records(last)
    one = identities()["baker"]
    assert (one["misses"], one["gone"]) == (3, "2026-11-25T09:30:00Z")
    back = publish(results(*SIX))
    assert records(back)["baker"] == records(first)["baker"]
    one = identities()["baker"]
    assert (one["misses"], one["gone"]) == (0, None)


def test_a_page_that_is_read_again_has_missed_nothing(publish, results, identities):
    publish(results(*SIX))
    for _ in range(3):
        publish(results(*SIX[1:]))
        publish(results(*SIX))
    assert identities()["baker"]["misses"] == 0


def test_what_is_kept_is_whole_and_told(publish, results, records):
    first = publish(results(*SIX))
    second = publish(results(*SIX[1:], "miller"))
    assert records(second)["baker"] == records(first)["baker"]
    assert lines(second.path / "profiles.jsonl") == sorted(
        records(second).values(), key=lambda one: one["id"]
    )
    evidence = {one["id"]: one for one in lines(second.path / "evidence.jsonl")}
    assert list(evidence) == [one["id"] for one in lines(second.path / "profiles.jsonl")]
    assert evidence[records(first)["baker"]["id"]]["evidence"]
    (issue,) = json.loads((second.path / "issues.json").read_bytes())["pages"]
    assert (issue["outcome"], issue["reason"]) == (
        "missed",
        "not read in 1 of at most 2 runs; published as it was",
    )
    assert (second.counts.profiles, second.counts.kept, second.counts.pages) == (7, 1, 6)


def test_the_gate_counts_what_a_run_read(publish, results):
    publish(results(*SIX))
    refused = publish(results(*SIX[2:]))
    assert refused.outcome == "refused"
    assert "found 4 (see https://guild.example/jobs/" in str(refused.reasons[0])


def test_a_refused_run_misses_nothing(publish, results, identities):
    publish(results(*SIX))
    publish(results(*SIX[3:]))
    assert [one["misses"] for one in identities().values()] == [0] * 6


def test_a_page_that_its_owner_reserves_goes_at_once(publish, results, make_result, records):
    publish(results(*SIX))
    second = publish([make_result("baker", "refused", cause="noindex"), *results(*SIX[1:])])
    assert "baker" not in records(second)
    assert second.changes.deleted == 1


def test_a_source_says_how_often_a_page_may_be_missed(publish, results, records):
    bounds = {"guild": Bounds(keep_missed=1)}
    publish(results(*SIX), bounds=bounds)
    assert "baker" not in records(publish(results(*SIX[1:]), bounds=bounds))


def test_ids_are_not_lost_where_the_file_was_not_written(publish, results, moved, datasets, records):
    """As after a death between latest.json and identities.jsonl."""
    first = publish(results(*SIX))
    publish([moved("baker", "pastry-baker"), *results(*SIX[1:])])
    (datasets / "guild/identities.jsonl").unlink()
    third = publish(results("pastry-baker", *SIX[1:]))
    assert records(third)["pastry-baker"]["id"] == records(first)["baker"]["id"]


def test_a_damaged_file_is_named(publish, results, datasets):
    publish(results(*SIX))
    (datasets / "guild/identities.jsonl").write_text("{}\n")
    with pytest.raises(DatasetUnreadable, match=r"identities\.jsonl, line 1: expected an identity"):
        publish(results(*SIX))
