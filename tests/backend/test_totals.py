"""Totals: how conversations went, counted without a word of them, and not lost with them."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, inspect, select

from backend import jobs
from backend.data import migrate
from backend.data.models import Conversation, Draft
from backend.data.supervision import CaseCourse, PeriodTotal, TotalsCount
from backend.services import casework, courses, totals, totals_count, totals_read
from backend.services.casework import Asked
from backend.services.totals_read import Period
from intake.facts import QUESTION_IDS
from tests.backend.people import Person
from tests.backend.staff.cases import make_case

TODAY = date(2026, 11, 22)
WEEK = Period(TODAY - timedelta(days=6), TODAY)
SECRET = "plum-jam-on-the-ward"


@pytest.fixture
def count(app, clock):
    """Counts, and gives all numbers of a period by what they are of."""

    def counted(period=WEEK, ask=True):
        clock.pass_time(seconds=1)
        with app.app_context():
            if ask:
                totals_count.ask(jobs.db.session, clock.now())
                jobs.db.session.commit()
        jobs.count_totals(app)
        with app.app_context():
            session = jobs.db.session
            every = session.scalars(select(PeriodTotal.measure).distinct()).all()
            return totals_read.sums(session, period, every)

    return counted


def test_what_was_begun_and_sent_is_counted_on_its_day(client, count):
    Person(client).begin().go_to("confirm").choose("Yes, send it")
    Person(client).begin().go_to("impact")

    found = count()

    assert found.one("begun") == 2 and found.one("finished") == 1 and found.one("sent") == 1
    assert found.total("result") == 1


def test_where_people_stop_is_known_an_hour_after_their_last_word(client, count, clock):
    Person(client).begin().go_to("impact")

    assert count().named("stopped") == {}
    clock.pass_time(minutes=61)
    found = count()

    assert found.named("stopped") == {"impact": 1}
    assert found.named("asked") == dict.fromkeys(
        ("complained_locally", "impact", "matter", "privacy_ack"), 1
    )
    assert found.named("answered") == dict.fromkeys(
        ("complained_locally", "matter", "privacy_ack"), 1
    )


def test_who_goes_on_after_a_day_has_not_stopped(client, count, clock):
    person = Person(client).begin().go_to("impact")
    clock.pass_time(hours=20)
    count()
    person.choose("It upset me", many=True)

    assert count().named("stopped") == {}


def test_an_erased_conversation_still_counts_and_nothing_leads_back_to_it(
    client, count, clock, session
):
    person = Person(client).begin().go_to("impact")
    assert person.erase() == 204

    found = count()

    assert found.named("stopped") == {"impact": 1} and found.one("begun") == 1
    course = session.scalars(select(CaseCourse)).one()
    assert course.conversation_id is None and course.began_at is None
    assert (course.began_on, course.asked[0]) == (TODAY, "complained_locally")


def test_what_is_erased_later_stays_in_the_totals_when_its_day_is_counted_again(
    app, client, count, clock
):
    Person(client).begin().go_to("impact")
    clock.pass_time(days=29)
    jobs.erase_due(app)
    month = Period(TODAY, TODAY + timedelta(days=40))

    assert count(month).named("stopped") == {"impact": 1}
    clock.pass_time(days=1)
    assert count(month).named("stopped") == {"impact": 1}


def test_messages_that_were_not_understood_are_counted_by_question(client, count):
    person = Person(client).begin().go_to("complained_locally")
    person.say("blah").say("blah").choose("Yes").say("blah")

    found = count()

    assert found.named("unclear") == {"complained_locally": 2, "impact": 1}
    assert found.one("said") == 6


def test_who_needed_a_person_is_counted_once_whatever_the_reasons(client, count, session):
    Person(client).begin().choose("Yes").say("I want a person")
    Person(client).begin().choose("Yes")
    for talk in session.scalars(select(Conversation)):
        talk.owner = "staff"
    session.commit()

    found = count()

    assert found.named("person") == {"": 2, "taken": 2, "asked": 1}


def test_answers_that_nobody_asked_for_were_in_the_story(client, count, settings):
    person = Person(client).begin().choose("Yes")
    head = {"Authorization": f"Bearer {settings.service_token}"}
    facts = {"privacy_ack": "yes", "matter": "It hurt.", "legal_action": "no", "themes": ["N_EOL"]}
    client.put(f"/api/drafts/{person.conversation}", json={"turn": 99, "facts": facts},
               headers=head)  # fmt: skip

    assert count().named("volunteered") == {"legal_action": 1}


def test_what_staff_changed_and_decided_is_counted_with_the_day_of_sending(session, count, clock):
    draft = make_case(session, at=datetime(2026, 11, 20, 13, 5, tzinfo=UTC))
    count()
    case, now = draft.conversation_id, clock.now()
    asked = [Asked(None, version, None, now) for version in range(5)]
    casework.move(session, case, asked[0], "begin", ["manager"], "")
    casework.edit(session, case, asked[1], "should_have_happened", "Someone came in time.", "x")
    casework.edit(session, case, asked[2], "complained_locally", "no", "She rang")
    result = session.get(Draft, case).result
    casework.override(session, case, asked[3], "NOT_FOR_US", "Not ours")
    session.commit()

    found = count(Period(date(2026, 11, 20), date(2026, 11, 20)))

    assert found.named("edited") == {"complained_locally": 1, "should_have_happened": 1}
    assert list(found.named("distance")) == ["should_have_happened"]
    assert dict(found.pairs("decided")) == {(result, "NOT_FOR_US"): 1}
    assert found.named("state") == {"staff_triage": 1} and found.one("worked") == 1


def test_an_edit_that_was_taken_back_is_none(session, count):
    draft = make_case(session)
    case, now = draft.conversation_id, datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    casework.move(session, case, Asked(None, 0, None, now), "begin", ["manager"], "")
    casework.edit(session, case, Asked(None, 1, None, now), "legal_action", "finished", "x")
    casework.edit(session, case, Asked(None, 2, None, now), "legal_action", "no", "x")
    session.commit()

    assert count().one("worked") == 1 and count().named("edited") == {}


def test_a_name_that_is_in_no_register_is_the_persons_own_words_and_not_kept(session, count):
    named = {"name": f"the {SECRET} clinic", "id": None, "branch": "UNSURE", "match": "none"}
    make_case(session, facts={"matter": SECRET, "organisation": named})

    assert count().named("organisation") == {"": 1}


def test_no_word_that_was_said_or_typed_is_in_any_of_it(client, count, session):
    person = Person(client).begin().choose("Yes").say(SECRET)
    person.choose("Yes").choose("It upset me", many=True).say(SECRET).choose("Yes, send it")
    case = person.conversation
    asked = Asked(None, 0, None, datetime(2026, 11, 22, 11, 0, tzinfo=UTC))
    casework.edit(session, case, asked, "matter", f"{SECRET} and more", SECRET)
    session.commit()
    count()

    rows = [
        [getattr(row, column.key) for column in inspect(table).columns]
        for table in (CaseCourse, PeriodTotal)
        for row in session.scalars(select(table))
    ]
    assert len(rows) > 10 and SECRET not in json.dumps(rows, default=str)


def test_counting_again_without_a_change_counts_no_day_twice(client, count, clock):
    Person(client).begin().go_to("confirm").choose("Yes, send it")
    first = count().numbers

    assert count().numbers == first


def test_it_is_counted_every_ten_minutes_and_at_once_when_asked(client, count, clock):
    count()
    Person(client).begin()

    assert count(ask=False).total("begun") == 0
    assert count().total("begun") == 1
    Person(client).begin()
    clock.pass_time(minutes=10)
    assert count(ask=False).total("begun") == 2


def test_only_one_counts_at_a_time_and_one_that_died_does_not_hold_up_the_next(app, session, clock):
    session.add(TotalsCount(id=1, busy_until=clock.now() + totals_count.HELD))
    session.commit()

    assert totals_count.count(session, clock) is None
    clock.pass_time(minutes=6)
    assert totals_count.count(session, clock) == 0


def test_the_hour_of_a_day_is_that_of_london(session, count):
    make_case(session, "night", at=datetime(2026, 8, 1, 23, 30, tzinfo=UTC))

    found = count(Period(date(2026, 8, 2), date(2026, 8, 2)))

    assert (found.one("begun"), found.one("sent")) == (1, 1)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2026-03-05", "2026-03-20", "day 5-20"),
        ("2026-03-01", "2026-03-31", "month 1-31"),
        ("2026-03-01", "2026-03-30", "day 1-30"),
        ("2026-03-31", "2026-05-01", "day 31-31, month 1-30, day 1-1"),
        ("2025-12-01", "2026-01-31", "month 1-31"),
        ("2026-02-15", "2026-03-15", "day 15-15"),
    ],
)
def test_a_period_is_read_in_whole_months_and_the_days_around_them(since, until, found):
    pieces = totals_read.pieces(date.fromisoformat(since), date.fromisoformat(until))

    assert ", ".join(f"{kind} {a.day}-{b.day}" for kind, a, b in pieces) == found


def test_months_and_days_add_up_to_the_same(session, count):
    for number in range(12):
        at = datetime(2026, 5, 3, 12, tzinfo=UTC) + timedelta(days=17 * number)
        make_case(session, f"case{number}", at=at)
    every = Period(date(2026, 5, 1), date(2026, 11, 22))

    found = count(every)

    days = totals_read.by_day(session, every, ["sent"]).values()
    assert sum(day.get("sent", 0) for day in days) == found.one("sent") == 12
    assert any(kind == "month" for kind, *_ in totals_read.pieces(every.since, every.until))
    assert count(Period(date(2026, 6, 1), date(2026, 6, 30))).one("sent") == 2


def test_one_way_in_is_counted_by_itself(session, count):
    make_case(session, "web")
    make_case(session, "sms")
    session.get(Conversation, "conversation-sms").channel = "sms"
    session.commit()

    assert count(Period(WEEK.since, WEEK.until, "sms")).one("sent") == 1
    found = totals_read.by_channel(session, WEEK, ["sent"])
    assert {channel: each.one("sent") for channel, each in found.items()} == {"sms": 1, "web": 1}


def test_every_measure_is_named_so_that_its_rows_are_found_again():
    course = CaseCourse(
        sent_on=TODAY, result="NOT_YET", stopped=True, person=["asked"], asked=["matter"],
        answered=["matter"], volunteered=["impact"], unclear={"matter": 1}, said=3, minutes=9,
        state="closed", branch="NHS", organisation="A", themes=["N_COMM"], edited={"matter": 8},
    )  # fmt: skip

    for keys, named in ((totals.of_begun, totals.OF_BEGUN), (totals.of_sent, totals.OF_SENT)):
        assert {key[0] for key, _ in keys(course)} == set(named)


@pytest.mark.parametrize(("minutes", "counted"), [(0, 0), (119, 119), (121, 120), (1439, 1430),
                                                  (3 * 1440 + 5, 3 * 1440)])  # fmt: skip
def test_long_times_are_counted_more_roughly(minutes, counted):
    assert totals.step(minutes) == counted


def test_a_text_that_was_changed_by_half_says_so_and_a_choice_says_nothing():
    assert courses.distance("abcd", "abxy") == 50 and courses.distance("", "abcd") == 100
    assert courses.distance({"from": "2026-02-01"}, None) is None


def test_a_question_that_is_none_of_ours_is_not_counted(client, session, settings):
    person = Person(client).begin()
    head = {"Authorization": f"Bearer {settings.service_token}"}
    dialogue = {"failures": {"my name is Ada": 1, "matter": 1}}
    client.put(f"/api/drafts/{person.conversation}", headers=head,
               json={"turn": 9, "facts": {}, "dialogue": dialogue})  # fmt: skip

    assert session.scalars(select(CaseCourse.unclear)).one() == {"matter": 1}
    assert "matter" in QUESTION_IDS


def test_conversations_from_before_get_their_row_with_the_migration(app, session, client):
    Person(client).begin()
    with app.app_context():
        migrate.downgrade(jobs.db.engine, "0016")
        migrate.upgrade(jobs.db.engine)

    assert session.scalar(select(func.count()).select_from(CaseCourse)) == 1
