"""Invented pages of many layouts and languages, read as a career site that nobody has seen.

`tests/pages/README.md` tells what they are. The extractor may fall short of a page: means are asked for, and that
profiles are told from everything else. `make quality` prints the figures.
"""

from functools import cache
from statistics import fmean

import pytest

from benchmarks.gold import OWN_PAGES, corpus_pages, measured_pages
from benchmarks.quality import read_pages

# Means over the pages of all languages. To raise a floor, take the figure that `pytest -rP` prints for it and stay
# three hundredths below; never lower one to let a change pass.
LEAST_TITLE = 0.90
LEAST_ALIASES = 0.76
LEAST_TASKS = 0.90
LEAST_REQUIREMENTS = 0.90
FLOORS = [
    ("title", LEAST_TITLE),
    ("aliases", LEAST_ALIASES),
    ("tasks", LEAST_TASKS),
    ("requirements", LEAST_REQUIREMENTS),
]
PAGES = [*measured_pages(), *corpus_pages(OWN_PAGES)]
"""The measured pages, and those held out that have a gold of the same form."""
PROFILES = [page for page in PAGES if page.gold.profile]
OTHERS = [page for page in PAGES if not page.gold.profile]


@cache
def values():
    """Every page's scores, by its name."""
    return {page.name: score.values for page, score in read_pages(PAGES).pages}


def named(page):
    return page.name


@pytest.mark.parametrize("page", PROFILES, ids=named)
def test_a_profile_is_accepted(page):
    assert values()[page.name]["accepted"] == 1.0


@pytest.mark.parametrize("page", OTHERS, ids=named)
def test_what_is_no_profile_is_rejected(page):
    assert values()[page.name]["rejected"] == 1.0


@pytest.mark.parametrize(("field", "least"), FLOORS)
def test_most_of_what_a_person_reads_is_read(field, least):
    scores = [values()[page.name].get(field) for page in measured_pages()]
    mean = fmean(score for score in scores if score is not None)
    print(f"{field}: {mean:.3f}")  # noqa: T201 - shown by pytest -rP
    assert mean >= least


def test_the_pages_are_many_and_in_ten_languages():
    assert len(PROFILES) >= 60
    assert len(OTHERS) >= 15
    assert len({page.site for page in measured_pages()}) == 10
