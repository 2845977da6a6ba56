"""Each limit, the day before, on the day and the day after."""

from datetime import date, timedelta

import pytest

from intake.facts import add_months
from tests.intake.complaints import (
    TODAY,
    a_benefit_complaint,
    a_hospital_complaint,
    a_surgery_complaint,
    decide,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "result"),
    [
        (date(2026, 11, 21), "LOOKS_ELIGIBLE"),
        (date(2026, 11, 22), "LOOKS_ELIGIBLE"),
        (date(2026, 11, 23), "LIKELY_DISCRETION"),
    ],
)
def test_t2_the_year_ends_on_the_same_day_a_year_later(today, result):
    decision = decide(a_hospital_complaint(aware_on="2025-11-22"), today)

    assert decision.result == result
    assert ("OVER_LIMIT" in decision.flags) is (result == "LIKELY_DISCRETION")


@pytest.mark.parametrize(
    ("today", "result"),
    [
        (date(2025, 2, 27), "LOOKS_ELIGIBLE"),
        (date(2025, 2, 28), "LOOKS_ELIGIBLE"),
        (date(2025, 3, 1), "LIKELY_DISCRETION"),
    ],
)
def test_t28_notice_on_a_leap_day_ends_on_28_february(today, result):
    facts = a_hospital_complaint(aware_on="2024-02-29", final_response_on="2024-12-01")

    assert decide(facts, today).result == result


@pytest.mark.parametrize(
    ("today", "result", "approx"),
    [
        (date(2026, 11, 30), "LOOKS_ELIGIBLE", False),
        (date(2026, 12, 1), "LOOKS_ELIGIBLE", False),
        (date(2026, 12, 2), "LIKELY_DISCRETION", True),
        (date(2026, 12, 31), "LIKELY_DISCRETION", True),
        (date(2027, 1, 1), "LIKELY_DISCRETION", False),
    ],
)
def test_a_month_without_a_day_may_be_late_before_it_surely_is(today, result, approx):
    decision = decide(a_hospital_complaint(aware_on="2025-12"), today)

    assert decision.result == result
    assert ("DATE_APPROX" in decision.flags) is approx


@pytest.mark.parametrize(("days_left", "urgent"), [(61, False), (60, True), (59, True), (0, True)])
def test_sixty_days_before_the_end_it_is_urgent(days_left, urgent):
    aware = add_months(TODAY, -12)
    today = TODAY - timedelta(days=days_left)

    decision = decide(a_hospital_complaint(aware_on=aware.isoformat()), today)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert ("URGENT_LIMIT" in decision.flags) is urgent


@pytest.mark.parametrize(
    ("complained", "result"),
    [
        (date(2026, 5, 23), "NOT_YET"),
        (date(2026, 5, 22), "LIKELY_DISCRETION"),
        (date(2026, 5, 21), "LIKELY_DISCRETION"),
    ],
)
def test_the_nhs_has_six_months_to_answer(complained, result):
    facts = a_surgery_complaint(
        complained_locally="yes", final_response="no", complained_on=complained
    )

    assert decide(facts).result == result


@pytest.mark.parametrize(
    ("days", "result"),
    [(12 * 7 - 1, "NOT_YET"), (12 * 7, "LIKELY_DISCRETION"), (12 * 7 + 1, "LIKELY_DISCRETION")],
)
def test_the_government_has_twelve_weeks_to_answer(days, result):
    facts = a_benefit_complaint(final_response="no", complained_on=TODAY - timedelta(days=days))

    decision = decide(facts)

    assert decision.result == result
    assert ("LATE_RESPONSE" in decision.flags) is (result != "NOT_YET")


def test_a_month_that_may_be_six_months_ago_goes_to_a_person():
    facts = a_surgery_complaint(
        complained_locally="yes", final_response="no", complained_on="2026-05"
    )

    assert {"LATE_RESPONSE", "DATE_APPROX"} <= set(decide(facts).flags)


@pytest.mark.parametrize(
    ("aware", "warned"),
    [(date(2026, 2, 23), False), (date(2026, 2, 22), False), (date(2026, 2, 21), True)],
)
def test_over_nine_months_after_notice_a_step_elsewhere_comes_with_a_warning(aware, warned):
    decision = decide(a_surgery_complaint(aware_on=aware))

    assert decision.result == "NOT_YET"
    assert ("TIME_LIMIT_NEAR" in decision.flags) is warned
    assert any("don't wait" in step for step in decision.next_steps) is warned


@pytest.mark.parametrize(
    ("final", "result"),
    [
        (date(2026, 5, 23), "NOT_YET"),
        (date(2026, 5, 22), "NOT_YET"),
        (date(2026, 5, 21), "LIKELY_DISCRETION"),
    ],
)
def test_the_six_months_to_reach_the_case_examiner(final, result):
    facts = a_benefit_complaint(second_tier="not_yet", final_response_on=final)

    decision = decide(facts)

    assert decision.result == result
    assert ("TIER2_LATE" in decision.flags) is (result != "NOT_YET")


@pytest.mark.parametrize(
    ("final", "result"),
    [
        (date(2026, 8, 23), "NOT_YET"),
        (date(2026, 8, 22), "NOT_YET"),
        (date(2026, 8, 21), "LIKELY_DISCRETION"),
    ],
)
def test_the_three_months_to_reach_the_home_offices_examiner(final, result):
    facts = a_benefit_complaint(
        organisation={"name": "Home Office"}, second_tier="not_yet", final_response_on=final
    )

    assert decide(facts).result == result


@pytest.mark.parametrize(
    ("today", "result"),
    [
        (date(2025, 1, 28), "NOT_YET"),
        (date(2025, 1, 29), "LOOKS_ELIGIBLE"),
        (date(2025, 1, 30), "LOOKS_ELIGIBLE"),
    ],
)
def test_victims_need_no_mp_from_29_january_2025(today, result):
    facts = a_benefit_complaint(
        victim_of_crime="yes",
        mp_referral="not_asked",
        aware_on="2024-12-01",
        final_response_on="2025-01-05",
    )

    assert decide(facts, today).result == result
