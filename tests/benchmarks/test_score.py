"""The scores of `make quality`, on gold made up for it: what counts as found, as wrong, and as neither."""

import json

import pytest

from benchmarks.calibration import by_confidence, by_rule, judge
from benchmarks.gold import FieldGold, corpus_pages
from benchmarks.matching import pairs, set_f1, stands_in
from benchmarks.quality import main, read_pages, score_table, worst_pages
from benchmarks.score import score_field
from extractors.extract import extract

GOLD = FieldGold(
    must=("Lay the leaf on the frame", "Burnish the gold"), may="A gilder may sweep the floor at night."
)
HTML = """<html lang="en"><head><title>Gilder</title></head><body><h1>Gilder</h1>
<p>Gilders lay gold leaf thinner than a breath on frames, altars and shop signs in workshops all over the land.</p>
<h2>Tasks</h2><ul><li>Lay the leaf on the frame</li><li>Burnish the gold</li><li>Dance in the rain</li></ul>
<h2>Requirements</h2><ul><li>Steady hands</li></ul></body></html>"""
PAGE_GOLD = {
    "title": "Gilder", "aliases": ["leafer"], "requirements": {"must": ["Steady hands"], "may": ""},
    "tasks": {"must": ["Lay the leaf on the frame", "Burnish the gold"], "may": ""},
}  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one profile and one page that is none."""
    site = tmp_path / "guide"
    site.mkdir()
    (site / "gilder.html").write_text(HTML)
    (site / "gilder.gold.json").write_text(json.dumps(PAGE_GOLD))
    (site / "news.html").write_text("<html><body><p>Nothing to read here.</p></body></html>")
    (site / "news.gold.json").write_text('{"profile": false}')
    return tmp_path


def test_statements_found_letter_by_letter_score_one():
    score = score_field(GOLD.must, GOLD)
    assert (score.f1, score.exact, score.right, score.missing) == (1.0, 1.0, (True, True), ())


def test_other_case_and_signs_are_the_same_statement_but_not_exact():
    score = score_field(["lay the leaf on the frame;", "Burnish the gold"], GOLD)
    assert (score.f1, score.exact) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Sweep the floor", None),
        ("Dance in the rain", False),
        ("Lay the leaf", False),
        ("Lay the leaf on the frame Burnish the gold", False),
        ("…", False),
    ],
)
def test_what_is_no_statement_is_wrong_unless_it_may_stand_there(said, right):
    assert score_field([*GOLD.must, said], GOLD).right == (True, True, right)


def test_a_statement_said_twice_is_wrong_the_second_time():
    assert score_field([*GOLD.must, GOLD.must[1]], GOLD).right.count(True) == 2
    assert score_field(["Sweep the floor", "Sweep the floor"], GOLD).right == (None, False)


def test_the_score_weighs_what_is_missing_against_what_is_wrong():
    score = score_field([GOLD.must[0], "Dance in the rain"], GOLD)
    assert (score.f1, score.missing) == (0.5, ("Burnish the gold",))


def test_in_prose_three_words_in_five_are_all_of_it():
    prose = FieldGold(
        prose="You lay gold leaf. You burnish it. Then you go home.", may="Gilders. You lay gold leaf."
    )
    assert score_field(["You lay gold leaf.", "You burnish it."], prose).f1 == 1.0
    assert 0 < score_field(["You burnish it."], prose).f1 < 0.8


def test_where_nothing_is_to_be_found_nothing_found_is_all():
    assert score_field([], FieldGold()).f1 == 1.0
    assert score_field(["Sweep"], FieldGold()).f1 == 0.0


def test_each_statement_is_matched_once_with_the_one_most_like_it():
    assert pairs(["a b c d e", "a b c d f"], ["a b c d f", "a b c d e"]) == {0: 1, 1: 0}


def test_names_are_compared_as_sets_without_case_and_signs():
    assert set_f1(["Leaf-er", "gold beater"], ["leaf er"]) == pytest.approx(2 / 3)
    assert set_f1([], []) == 1.0


def test_a_statement_stands_in_a_region_though_a_word_lies_between():
    assert stands_in("lay the gold leaf", "gilders lay the thin gold leaf on frames")
    assert not stands_in("lay the gold leaf", "gilders lay down the law and leave with the gold")


def test_a_page_of_a_corpus_is_scored_field_by_field(corpus):
    (profile, scored), (_, other) = read_pages(corpus_pages(corpus)).pages
    assert profile.name == "guide/gilder"
    assert scored.values == {
        "accepted": 1.0, "title": 1.0, "aliases": 0.0, "requirements": 1.0, "requirements exact": 1.0,
        "tasks": pytest.approx(0.8), "tasks exact": 1.0,
    }  # fmt: skip
    assert other.values == {"rejected": 1.0}
    assert scored.faults == ("alias missing: leafer", "tasks extra: Dance in the rain")


def test_sites_weigh_alike_in_the_mean_over_sites(corpus):
    reading = read_pages(corpus_pages(corpus))
    profile, rejected = reading.pages
    table = score_table("", [profile, profile, rejected])
    assert [row[:3] for row in table.rows] == [
        ["guide", 3, 1.0], ["mean over sites", 3, 1.0], ["pooled over pages", 3, 1.0]
    ]  # fmt: skip


def test_confidence_is_held_against_what_was_right(corpus):
    page = next(corpus_pages(corpus))
    values = read_pages([page]).values
    tasks = [value for value in values if value.field == "tasks"]
    assert [value.right for value in tasks] == [True, True, False]
    rules = {row[0]: row[1:4] for row in by_rule(values).rows}
    assert rules["tasks: list-item"] == [3, pytest.approx(tasks[0].confidence), pytest.approx(2 / 3)]
    assert sum(row[1] for row in by_confidence(values).rows) == len(values)


def test_a_rejected_page_has_no_values_to_judge(corpus):
    *_, rejected = corpus_pages(corpus)
    assert read_pages([rejected]).values == []
    assert list(judge(rejected, extract(HTML.encode()))) == []


def test_pages_held_out_are_scored_and_not_shown(corpus):
    page, score = read_pages(corpus_pages(corpus)).pages[0]
    held_out = type(page)(page.html, "heldout", page.gold)
    assert worst_pages([(page, score)], 5)[0].startswith("guide/gilder")
    assert worst_pages([(held_out, score)], 5) == []


def test_the_tables_are_printed_for_a_corpus_that_is_named(corpus, capsys):
    assert main(["--corpus", str(corpus), "--markdown", "--worst", "1"]) == 0
    printed = capsys.readouterr().out
    assert "| guide | 2 | 1.000 | 0.000 | 0.800 | 1.000 | 1.000 | 1.000 |" in printed
    assert "tasks extra: Dance in the rain" in printed


def test_a_corpus_that_is_named_has_to_be_there(tmp_path, capsys):
    assert main(["--corpus", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().out


def test_a_clone_without_a_corpus_is_told_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("benchmarks.quality.CORPUS", tmp_path / "nowhere")
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("No corpus at")
