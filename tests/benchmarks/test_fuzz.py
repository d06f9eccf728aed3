"""`make fuzz`: the inputs are the same everywhere, and a promise that is broken is seen."""

import pytest

from benchmarks import fuzz, promises
from benchmarks.fuzz import keep, read_inputs
from benchmarks.hostile_pages import page
from benchmarks.mutations import Input, broken_page
from benchmarks.promises import broken_promise
from extractors.extract import extract

PAGE = Input(page(), "https://guide.example/gilder", None)


def test_some_hundred_broken_pages_break_no_promise():
    result = read_inputs(range(400), seed=7)
    assert result.broken is None
    assert result.read == 400


def test_the_same_number_gives_the_same_input():
    assert [broken_page(3, number) for number in range(50)] == [
        broken_page(3, number) for number in range(50)
    ]


def test_another_seed_gives_other_inputs():
    assert [broken_page(3, number).html for number in range(9)] != [
        broken_page(4, number).html for number in range(9)
    ]


def test_a_page_that_is_read_well_breaks_nothing():
    broken, seconds = broken_promise(PAGE, twice=True)
    assert broken is None
    assert seconds < promises.MOST_SECONDS


@pytest.fixture
def read_as(monkeypatch):
    """A function that puts something else in the place of `extract`, and returns what is said of it."""

    def ask(change, **options):
        monkeypatch.setattr(promises, "extract", lambda html, **rest: change(extract(html, **rest)))
        return broken_promise(PAGE, **options)[0]

    return ask


def test_an_exception_is_seen(read_as):
    assert read_as(lambda _: 1 / 0) == "raised ZeroDivisionError: division by zero"


def test_a_fault_told_as_a_reason_is_seen(read_as):
    fault = {"profile": None, "reason": "internal error: KeyError", "evidence": ()}
    assert read_as(lambda found: found.model_copy(update=fault)) == "internal error: KeyError"


def test_a_profile_with_a_reason_is_seen(read_as):
    assert "profile and reason" in read_as(lambda found: found.model_copy(update={"reason": "vacancy"}))


def test_a_value_without_evidence_is_seen(read_as):
    assert "no evidence for" in read_as(lambda found: found.model_copy(update={"evidence": ()}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"css": "li"}, "finds 3 elements"),
        ({"css": "#nowhere"}, "finds 0 elements"),
        ({"exact": "Dancing"}, "does not stand in"),
        ({"exact": ""}, "does not stand in"),
    ],
)
def test_evidence_that_leads_nowhere_is_seen(read_as, change, said):
    def changed(found):
        return found.model_copy(
            update={"evidence": tuple(e.model_copy(update=change) for e in found.evidence)}
        )

    assert said in read_as(changed)


def test_a_page_read_differently_the_second_time_is_seen(read_as):
    codes = iter([extract(PAGE.html, url=PAGE.url), extract(page(top="Leaf gilder"), url=PAGE.url)])
    assert read_as(lambda _: next(codes), twice=True) == "read twice, and not alike"


def test_a_page_that_takes_too_long_is_seen(read_as, monkeypatch):
    monkeypatch.setattr(promises, "MOST_SECONDS", 0.0)
    assert "more than" in read_as(lambda found: found)


def test_an_input_is_kept_with_what_is_wrong_with_it(monkeypatch, tmp_path):
    monkeypatch.setattr(fuzz, "KEPT", tmp_path)
    file = keep(3, 5, "took too long")
    assert file.read_bytes() == broken_page(3, 5).html
    assert "took too long" in file.with_suffix(".txt").read_text()
