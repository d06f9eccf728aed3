"""What keeps a run from being published, and what it says then."""

import json
from hashlib import blake2b

import pytest

from output.load_dataset import load_dataset
from output.shared_texts import FrequentTexts
from schemas.bounds import Bounds
from schemas.dataset import Versions
from schemas.profile import Task

TEN = [f"trade-{number}" for number in range(10)]


@pytest.fixture
def results(make_result):
    """Give a function that makes a result for each slug."""
    return lambda slugs, **changes: [make_result(slug, **changes) for slug in slugs]


def reasons(publication):
    return [str(reason) for reason in publication.reasons]


def test_a_run_without_any_profile_is_refused_and_says_what_became_of_the_pages(publish, make_result):
    publication = publish([make_result("shell", "rejected"), make_result("lost", "gone")])

    assert publication.outcome == "refused"
    assert reasons(publication) == [
        (
            "expected at least one profile, found none; pages: 1 rejected, 1 gone, 0 refused, 0 failed "
            "(see https://guild.example/jobs/shell/)"
        )
    ]


def test_a_run_without_any_page_is_refused(publish):
    assert publish([]).outcome == "refused"


def test_a_first_run_without_bounds_publishes(publish, make_result):
    assert publish([make_result(), make_result("shell", "rejected")]).outcome == "published"


def test_a_refused_version_is_kept_apart_and_listed_but_never_latest(publish, results, datasets):
    good = publish(results(TEN))
    bad = publish(results(TEN[:5]))

    dataset = datasets / "guild"
    assert bad.path == dataset / "refused" / bad.version
    assert (bad.path / "profiles.jsonl").exists()
    assert [folder.name for folder in (dataset / "v").iterdir()] == [good.version]
    assert json.loads((dataset / "latest.json").read_bytes())["version"] == good.version
    assert json.loads((dataset / "latest.json").read_bytes())["checked"] == "2026-11-22T09:30:00Z"
    assert len(list(load_dataset(dataset))) == 10
    listed = Versions.model_validate_json((dataset / "versions.json").read_bytes()).versions
    assert [(entry.result, entry.path) for entry in listed] == [
        ("refused", f"refused/{bad.version}"),
        ("published", f"v/{good.version}"),
    ]
    assert listed[0].reasons == bad.reasons


def test_a_refused_first_run_leaves_no_latest(publish, make_result, datasets):
    publish([make_result("shell", "rejected")])

    assert not (datasets / "guild" / "latest.json").exists()
    assert not (datasets / "index.json").exists()


def test_issues_of_a_refused_version_hold_the_reasons(publish, results):
    publish(results(TEN))
    bad = publish(results(TEN[:5]))

    (gate,) = json.loads((bad.path / "issues.json").read_bytes())["gate"]
    assert gate["source"] == "guild"
    assert gate["expected"] == "at most 20% fewer profiles than the 10 of the last version"
    assert gate["found"] == "5"
    assert bad.path / "issues.json" == bad.files[0]


def test_the_comparison_is_with_the_last_good_version_not_with_a_refused_one(publish, results):
    publish(results(TEN))
    publish(results(TEN[:5]))

    assert publish(results(TEN[:5])).outcome == "refused"


def test_a_fall_of_the_number_of_profiles_names_pages_that_are_lost(publish, results, make_profile):
    publish(results(TEN))
    publication = publish(results(TEN[:7]))

    assert publication.outcome == "refused"
    assert set(publication.reasons[0].pages) == {make_profile(slug).url for slug in TEN[7:]}


def test_a_fall_by_exactly_a_fifth_is_still_published(publish, results):
    publish(results(TEN))

    assert publish(results(TEN[:8])).outcome == "unchanged"  # the two that are missed stay for now


def test_a_fall_of_a_fields_coverage_names_field_shares_and_pages(
    publish, results, make_result, make_profile
):
    publish(results(TEN))
    without = [make_result(slug, profile=make_profile(slug, aliases=())) for slug in TEN[:2]]
    publication = publish([*without, *results(TEN[2:])])

    assert publication.outcome == "refused"
    (reason,) = publication.reasons
    assert reason.expected == "aliases at most 10 points below the 100.0% of the last version"
    assert reason.found == "80.0% (8 of 10)"
    assert set(reason.pages) == {make_profile(slug).url for slug in TEN[:2]}


