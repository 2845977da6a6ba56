"""The evaluation counts as its formats say."""

from datetime import date

import pytest

from bench.evaluate import kept, report
from bench.evaluate.scenarios import faults
from bench.evaluate.score import Score
from bench.evaluate.sets import date_right, overlaps, same_value


def a_date(start, end):
    return {"from": start, "to": end}


def test_a_set_ends_with_right_of_total_and_per_cent():
    score = Score("organisations")
    for right in (True, True, False):
        score.count(right, said="x", expected=1, found=2)
    assert score.line == "organisations: 2/3 = 66.7 %"
    assert len(score.misses) == 1


def test_an_exact_month_must_be_that_month():
    case = {"from": date(2026, 5, 1), "to": date(2026, 5, 31), "precision": "month"}
    assert date_right(case, a_date("2026-05-01", "2026-05-31"), None)
    assert not date_right(case, a_date("2026-05-01", "2026-05-30"), None)


def test_an_approximate_date_must_share_half_of_the_shorter_interval():
    wanted = a_date(date(2026, 3, 1), date(2026, 3, 10))
    assert overlaps(wanted, a_date("2026-03-06", "2026-04-30"))
    assert not overlaps(wanted, a_date("2026-03-07", "2026-04-30"))


@pytest.mark.parametrize("note", ["future", "impossible day"])
def test_a_future_or_impossible_date_must_be_asked_again(note):
    case = {"from": None, "to": None, "note": note}
    assert date_right(case, a_date(None, None), "future")
    assert not date_right(case, a_date("2026-01-01", "2026-01-01"), None)


def test_values_match_by_code_list_name_or_interval():
    assert same_value("yes", "yes")
    assert same_value(["O_ACK"], ["O_ACK", "O_APOL"])
    assert not same_value(["O_ACK", "O_SERV"], ["O_ACK"])
    assert same_value({"name": "Airedale"}, {"name": "Airedale NHS Foundation Trust"})
    assert same_value(
        a_date(date(2026, 6, 1), date(2026, 8, 31)), a_date("2026-06-04", "2026-06-04")
    )
    assert not same_value(None, "yes")


class TalkedThrough:
    """A scenario that has been talked through."""

    replies_wrong: tuple[str, ...] = ()
    result = "NOT_FOR_US"
    questions = ("privacy_ack", "matter", "mp_referral")
    asked_since = ("mp_referral",)
    risk_shown = False

    class chat:
        @staticmethod
        def draft():
            return {"facts": {}, "flags": [], "signposts": [{"id": "S01"}]}


def test_each_unmet_expectation_of_a_scenario_is_named():
    expect = {
        "result": "NOT_YET",
        "flags_all": ["LEGAL"],
        "signposts_any": ["S02"],
        "must_not_ask": ["matter", "mp_referral"],
        "max_questions": 2,
        "risk": True,
        "extracted": {"acting_for": "self"},
    }
    assert len(faults(expect, TalkedThrough)) == 7
    assert faults({"result": ["NOT_FOR_US", "NOT_YET"], "signposts_any": []}, TalkedThrough) == []


def a_score(right, total, recall=(9, 10)):
    score = Score("safety", right=right, total=total)
    score.beside["recall_R3"] = list(recall)
    return score


def test_a_score_a_point_below_the_recorded_one_is_let_pass_and_a_lower_one_is_not(tmp_path):
    file = tmp_path / "scores.json"
    kept.record([a_score(900, 1000)], file)
    assert kept.fallen([a_score(890, 1000)], file) == []
    assert kept.fallen([a_score(889, 1000)], file) == ["safety fell from 90.0 % to 88.9 %."]


def test_a_share_beside_the_score_may_not_fall_either(tmp_path):
    file = tmp_path / "scores.json"
    kept.record([a_score(90, 100)], file)
    assert kept.fallen([a_score(95, 100, (8, 10))], file) == [
        "safety.recall_R3 fell from 90.0 % to 80.0 %."
    ]


def test_a_set_that_was_not_run_or_never_recorded_is_named(tmp_path):
    file = tmp_path / "scores.json"
    kept.record([a_score(90, 100)], file)
    assert kept.fallen([Score("dates", right=1, total=1)], file) == [
        "safety fell from 90.0 % to nothing %.",
        "safety.recall_R3 fell from 90.0 % to nothing %.",
        "dates has no recorded score.",
    ]


def test_the_report_draws_the_confusions_of_each_group(tmp_path):
    score = Score("answers")
    score.confuse("yes", "no", "final_response")
    score.confuse(["b", "a"], None, "impact")
    page = report.write([score], tmp_path).read_text()
    assert "Confusions of final_response" in page
    assert "yes found as no: 1" in page
    assert "a, b found as None: 1" in page
