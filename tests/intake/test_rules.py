"""Each rule on its own."""

import pytest

from tests.intake.complaints import (
    a_benefit_complaint,
    a_hospital_complaint,
    a_surgery_complaint,
    against,
    decide,
    without,
)

# E1: the organisation


def test_a_council_is_for_another_ombudsman():
    decision = decide({"organisation": {"name": "Leeds City Council"}})

    assert (decision.result, decision.signposts[0]) == ("NOT_FOR_US", "S01")


def test_an_unknown_organisation_is_looked_up_by_staff():
    facts = a_hospital_complaint(
        organisation={"name": "Zzyx Quorble", "id": None, "branch": "UNSURE", "match": "none"}
    )

    decision = decide(facts)

    assert decision.result == "NEEDS_STAFF"
    assert "BODY_UNMATCHED" in decision.flags


def test_one_part_for_us_keeps_the_complaint_in():
    facts = a_hospital_complaint(other_organisations=[{"name": "Leeds City Council"}])

    decision = decide(facts)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "MIXED" in decision.flags
    assert "S01" in decision.signposts


def test_the_part_for_us_leads_when_it_is_named_second():
    facts = a_hospital_complaint(
        organisation={"name": "Leeds City Council"},
        other_organisations=[{"name": "Leeds Teaching Hospitals NHS Trust"}],
    )

    assert decide(facts).result == "LOOKS_ELIGIBLE"


def test_only_when_all_parts_are_out_is_it_for_somebody_else():
    facts = {
        "organisation": {"name": "Leeds City Council"},
        "other_organisations": [{"name": "my private landlord"}],
    }

    assert decide(facts).result == "NOT_FOR_US"


def test_nhs_and_social_care_may_be_looked_at_together():
    facts = a_hospital_complaint(other_organisations=[{"name": "care home"}])

    assert "JOINT_SOCIAL_CARE" in decide(facts).flags


@pytest.mark.parametrize(("victim", "result"), [("no", "NOT_FOR_US"), ("not_sure", "NEEDS_STAFF")])
def test_the_police_are_in_for_victims_only(victim, result):
    facts = {"organisation": {"name": "police"}, "victim_of_crime": victim}

    assert decide(facts).result == result


@pytest.mark.parametrize(("place", "post"), [("wales", "S35"), ("scotland", "S36")])
def test_the_nhs_elsewhere_in_the_uk_has_its_own_ombudsman(place, post):
    decision = decide({"organisation": {"name": "my GP"}, "care_place": place})

    assert (decision.result, decision.signposts) == ("NOT_FOR_US", [post])


def test_a_known_english_trust_said_to_be_in_wales_is_for_staff():
    assert decide(a_hospital_complaint(care_place="wales")).result == "NEEDS_STAFF"


def test_a_private_dentist_and_an_nhs_dentist():
    paid = {"organisation": {"name": "dentist"}, "care_payer": "self_or_insurance"}

    assert decide(paid).signposts == ["S25"]
    assert decide({**paid, "care_payer": "nhs"}).result == "LOOKS_ELIGIBLE"


# E2: the matter


@pytest.mark.parametrize(
    ("matter", "code", "result"),
    [
        ("My job application to the trust was turned down", "X_PERSONNEL", "NOT_FOR_US"),
        (
            "My company supplied masks and the invoice was never paid",
            "X_CONTRACT",
            "NEEDS_STAFF",
        ),
        ("As a dentist I dispute my contract clawback", "X_PROVIDER_DISPUTE", "NOT_FOR_US"),
    ],
)
def test_excluded_matters(matter, code, result):
    decision = decide({"organisation": {"name": "NHS England"}, "matter": matter})

    assert decision.result == result
    assert code in against(decision)


@pytest.mark.parametrize(
    ("body", "matter", "code", "step"),
    [
        (
            "NHS England",
            "As a dentist I dispute my contract",
            "X_PROVIDER_DISPUTE",
            "NHS Resolution",
        ),
        ("Home Office", "They want to extradite me to France", "X_EXTRADITION", "solicitor"),
        ("Ministry of Justice", "They refused my royal pardon", "X_MERCY", "solicitor"),
        ("Cabinet Office", "I was refused an honour, an MBE", "X_HONOURS", "Cabinet Office"),
    ],
)
def test_an_excluded_matter_has_somewhere_to_go(body, matter, code, step):
    decision = decide({"organisation": {"name": body}, "matter": matter})

    assert decision.result == "NOT_FOR_US"
    assert against(decision) == [code]
    assert step in decision.next_steps[0]


@pytest.mark.parametrize("name", ["kind-neighbour", "kind-other-ombudsman"])
def test_with_nobody_to_name_there_is_still_somewhere_to_ask(name):
    decision = decide({"organisation": {"name": name, "id": name, "match": "chosen"}})

    assert decision.result == "NOT_FOR_US"
    assert "Citizens Advice" in decision.next_steps[0]


