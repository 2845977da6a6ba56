"""The flow of a case: every move is stated, and nobody else makes it."""

import pytest

from backend.services import casework_flow
from backend.services.casework_flow import DONE, every_move, moves, states
from backend.staff import flow_drawing, labels
from backend.staff.access import RoleName

STAFF = {role.value for role in RoleName}


def names(state, *roles):
    return [move.name for move in moves(state, roles)]


def test_the_states_are_those_of_the_design_with_a_close():
    assert states() == (
        "draft",
        "submitted_by_person",
        "staff_triage",
        "more_info",
        "not_yet_advice",
        "signposted",
        "accepted_for_check",
        "closed",
    )


def test_every_move_joins_states_that_exist():
    for move in every_move().values():
        assert {*move.starts, move.to} <= set(states()), move.name


def test_a_case_is_first_looked_at_and_only_then_decided():
    assert names("submitted_by_person", "caseworker") == ["begin"]
    assert names("staff_triage", "caseworker") == ["ask", "advise", "signpost", "accept", "close"]


def test_only_a_manager_opens_a_case_again():
    for state in states():
        if casework_flow.work(state) == DONE:
            assert "reopen" not in names(state, "caseworker")
            assert "reopen" in names(state, "manager")


@pytest.mark.parametrize("role", ["administrator", "auditor", "bot", ""])
def test_who_does_not_work_on_complaints_moves_none(role):
    assert [move for state in states() for move in moves(state, [role])] == []


def test_the_person_sends_and_does_nothing_more():
    assert names("draft", "person") == ["send"]
    assert [state for state in states() if moves(state, ["person"])] == ["draft"]


def test_staff_move_nothing_before_the_person_has_sent_it():
    assert moves("draft", STAFF) == ()


def test_every_move_of_staff_needs_a_reason():
    assert all(move.reason for move in every_move().values() if move.by & STAFF)


def test_every_state_is_reached_and_every_end_can_be_left():
    reached = {"draft", *(move.to for move in every_move().values())}
    left = {state for move in every_move().values() for state in move.starts}

    assert reached == set(states()) == left


def test_an_unknown_state_offers_no_move_and_is_open_work():
    assert moves("made up", STAFF) == () and casework_flow.work("made up") == "open"


def test_every_state_and_move_has_words():
    for state in states():
        assert state in labels.codes("statuses")
    for name in every_move():
        assert labels.label("moves", name).text


def test_the_drawing_in_docs_is_up_to_date():
    drawn = flow_drawing.TARGET.read_text(encoding="utf-8")

    assert drawn == flow_drawing.drawing(), "stale: run `python -m backend.staff.flow_drawing`"


def test_the_drawing_tells_every_move_in_words():
    drawn = flow_drawing.drawing()

    for number, name in enumerate(every_move(), 1):
        assert drawn.count(f"{number}. {labels.label('moves', name).label}:") == 2
