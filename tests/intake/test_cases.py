"""The cases that the engine must get right, by their number."""

import pytest

import intake
from intake.facts import QUESTION_IDS
from intake.safety import reply, screen
from tests.intake.complaints import (
    a_benefit_complaint,
    a_hospital_complaint,
    a_surgery_complaint,
    against,
    decide,
    without,
)

# The level from which a person is in danger.
R3 = 3


def test_t1_a_hospital_complaint_with_a_final_response_looks_eligible():
    decision = decide(a_hospital_complaint())

    assert decision.result == "LOOKS_ELIGIBLE"
    assert against(decision) == []


def test_t3_a_late_complaint_goes_to_a_person_with_its_reason():
    facts = a_hospital_complaint(
        aware_on="2024-05", late_reason="Their process took 14 months and I was ill"
    )

    decision = decide(facts)

    assert decision.result == "LIKELY_DISCRETION"
    assert against(decision) == ["E5_TIME"]


def test_t4_a_surgery_not_complained_to_comes_first_with_help_to_do_so():
    decision = decide(a_surgery_complaint())

    assert decision.result == "NOT_YET"
    assert any("Complain to your GP first" in step for step in decision.next_steps)
    assert any("advocacy" in step for step in decision.next_steps)


def test_t5_a_surgery_silent_for_over_six_months():
    facts = a_surgery_complaint(
        complained_locally="yes", final_response="no", complained_on="2026-04"
    )

    decision = decide(facts)

    assert decision.result == "LIKELY_DISCRETION"
    assert "LATE_RESPONSE" in decision.flags


def test_t6_a_surgery_that_still_has_time_to_answer():
    facts = a_surgery_complaint(
        complained_locally="yes", final_response="no", complained_on="2026-09"
    )

    assert decide(facts).result == "NOT_YET"


def test_t7_a_benefit_decision_alone_is_for_an_appeal_and_a_delay_is_kept():
    refused = {"organisation": {"name": "DWP"}, "matter": "They refused my PIP"}

    alone = decide({**refused, "matter_kind": "decision"})
    both = decide({**refused, "matter_kind": "both"})
    delayed = decide(
        {
            **refused,
            "matter": "They refused my PIP after a year of delay",
            "matter_kind": "decision",
        }
    )

    assert (alone.result, alone.signposts) == ("NOT_FOR_US", ["S41"])
    assert both.result != "NOT_FOR_US" and "S41" in both.signposts
    assert delayed.result != "NOT_FOR_US" and "S41" in delayed.signposts


def test_t8_the_independent_case_examiner_comes_before_us():
    decision = decide(a_benefit_complaint(second_tier="not_yet"))

    assert decision.result == "NOT_YET"
    assert any("Independent Case Examiner" in step for step in decision.next_steps)
    assert any("20 February 2027" in step for step in decision.next_steps)


def test_t8_without_the_date_of_the_final_answer_the_six_months_are_named():
    facts = without(a_benefit_complaint(second_tier="not_yet"), "final_response_on")

    assert any("6 months" in step for step in decide(facts).next_steps)


def test_t9_home_office_without_an_mp_gets_help_to_find_one():
    facts = a_benefit_complaint(organisation={"name": "Home Office"}, mp_referral="not_asked")

    decision = decide(facts)

    assert decision.result == "NOT_YET"
    assert against(decision) == ["E7_MP"]
    assert any("FindYourMP" in step for step in decision.next_steps)


@pytest.mark.parametrize("body", ["CPS", "probation", "police"])
def test_t10_a_victim_of_crime_needs_no_mp(body):
    facts = a_benefit_complaint(
        organisation={"name": body}, victim_of_crime="yes", mp_referral="not_asked"
    )

    decision = decide(facts)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "GOV_VICTIM" in decision.flags


def test_t11_a_care_home_that_the_family_pays_for():
    decision = decide(
        {"organisation": {"name": "council care home"}, "care_payer": "self_or_insurance"}
    )

    assert (decision.result, decision.signposts) == ("NOT_FOR_US", ["S02"])


@pytest.mark.parametrize(
    ("payer", "result", "signposts"),
    [("nhs", "LOOKS_ELIGIBLE", []), ("self_or_insurance", "NOT_FOR_US", ["S24"])],
)
def test_t12_t13_who_paid_decides_about_the_priory(payer, result, signposts):
    decision = decide({"organisation": {"name": "Priory"}, "care_payer": payer})

    assert (decision.result, decision.signposts) == (result, signposts)