def test_a_fall_of_coverage_by_exactly_ten_points_is_still_published(
    publish, results, make_result, make_profile
):
    without = [make_result(slug, profile=make_profile(slug, aliases=())) for slug in TEN[:3]]
    publish([*without[:2], *results(TEN[2:])])

    assert publish([*without, *results(TEN[3:])]).outcome == "published"


def test_a_fall_of_the_median_number_of_tasks_names_the_pages_with_fewest(
    publish, results, make_result, make_profile
):
    publish(results(TEN))
    task = make_profile().tasks[:1]
    publication = publish([make_result(slug, profile=make_profile(slug, tasks=task)) for slug in TEN])

    assert publication.outcome == "refused"
    (reason,) = publication.reasons
    assert reason.expected == "a median number of tasks at most a third below the 3 of the last version"
    assert reason.found == "1"
    assert len(reason.pages) == 5


def test_a_fall_of_the_median_by_exactly_a_third_is_still_published(
    publish, results, make_result, make_profile
):
    publish(results(TEN))
    tasks = make_profile().tasks[:2]

    fewer = [make_result(slug, profile=make_profile(slug, tasks=tasks)) for slug in TEN]
    assert publish(fewer).outcome == "published"


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (Bounds(min_profiles=4), ("at least 4 profiles", "3")),
        (Bounds(max_profiles=2), ("at most 2 profiles", "3")),
        (Bounds(max_rejected=0.2), ("at most 20.0% of the pages rejected", "25.0% (1 of 4)")),
        (Bounds(coverage={"codes": 0.5}), ("codes in at least 50.0% of the profiles", "0.0% (0 of 3)")),
    ],
)
def test_a_first_run_outside_its_sources_bounds_is_refused(publish, results, make_result, bounds, told):
    pages = [*results(TEN[:3]), make_result("shell", "rejected")]
    publication = publish(pages, bounds={"guild": bounds})

    assert publication.outcome == "refused"
    (reason,) = publication.reasons
    assert (reason.source, reason.expected, reason.found) == ("guild", *told)


def test_a_run_exactly_on_its_bounds_is_published(publish, results, make_result):
    bounds = Bounds(
        min_profiles=3, max_profiles=3, max_rejected=0.25, coverage={"aliases": 1.0, "codes": 0.0}
    )
    pages = [*results(TEN[:3]), make_result("shell", "rejected")]

    assert publish(pages, bounds={"guild": bounds}).outcome == "published"


def test_a_declared_bound_takes_the_place_of_the_comparison(publish, results, make_result, make_profile):
    publish(results(TEN))
    bounds = Bounds(min_profiles=2, coverage={"aliases": 0.0})

    few = [make_result(slug, profile=make_profile(slug, aliases=())) for slug in TEN[:2]]
    assert publish(few, bounds={"guild": bounds}).outcome == "published"


def test_a_bound_on_one_figure_leaves_the_others_compared(publish, results):
    publish(results(TEN))

    assert publish(results(TEN[:5]), bounds={"guild": Bounds(max_rejected=0.5)}).outcome == "refused"


def test_each_source_is_judged_for_itself(publish, results, make_result, make_profile, source):
    other = source.model_copy(update={"id": "union", "name": "Union of Trades"})
    others = [make_result(slug, source="union", profile=make_profile(slug, source=other)) for slug in TEN]
    publish([*results(TEN), *others], sources=[source, other])
    publication = publish([*results(TEN), *others[:1]], sources=[source, other])

    assert [reason.source for reason in publication.reasons] == ["union"]


def test_a_source_that_gives_nothing_any_more_is_refused(publish, results, make_result, make_profile, source):
    other = source.model_copy(update={"id": "union", "name": "Union of Trades"})
    others = [make_result("potter", source="union", profile=make_profile("potter", source=other))]
    publish([*results(TEN), *others], sources=[source, other])

    publication = publish(results(TEN), sources=[source, other])
    assert [(reason.source, reason.found) for reason in publication.reasons] == [("union", "0")]


LEAKED = "Read our tips for your application and subscribe to the newsletter."


