"""Times of the day are known in the spellings of several languages, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.times_of_day import is_time, is_time_of_day


@pytest.mark.parametrize(
    "text",
    [
        "8:30", "8.30 Uhr", "um 9 Uhr", "ab 7 Uhr", "9 a.m.", "9 am", "9:00 – 10:30", "noon", "at noon", "midnight",
        "14 h", "14h30", "à 14 h 30", "kl. 10", "kl 10.15", "klockan 8", "a las 9", "alle 8", "às 7h", "around 6",
        "9:00-10:30 Uhr", " 8:30 ",
    ],
)  # fmt: skip
def test_a_time_is_one_in_many_spellings(text):
    assert is_time(text)


@pytest.mark.parametrize("text", ["1", "1.", "12"])
def test_the_number_of_a_step_says_no_more_than_a_time(text):
    assert is_time(text)
    assert not is_time_of_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "–", "…", "8 hours", "3 years", "24/7", "2024", "9 Uhr Besprechung", "Noon prayers", "Half past eight",
        "8:30 and no minute later than that",
    ],
)  # fmt: skip
def test_what_says_more_than_a_time_is_none(text):
    assert not is_time(text)
    assert not is_time_of_day(text)


@pytest.mark.parametrize("text", ["8:30", "8.30 Uhr", "9 am", "9 a.m.", "14h30", "9:00 – 10:30", "7 Uhr"])
def test_minutes_or_a_word_for_the_hour_make_a_time_certain(text):
    assert is_time_of_day(text)


@pytest.mark.parametrize("text", ["noon", "um 9", "at 9 am", "9 – 10"])
def test_other_times_may_be_something_else(text):
    assert is_time(text)
    assert not is_time_of_day(text)


@given(
    st.integers(0, 23), st.integers(0, 59), st.sampled_from([":", ".", "h"]), st.sampled_from(["", " Uhr"])
)
def test_what_is_certainly_a_time_is_a_time(hour, minute, sign, word):
    text = f"{hour}{sign}{minute:02}{word}"
    assert is_time_of_day(text)
    assert is_time(text)


@given(st.text())
def test_any_text_can_be_asked(text):
    assert is_time(text) in (True, False)
    assert not is_time_of_day(text) or is_time(text)