def test_only_disagreeing_with_a_decision_that_has_no_appeal_is_weighed_by_staff():
    facts = a_benefit_complaint(
        organisation={"name": "Passport Office"},
        matter="They would not give me a passport",
        matter_kind="decision",
    )

    decision = decide(facts)

    assert decision.result == "LIKELY_DISCRETION"
    assert "X_MERITS" in against(decision)


@pytest.mark.parametrize("kind", ["how", "both", "not_sure"])
def test_a_policy_is_out_but_how_a_person_was_treated_is_in(kind):
    policy = "The government should raise the state pension age policy back to 60"
    facts = {"organisation": {"name": "DWP"}, "matter": policy}

    assert decide({**facts, "matter_kind": kind}).result != "NOT_FOR_US"


# E3: the organisation first


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("I'm scared they will take me off their list", "LIKELY_DISCRETION"),
        ("the surgery has closed down", "LIKELY_DISCRETION"),
        ("they told me not to complain", "LIKELY_DISCRETION"),
        ("no", "NOT_YET"),
        ("no reason really", "NOT_YET"),
        ("not_sure", "NOT_YET"),
        ("I didn't know I had to", "NOT_YET"),
    ],
)
def test_a_good_reason_for_not_complaining_first_is_weighed(reason, result):
    decision = decide(a_surgery_complaint(cannot_complain_reason=reason))

    assert decision.result == result
    assert ("UNREASONABLE_TO_EXHAUST" in decision.flags) is (result != "NOT_YET")


@pytest.mark.parametrize("question", ["complained_locally", "final_response"])
def test_not_sure_about_the_local_complaint_is_for_staff(question):
    assert decide(a_hospital_complaint(**{question: "not_sure"})).result == "NEEDS_STAFF"


# E4 and E7: government steps


@pytest.mark.parametrize(
    ("answer", "result"),
    [("done", "LOOKS_ELIGIBLE"), ("refused", "LIKELY_DISCRETION"), ("not_sure", "NEEDS_STAFF")],
)
def test_what_the_second_tier_said(answer, result):
    assert decide(a_benefit_complaint(second_tier=answer)).result == result


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("signed", "LOOKS_ELIGIBLE"),
        ("asked", "NOT_YET"),
        ("not_asked", "NOT_YET"),
        ("refused", "NEEDS_STAFF"),
        ("not_sure", "NEEDS_STAFF"),
    ],
)
def test_what_the_mp_said(answer, result):
    assert decide(a_benefit_complaint(mp_referral=answer)).result == result


def test_the_mp_step_can_be_switched_off():
    facts = a_benefit_complaint(mp_referral="not_asked")

    assert decide(facts, mp_filter_enabled=False).result == "LOOKS_ELIGIBLE"
    assert decide(facts, mp_filter_enabled=False, parliament_dissolved=True).result == (
        "LOOKS_ELIGIBLE"
    )


def test_until_an_mp_has_it_the_clock_is_marked():
    assert "MP_CLOCK" in decide(a_benefit_complaint(mp_referral="asked")).flags
    assert "MP_CLOCK" not in decide(a_benefit_complaint()).flags
    assert "MP_CLOCK" not in decide(a_hospital_complaint()).flags


# E5: time


def test_not_knowing_when_is_for_staff():
    decision = decide(a_hospital_complaint(aware_on="not_sure"))

    assert decision.result == "NEEDS_STAFF"
    assert "TIME_UNKNOWN" in decision.flags


def test_not_knowing_when_gives_way_to_a_step_to_do_first():
    assert decide(a_surgery_complaint(aware_on="not_sure")).result == "NOT_YET"


def test_a_recent_event_settles_the_time_by_itself():
    facts = without(a_hospital_complaint(happened_on="2026-06"), "aware_on")

    assert decide(facts).result == "LOOKS_ELIGIBLE"
    assert decide({**facts, "aware_on": "not_sure"}).result == "LOOKS_ELIGIBLE"


def test_an_old_event_noticed_lately_is_in_time():
    facts = a_hospital_complaint(happened_on="2020-01", aware_on="2026-05")

    assert decide(facts).result == "LOOKS_ELIGIBLE"


def test_the_final_answer_does_not_start_the_year_again():
    facts = a_hospital_complaint(aware_on="2025-01-10", final_response_on="2026-11-01")

    assert decide(facts).result == "LIKELY_DISCRETION"


def test_of_linked_events_the_latest_counts_and_the_disagreement_is_marked():
    decision = decide(a_hospital_complaint(aware_on="2024-01", happened_on="2026-06"))

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "DATES_DISAGREE" in decision.flags


def test_a_date_to_come_is_checked_by_staff():
    assert decide(a_hospital_complaint(aware_on="2027-01-01")).result == "NEEDS_STAFF"