@pytest.fixture
def leaking(make_result, make_profile):
    """Give a function that makes results of which the first so many hold the same text as a task."""

    def make(titles, leaks, text=LEAKED):
        return [
            make_result(
                slug, profile=make_profile(slug, title=title, tasks=(Task(text=f"{text}", label=None),))
            )
            if number < leaks
            else make_result(slug)
            for number, (slug, title) in enumerate(zip(TEN * 4, titles, strict=False))
        ]

    return make


TITLES = ["Baker", "Welder", "Pilot", "Nurse", "Teacher", "Plumber", "Sailor", "Farmer", "Tailor", "Miner"]


def test_a_text_that_unrelated_jobs_share_is_refused_with_the_text_and_its_pages(publish, leaking):
    publication = publish(leaking(TITLES, leaks=5))

    assert publication.outcome == "refused"
    (reason,) = reasons(publication)
    assert "expected no long text in more than 10% of the profiles of unrelated jobs" in reason
    assert f'found "{LEAKED}" in 5 of 10 (see https://guild.example/jobs/trade-' in reason


@pytest.mark.parametrize(
    ("titles", "leaks", "text"),
    [
        (TITLES, 4, LEAKED),
        ([f"{title} assistant" for title in TITLES], 10, LEAKED),
        (TITLES, 10, "Serving customers."),
    ],
    ids=["few", "of related jobs", "short"],
)
def test_a_text_that_can_be_shared_by_good_right_is_published(publish, leaking, titles, leaks, text):
    assert publish(leaking(titles, leaks, text)).outcome == "published"


def test_a_source_can_allow_a_text_that_its_jobs_share(publish, leaking):
    assert publish(leaking(TITLES, leaks=6), bounds={"guild": Bounds(max_shared=0.6)}).outcome == "published"


def test_a_shared_text_is_found_among_many_thousand_others(make_profile):
    texts = FrequentTexts()
    for number in range(3_000):
        tasks = [f"Statement {number} of its own, number {each}" for each in range(9)]
        tasks += [LEAKED] if number % 10 == 0 else []
        texts.add(make_profile(f"trade-{number}", tasks=tuple(Task(text=text, label=None) for text in tasks)))
    assert blake2b(LEAKED.encode(), digest_size=16).digest() in texts.candidates()


def test_what_the_gate_refuses_is_published_with_the_reason_to_accept_it(publish, results, datasets):
    publish(results(TEN))
    accepted = publish(results(TEN[:5]), accept="the guild closed five trades")

    assert accepted.outcome == "published"
    assert accepted.accepted == "the guild closed five trades"
    dataset = datasets / "guild"
    assert json.loads((dataset / "latest.json").read_bytes())["version"] == accepted.version
    entry = Versions.model_validate_json((dataset / "versions.json").read_bytes()).versions[0]
    assert (entry.result, entry.accepted) == ("published", "the guild closed five trades")
    assert entry.reasons == accepted.reasons != ()
    issues = json.loads((accepted.path / "issues.json").read_bytes())
    assert issues["accepted"] == "the guild closed five trades"
    assert issues["gate"]


def test_a_reason_to_accept_a_run_that_needs_none_is_not_recorded(publish, results):
    publication = publish(results(TEN), accept="whatever")
    assert (publication.outcome, publication.accepted) == ("published", None)


def test_a_first_run_without_bounds_proposes_some_that_it_keeps(publish, results, make_result):
    pages = [*results(TEN), make_result("shell", "rejected")]
    (proposed,) = publish(pages).proposed.values()
    assert proposed == (
        "expect=Bounds(min_profiles=8, max_profiles=12, max_rejected=0.19,"
        " coverage={'summary': 0.9, 'tasks': 0.9, 'requirements': 0.9, 'aliases': 0.9})"
    )
    bounds = eval(proposed.removeprefix("expect="), {"Bounds": Bounds})  # noqa: S307 - our own words
    again = publish(pages, bounds={"guild": bounds})
    assert (again.outcome, again.proposed) == ("unchanged", {})


def test_no_bounds_are_proposed_where_the_source_has_some(publish, results):
    assert publish(results(TEN), bounds={"guild": Bounds(min_profiles=1)}).proposed == {}
