"""Who complains, other remedies and what is hoped for: rules E6 and E8 to E15."""

import pytest

from tests.intake.complaints import (
    a_benefit_complaint,
    a_hospital_complaint,
    a_surgery_complaint,
    decide,
)

# E6 and E8 to E14


@pytest.mark.parametrize("who", ["adult_unable", "child", "deceased"])
def test_who_may_complain_for_somebody_is_checked(who):
    decision = decide(a_hospital_complaint(acting_for=who))

    assert decision.result == "LOOKS_ELIGIBLE"
    assert "SUITABILITY_CHECK" in decision.flags


def test_a_young_person_from_16_is_asked_themselves():
    facts = a_hospital_complaint(acting_for="child", relationship="I'm his mum, he is 17")

    assert "YOUNG_PERSON_CONSENT" in decide(facts).flags


@pytest.mark.parametrize(
    ("action", "result", "flag"),
    [
        ("no", "LOOKS_ELIGIBLE", None),
        ("thinking", "LIKELY_DISCRETION", "LEGAL_THINKING"),
        ("not_sure", "LIKELY_DISCRETION", "LEGAL_THINKING"),
        ("started", "NEEDS_STAFF", "LEGAL"),
        ("finished", "NEEDS_STAFF", "LEGAL"),
    ],
)
def test_court_action(action, result, flag):
    decision = decide(a_hospital_complaint(legal_action=action))

    assert decision.result == result
    assert flag is None or flag in decision.flags


def test_no_harm_done_is_for_staff():
    assert decide(a_hospital_complaint(impact=["none"])).result == "NEEDS_STAFF"
    assert decide(a_hospital_complaint(impact=["distress"])).result == "LOOKS_ELIGIBLE"


@pytest.mark.parametrize(
    ("answer", "result"),
    [("yes", "NEEDS_STAFF"), ("no", "LOOKS_ELIGIBLE"), ("not_sure", "LOOKS_ELIGIBLE")],
)
def test_looked_at_before(answer, result):
    assert decide(a_hospital_complaint(previous_ombudsman=answer)).result == result


@pytest.mark.parametrize(
    ("answer", "result"),
    [("yes", "NOT_FOR_US"), ("no", "LOOKS_ELIGIBLE"), ("not_sure", "NEEDS_STAFF")],
)
def test_public_bodies_cannot_complain_about_the_government(answer, result):
    facts = a_benefit_complaint(acting_for="group", public_body=answer)

    assert decide(facts).result == result


def test_a_public_body_that_is_turned_away_is_told_of_its_own_ways():
    decision = decide(a_benefit_complaint(acting_for="group", public_body="yes"))

    assert "from one public body to another" in decision.next_steps[0]


def test_an_nhs_body_may_refer_a_patients_complaint_so_staff_look_at_it():
    decision = decide(a_hospital_complaint(acting_for="group", public_body="yes"))

    assert decision.result == "NEEDS_STAFF"
    assert decision.reasons[0].citation == "HSCA 1993 s.10"


def test_a_public_body_about_a_body_outside_our_remit_is_told_who_can_help():
    facts = a_hospital_complaint(
        acting_for="group", public_body="yes", organisation={"name": "Swansea hospital"}
    )

    decision = decide({**facts, "care_place": "wales"})

    assert (decision.result, decision.signposts) == ("NOT_FOR_US", ["S35"])


def test_help_with_writing_is_an_adjustment():
    assert "WRITTEN_ADJUSTMENT" in decide(a_hospital_complaint(adjustments=["phone"])).flags


def test_a_practice_that_closed_is_marked_only():
    facts = a_surgery_complaint(cannot_complain_reason="The surgery has closed")

    assert "PROVIDER_CLOSED_CHECK" in decide(facts).flags


def test_the_years_after_a_practice_left_the_nhs_are_a_setting():
    facts = a_surgery_complaint(cannot_complain_reason="The surgery has closed")

    reasons = {reason.rule_id: reason for reason in decide(facts, ceased_years=4).reasons}

    assert "limit of 4 years" in reasons["E14_CEASED"].text


def test_the_months_to_complain_to_the_nhs_itself_are_a_setting():
    steps = decide(a_surgery_complaint(), local_complaint_months=9).next_steps

    assert any("Most people have 9 months to do this" in step for step in steps)


def test_a_government_complaint_from_abroad_is_checked_unless_it_is_consular():
    abroad = a_benefit_complaint(care_place="abroad")

    assert decide(abroad).result == "NEEDS_STAFF"
    assert decide({**abroad, "organisation": {"name": "FCDO"}}).result == "LOOKS_ELIGIBLE"


# E15


@pytest.mark.parametrize(
    ("outcome", "words", "post"),
    [
        ("O_STAFF", "apology", "S27"),
        ("O_DAMAGES", "Only a court can", "S44"),
        ("O_COURT", "You may be able to appeal", "S10"),
        ("O_URGENT", "call 999", None),
    ],
)
def test_what_we_cannot_do_is_explained_with_what_is_possible(outcome, words, post):
    decision = decide(a_hospital_complaint(outcomes=[outcome, "O_APOL"]))

    assert decision.result == "LOOKS_ELIGIBLE"
    assert any(words in step for step in decision.next_steps)
    assert post is None or post in decision.signposts


@pytest.mark.parametrize("outcome", ["O_ACK", "O_APOL", "O_EXPL", "O_RIGHT", "O_SERV", "O_NOTSURE"])
def test_possible_outcomes_change_nothing(outcome):
    assert decide(a_hospital_complaint(outcomes=[outcome])).result == "LOOKS_ELIGIBLE"


def test_a_young_person_alone_is_heard_and_marked():
    facts = a_hospital_complaint(matter="I'm 15 and the doctor ignored my pain")

    assert "CHILD_ALONE" in decide(facts).flags
    assert decide(facts).result == "LOOKS_ELIGIBLE"


def test_fifteen_weeks_is_no_age():
    facts = a_hospital_complaint(matter="I am 15 weeks pregnant and was ignored")

    assert "CHILD_ALONE" not in decide(facts).flags


def test_without_consent_the_parts_go_their_own_ways():
    facts = a_hospital_complaint(other_organisations=[{"name": "care home"}], joint_consent="no")

    decision = decide(facts)

    assert "JOINT_REFUSED" in decision.flags
    assert "S02" in decision.signposts
