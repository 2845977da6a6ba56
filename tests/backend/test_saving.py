"""Save and come back: a reference, a code that works once, and nothing told to who guesses."""

import io
import re

import pytest
from huey import MemoryHuey
from sqlalchemy import select, update

from backend import jobs, logs
from backend.data.models import (
    CaseEvent,
    Conversation,
    KeptDraft,
    ReturnCode,
)
from backend.services import keeping
from tests.backend.own_session import session
from tests.backend.people import Person
from tests.backend.saving import (
    ELSEWHERE,
    EMAIL,
    MOBILE,
    ask,
    come_back,
    count,
    newest_code,
    outbox,
    queue,
    save,
    told,
    wrong,
)

__all__ = ["queue", "session", "told"]


def test_saving_gives_a_reference_and_sends_it_with_a_code(told, session):
    saved = save(told)

    assert saved.status_code == 201
    given = saved.get_json()
    assert re.fullmatch(r"SAVE-\w{4}-\w{4}", given["reference"])
    assert given | {"reference": ""} == {
        "reference": "", "way": "email", "address": "Jo.Bloggs@example.org",
        "minutes": 15, "days": 90,
    }  # fmt: skip
    (letter,) = outbox(session)
    assert letter.address == EMAIL and given["reference"] in letter.text
    assert "15 minutes" in letter.text and "notes" not in letter.text


def test_a_mobile_number_gets_a_text_that_begins_with_the_code(told, session):
    assert save(told, MOBILE).get_json()["way"] == "text"

    (letter,) = outbox(session)
    assert letter.address == "+447400123456"
    assert re.match(r"\d{6} is your code", letter.text) and len(letter.text) <= 160


@pytest.mark.parametrize("ways", [1, 2])
def test_on_another_device_reference_and_code_lead_to_where_they_were(told, session, ways, app):
    reference = save(told).get_json()["reference"]
    other = Person(app.test_client())
    if ways == 2:
        assert ask(other.client, reference.lower().replace("-", " ")).status_code == 202
    code = newest_code(session)

    answer = come_back(other.client, reference, f" {code[:3]} {code[3:]}")

    assert answer.status_code == 200
    other._keep(answer)
    other.token = other.answer["token"]
    assert "The ward lost my notes." in other.said
    assert other.state["question"] == "complained_locally"
    other.post(choice=other.messages[-1]["choices"][0]["value"])
    assert other.state["question"] == "impact"


def test_the_older_tokens_end_when_somebody_comes_back(told, session):
    reference = save(told).get_json()["reference"]
    come_back(told.client, reference, newest_code(session))

    told.say("Hello again")

    assert (told.status, told.answer["code"]) == (401, "token_ended")
    assert told.read().status == 401 and told.erase() == 401


def test_a_code_works_once(told, session):
    reference, code = save(told).get_json()["reference"], newest_code(session)

    assert come_back(told.client, reference, code).status_code == 200
    assert come_back(told.client, reference, code).status_code == 422


def test_a_code_works_until_its_time_is_over_and_not_after(told, session, clock):
    reference, code = save(told).get_json()["reference"], newest_code(session)
    clock.pass_time(minutes=15)

    assert come_back(told.client, reference, code).status_code == 422
    clock.pass_time(seconds=-1)
    assert come_back(told.client, reference, code).status_code == 200


def test_only_the_newest_code_counts(told, session):
    reference, first = save(told).get_json()["reference"], newest_code(session)
    ask(told.client, reference)
    newest = newest_code(session)

    refused = come_back(told.client, reference, first).status_code

    assert refused == (200 if first == newest else 422)
    assert come_back(told.client, reference, newest).status_code == 200


def test_a_code_bears_five_wrong_tries(told, session):
    reference, code = save(told).get_json()["reference"], newest_code(session)
    for _ in range(5):
        assert come_back(told.client, reference, wrong(code)).status_code == 422

    assert come_back(told.client, reference, code).status_code == 422
    ask(told.client, reference)
    assert come_back(told.client, reference, newest_code(session)).status_code == 200


def test_a_draft_gets_at_most_five_codes_an_hour(told, session, clock):
    reference = save(told).get_json()["reference"]
    for _ in range(6):
        assert ask(told.client, reference).status_code == 202
    assert len(outbox(session)) == 5

    clock.pass_time(hours=1, seconds=1)
    ask(told.client, reference)
    assert len(outbox(session)) == 6


def test_an_address_gets_at_most_five_codes_an_hour_over_all_drafts_erased_ones_too(app, session):
    for _ in range(7):
        someone = Person(app.test_client()).begin()
        assert save(someone, EMAIL.lower()).status_code == 201
        someone.erase()

    assert len(outbox(session)) == 5


def answers(client, reference, code):
    asked, back = ask(client, reference), come_back(client, reference, code)
    return [(each.status_code, each.get_json()) for each in (asked, back)]


