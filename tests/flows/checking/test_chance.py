"""A small sample shows what is far off, and nothing else."""

import pytest

from flows.checking.chance import learned_share, too_few, too_many


@pytest.mark.parametrize(("count", "verdict"), [(10, False), (7, False), (6, True), (0, True)])
def test_of_ten_pages_three_may_lack_what_95_percent_have(count, verdict):
    assert too_few(count, 10, 0.95) is verdict


def test_a_promise_of_all_is_broken_by_one_page():
    assert too_few(9, 10, 1.0)
    assert not too_few(10, 10, 1.0)


def test_no_pages_prove_nothing():
    assert not too_few(0, 0, 1.0)
    assert not too_many(0, 0, 0.0)


def test_a_limit_of_none_is_passed_by_one_page():
    assert too_many(1, 10, 0.0)
    assert not too_many(0, 10, 0.0)


def test_few_pages_teach_less_than_many():
    assert learned_share(5, 5) < learned_share(500, 500) < 1
    assert not too_few(3, 5, learned_share(5, 5))
    assert too_few(3, 5, learned_share(500, 500))
