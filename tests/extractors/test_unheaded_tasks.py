"""Tasks that no heading announces, on pages that ask for something: lists of the job, else what is told of it."""

import pytest

from extractors.unheaded_tasks import read_unheaded_tasks

ITEMS = ["Lay the leaf by hand", "Burnish the gold with agate", "Tone what shines too much"]
LIST = "<ul>" + "".join(f"<li>{item}" for item in ITEMS) + "</ul>"
NEEDS = "<h2>Requirements</h2><ul><li>Steady hands and good eyes<li>A lot of patience<li>No fear of dust</ul>"


@pytest.fixture
def unheaded(reader_of):
    def values(html, *, is_profile=True, **arguments):
        found = read_unheaded_tasks(reader_of(html, **arguments), is_profile=is_profile)
        return [finding.value for finding in found]

    return values


@pytest.mark.parametrize(
    ("html", "arguments"),
    [
        (f"<h1>Gilder</h1><p>Gold.</p><h2>A gilder in a museum</h2>{LIST}{NEEDS}", {}),
        (f"<h1>Gilder</h1><p>From dawn to dusk:</p>{LIST}{NEEDS}", {}),
        (f"<h1>Gilder</h1><h2>Up on the scaffold</h2>{LIST}{NEEDS}", {}),
        (f"<h1>Vergolder</h1><h2>Vergolder im Museum</h2>{LIST}", {"title": "Vergolder", "language": "de"}),
        (f"<h1>Doreur</h1><h2>Le doreur au musée</h2>{LIST}", {"title": "Doreur", "language": "fr"}),
    ],
    ids=["named by its heading", "led in by the introduction", "beside the requirements", "German", "French"],
)
def test_a_list_of_the_job_is_one_of_tasks(unheaded, html, arguments):
    assert unheaded(html, **arguments) == ITEMS


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Gilder</h1><h2>The town of Bath</h2>{LIST}",
        f"<h1>Gilder</h1>{NEEDS}<h2>The town of Bath</h2>{LIST}",
        f"<h1>Gilder</h1><h2>Salary</h2>{LIST}{NEEDS}",
        f"<h1>Gilder</h1><h2>Up on the scaffold</h2><ul><li>Gold<li>Silver<li>Copper leaf</ul>{NEEDS}",
        f"<h1>Gilder</h1><h2>Up on the scaffold</h2><ul><li>Lay the leaf by hand<li>Burnish it with agate</ul>{NEEDS}",
    ],
    ids=["of something else", "behind the requirements", "of the pay", "of names", "too short"],
)
def test_other_lists_are_none_of_tasks(unheaded, html):
    assert unheaded(html) == []


def test_the_lists_that_the_introduction_leads_in_belong_together(unheaded):
    html = f"<h1>Gilder</h1><p>In winter:</p>{LIST}<p>In summer:</p><ul><li>Sell the frames at fairs<li>Teach a class or two<li>Sleep until the noon</ul>"
    assert unheaded(html) == [
        *ITEMS,
        "Sell the frames at fairs",
        "Teach a class or two",
        "Sleep until the noon",
    ]


STORY = [
    "Gilders climb up before dawn.",
    "They lay leaf after leaf until noon.",
    "Then they burnish what they laid.",
]


@pytest.mark.parametrize("heading", ["Up on the scaffold", "A gilder in a museum"])
def test_prose_is_no_list(unheaded, heading):
    assert unheaded(f"<h1>Gilder</h1><p>Gold.</p><h2>{heading}</h2><p>{' '.join(STORY)}</p>{NEEDS}") == []


def test_where_it_is_not_clear_that_the_page_is_a_profile_a_list_has_to_name_the_job(unheaded):
    named = f"<h1>Gilder</h1><p>Gold.</p><h2>A gilder in a museum</h2>{LIST}{NEEDS}"
    beside = f"<h1>Gilder</h1><h2>Up on the scaffold</h2>{LIST}{NEEDS}"
    assert unheaded(named, is_profile=False) == ITEMS
    assert unheaded(beside, is_profile=False) == []


def test_pages_without_requirements_have_no_unheaded_tasks(reason_of):
    html = f"<html lang=en><h1>Gilder</h1><p>{' '.join(STORY) * 5}</p><h2>A gilder in a museum</h2>{LIST}"
    assert reason_of(html) == "no profile: neither tasks nor requirements found"


def test_with_requirements_they_make_a_profile(profile_of):
    html = (
        f"<html lang=en><h1>Gilder</h1><p>{' '.join(STORY) * 5}</p><h2>A gilder in a museum</h2>{LIST}{NEEDS}"
    )
    assert [task.text for task in profile_of(html).tasks] == ITEMS