def test_no_answer_tells_whether_a_reference_exists(told, session):
    reference, code = save(told).get_json()["reference"], newest_code(session)
    used = come_back(told.client, reference, code)

    assert used.status_code == 200
    assert answers(told.client, reference, code) == answers(told.client, ELSEWHERE, code)


def test_a_wrong_code_takes_as_long_as_a_wrong_reference(told, session, monkeypatch):
    reference, code = save(told).get_json()["reference"], newest_code(session)
    right_way = keeping.come_back
    times = Times()
    monkeypatch.setattr(keeping, "time", times)
    taken = []
    for tried, work in ((reference, 0.15), (ELSEWHERE, 0.01)):
        monkeypatch.setattr(keeping, "come_back", after(times, work, right_way))
        begun = times.now
        come_back(told.client, tried, wrong(code))
        taken.append(round(times.now - begun, 3))

    assert taken == [keeping.LEAST_SECONDS] * 2


class Times:
    """A clock that goes on only where somebody works or waits."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def after(times, seconds, call):
    """The same call, as if it took so long."""

    def later(*given, **more):
        times.now += seconds
        return call(*given, **more)

    return later


def test_asking_for_a_code_looks_nothing_up_before_it_answers(app, told, session):
    reference = save(told).get_json()["reference"]
    queue = MemoryHuey(immediate=False)
    app.extensions[jobs.TASK] = jobs.code_task(app, queue)

    for each in (reference, ELSEWHERE):
        ask(told.client, each)

    assert len(outbox(session)) == 1
    assert len(queue) == 2
    while len(queue):
        queue.execute(queue.dequeue())
    assert len(outbox(session)) == 2


def test_a_queue_that_is_down_is_said_and_the_draft_is_kept(app, told, session):
    def down(*_args):
        raise OSError("gone")

    app.extensions[jobs.TASK] = down

    refused = save(told)

    assert (refused.status_code, refused.get_json()["code"]) == (503, "code_not_asked")
    assert count(session, KeptDraft) == 1


@pytest.mark.parametrize(
    "typed",
    ["", "jo", "jo@", "jo@localhost", "020 7946 0958", "+1 202 555 0123", "07700 9001", "x" * 290],
)
def test_what_is_no_address_is_refused_with_an_example(told, session, typed):
    refused = save(told, typed)

    assert refused.status_code == 422
    assert "name@example.org" in refused.get_json()["detail"]
    assert count(session, KeptDraft) == 0


@pytest.mark.parametrize("typed", ["", "SAVE", "SAVE-7K3M-9QX3", "OMB-7K3M-9QX2", "'; drop"])
def test_what_cannot_be_a_reference_is_told_so(client, typed):
    for refused in (ask(client, typed), come_back(client, typed, "123456")):
        assert refused.status_code == 422
        assert refused.get_json()["code"] == "return_reference"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_a_code_that_cannot_be_one_is_refused_like_a_wrong_one(told, session, typed):
    reference = save(told).get_json()["reference"]

    assert come_back(told.client, reference, typed).get_json()["code"] == "return_wrong"


def test_another_address_takes_the_place_of_the_first_and_its_code_ends(told, session):
    reference, first = save(told).get_json()["reference"], newest_code(session)

    again = save(told, MOBILE).get_json()

    assert (again["reference"], again["way"]) == (reference, "text")
    assert count(session, KeptDraft) == 1
    if first != newest_code(session):
        assert come_back(told.client, reference, first).status_code == 422


def test_a_complaint_that_was_sent_has_nothing_left_to_save(person):
    person.go_to("confirm").choose("Yes, send it")

    refused = save(person)

    assert refused.status_code == 409
    assert "OMB-" in refused.get_json()["detail"]


def test_neither_address_nor_code_can_be_read_in_the_database(told, session):
    save(told)

    session.rollback()
    kept, code = session.scalar(select(KeptDraft)), session.scalar(select(ReturnCode))
    row = " ".join([kept.address, kept.address_hash, code.code_hash, code.address_hash])
    assert "bloggs" not in row.lower() and newest_code(session) not in row


def test_neither_address_nor_code_nor_reference_reaches_a_log(told, session):
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    reference = save(told).get_json()["reference"]
    code = newest_code(session)
    come_back(told.client, reference, code)
    ask(told.client, ELSEWHERE)

    logged = stream.getvalue()
    assert "code_sent" in logged
    assert not [each for each in (EMAIL.lower(), code, reference) if each in logged.lower()]


def test_what_happened_is_on_record_without_the_address(told, session):
    reference = save(told).get_json()["reference"]
    come_back(told.client, reference, newest_code(session))

    session.rollback()
    events = session.execute(select(CaseEvent.kind, CaseEvent.detail).order_by(CaseEvent.id)).all()
    assert [tuple(each) for each in events][1:] == [("kept", {"way": "email"}), ("returned", {})]


def test_a_text_is_in_the_language_of_the_conversation(told, session):
    session.execute(update(Conversation).values(locale="cy"))
    session.commit()

    save(told)

    assert "Eich cyfeirnod" in outbox(session)[0].text
