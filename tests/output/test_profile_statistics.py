"""The figures of a version."""

import json

import pytest


@pytest.fixture
def figures(publish):
    return lambda pages, **changes: json.loads(
        (publish(pages, **changes).path / "statistics.json").read_bytes()
    )


def test_fields_are_counted_with_their_share(figures, make_result, make_profile):
    bare = make_profile("smith", aliases=(), summary=None, modified=None)
    told = figures([make_result("baker"), make_result("cooper"), make_result("smith", profile=bare)])

    assert told["fields"]["title"] == {"count": 3, "share": 1.0}
    assert told["fields"]["aliases"] == {"count": 2, "share": 0.6667}
    assert told["fields"]["codes"] == {"count": 0, "share": 0.0}


def test_tasks_languages_and_outcomes_are_told(figures, make_result, make_profile):
    tasks = make_profile().tasks
    told = figures(
        [
            make_result("baker", profile=make_profile("baker", tasks=tasks[:1], language="de")),
            make_result("smith", profile=make_profile("smith", tasks=tasks[:2])),
            make_result("cooper"),
            make_result("weaver"),
            make_result("lost", "gone"),
        ]
    )

    assert told["tasks"] == {"min": 1, "median": 2.5, "max": 3}
    assert told["languages"] == {"de": 1, "en": 3}
    assert (told["outcomes"]["profiles"], told["outcomes"]["gone"]) == (4, 1)


def test_a_version_without_profiles_has_figures_too(figures, make_result):
    told = figures([make_result("shell", "rejected")])

    assert told["tasks"] == {"min": None, "median": None, "max": None}
    assert told["fields"]["title"] == {"count": 0, "share": 0.0}


def test_each_source_has_its_own_figures(figures, make_result, make_profile, source):
    other = source.model_copy(update={"id": "union"})
    pages = [
        make_result("baker"),
        make_result("smith", source="union", profile=make_profile("smith", source=other, aliases=())),
        make_result("lost", "gone", source="union"),
    ]
    told = figures(pages, sources=[source, other])

    assert told["fields"]["aliases"]["share"] == 0.5
    assert told["sources"]["guild"]["fields"]["aliases"]["share"] == 1.0
    assert told["sources"]["union"]["fields"]["aliases"]["share"] == 0.0
    assert told["sources"]["union"]["outcomes"]["gone"] == 1