@pytest.mark.parametrize("name", ["Swansea hospital", "Morriston Hospital Swansea"])
def test_t14_a_hospital_in_wales(name):
    decision = decide({"organisation": {"name": name}, "care_place": "wales"})

    assert (decision.result, decision.signposts) == ("NOT_FOR_US", ["S35"])


def test_t15_a_parent_without_the_consent_of_an_adult_child():
    decision = decide(a_hospital_complaint(acting_for="adult_agrees", acting_for_consent="no"))

    assert decision.result == "NEEDS_STAFF"
    assert "CONSENT_MISSING" in decision.flags


def test_t16_the_daughter_of_a_patient_who_died():
    decision = decide(a_hospital_complaint(acting_for="deceased"))
    asked = intake.question("relationship", {"acting_for": "deceased"})

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "SUITABILITY_CHECK" in decision.flags
    assert "sorry for your loss" in asked.text


def test_t17_sectioned_and_given_the_wrong_medicine_is_split():
    facts = a_hospital_complaint(
        organisation={"name": "mental health ward"},
        matter="I was sectioned unlawfully and given wrong meds",
    )

    decision = decide(facts)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "MH_ACT_MIX" in decision.flags
    assert decision.signposts == ["S32"]


@pytest.mark.parametrize("matter", ["NHS nurse dismissed", "I am a nurse and I was sacked"])
def test_t18_a_nurse_who_lost_her_job(matter):
    decision = decide({"organisation": {"name": "NHS"}, "matter": matter})

    assert (decision.result, decision.signposts) == ("NOT_FOR_US", ["S40"])
    assert against(decision) == ["X_PERSONNEL"]


def test_t19_striking_off_and_damages_are_explained_and_the_complaint_goes_on():
    facts = a_hospital_complaint(
        matter="The doctor ignored my pain. I want him struck off and £50k",
        outcomes=["O_STAFF", "O_DAMAGES"],
    )

    decision = decide(facts)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert {"S27", "S44"} <= set(decision.signposts)
    assert any("struck off" in step for step in decision.next_steps)
    assert any("damages" in step for step in decision.next_steps)


def test_t20_a_court_claim_that_has_begun():
    decision = decide(a_hospital_complaint(legal_action="started"))

    assert decision.result == "NEEDS_STAFF"
    assert "LEGAL" in decision.flags


def test_t21_not_sure_to_everything_reaches_a_person():
    decision = decide({question: "not_sure" for question in QUESTION_IDS})

    assert decision.result == "NEEDS_STAFF"
    assert "call us" in decision.next_steps[-1]


STATES = (None, *sorted(QUESTION_IDS))
MEANS_IT = "i cant do this anymore im going to end it tonight"


@pytest.mark.parametrize("asked", STATES)
def test_t22_a_brother_who_died_brings_condolence_and_no_crisis(asked):
    found = screen("my brother killed himself after discharge", asked)

    assert found.rank < R3
    assert "BEREAVED" in found.flags
    assert "sorry" in reply(found).lower()


@pytest.mark.parametrize("asked", STATES)
def test_t23_a_person_in_danger_is_seen_at_once_in_any_state(asked):
    found = screen(MEANS_IT, asked)

    assert found.rank >= R3
    assert "116 123" in reply(found)


@pytest.mark.parametrize("asked", STATES)
def test_t24_a_figure_of_speech_takes_nothing_over(asked):
    assert screen("I'm not suicidal but the wait is killing me", asked).level in ("R0", "R1")


def test_t25_while_parliament_is_dissolved_only_the_government_branch_waits():
    government = decide(a_benefit_complaint(), parliament_dissolved=True)
    nhs = decide(a_hospital_complaint(), parliament_dissolved=True)
    victim = decide(a_benefit_complaint(victim_of_crime="yes"), parliament_dissolved=True)

    assert government.result == "NOT_YET"
    assert "PARLIAMENT_DISSOLVED" in government.flags
    assert any("election" in step for step in government.next_steps)
    assert nhs.result == victim.result == "LOOKS_ELIGIBLE"


def test_t26_ward_council_and_police_in_one_story():
    facts = a_hospital_complaint(
        organisation={"name": "mental health ward"},
        matter="No one gave me my medication on the ward. The AMHP was rude. The police hurt me.",
    )

    decision = decide(facts)

    assert decision.result == "LOOKS_ELIGIBLE"
    assert {"S02", "S07"} <= set(decision.signposts)
    assert {"MIXED", "JOINT_SOCIAL_CARE"} <= set(decision.flags)


@pytest.mark.parametrize("name", ["CCG", "NHS Improvement", "CSA", "OISC", "Post Office Horizon"])
def test_t27_old_names_are_never_silently_refused(name):
    assert decide({"organisation": {"name": name}}).result != "NOT_FOR_US"
