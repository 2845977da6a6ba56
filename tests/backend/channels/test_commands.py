"""Words that work everywhere; what is said with them, and what they do."""

import re

import pytest
from sqlalchemy import select

from backend.channels.identity import thread
from backend.data.channels import ChannelIdentity, ChannelIn, ChannelOut
from backend.data.models import Conversation, Draft, KeptDraft, OutboxMessage
from backend.services import telling
from backend.services.references import new_reference
from tests.backend.channels.desk import Texter, work


def begun(texter):
    texter.say("START")
    texter.say("1")
    return texter.say("The ward lost my notes.")


def talk(session):
    session.expire_all()
    return session.scalars(select(Conversation)).one()


def test_stop_is_confirmed_once_and_nothing_more_is_sent(texter, session, clock):
    begun(texter)

    assert "no more messages" in texter.say("STOP")
    assert texter.say("stop") == ""
    telling.tell(
        session, talk(session), "We have news.", now=texter.app.extensions["intake"].clock.now()
    )
    session.commit()
    assert texter.back() == ""
    assert session.scalars(select(Draft)).one().facts["matter"]


def test_what_is_written_after_stop_waits_for_start(texter, session):
    begun(texter)
    texter.say("STOP")
    assert texter.say("1") == ""

    told = texter.say("START") + texter.back()

    assert "go on from where you stopped" in told and "Have you complained" in told
    session.expire_all()
    assert session.scalars(select(Draft)).one().facts["complained_locally"] == "yes"


def test_somebody_in_danger_is_answered_though_they_said_stop(texter):
    begun(texter)
    texter.say("STOP")

    assert "999" in texter.say("I want to end my life tonight")


@pytest.mark.parametrize(("said", "told"), [("HELP", "0345"), ("MENU", "BACK"), ("?", "CHANGE")])
def test_help_and_menu_say_who_we_are_and_what_can_be_said(texter, said, told):
    begun(texter)

    assert told in texter.say(said)


def test_the_words_are_known_in_welsh_and_answered_in_it(texter, session):
    begun(texter)
    texter.say("Cymraeg")

    assert "Gallwch ateb" in texter.say("dewislen")


def test_change_lists_the_answers_and_a_number_opens_one_again(texter, session, bot):
    begun(texter)
    told = texter.say("CHANGE")
    assert re.search(r"1\. What went wrong: The ward lost my notes\.", told)

    assert "What happened?" in texter.say("1")
    assert bot.turns[-1]["metadata"]["change"] == "matter"


def test_change_with_a_number_asks_at_once(texter):
    begun(texter)

    assert "What happened?" in texter.say("change 1")


def test_change_without_answers_says_so(texter):
    assert "no answer to change" in texter.say("CHANGE")


def test_delete_erases_after_a_yes(texter, session):
    begun(texter)
    assert "can't be undone" in texter.say("DELETE")
    told = texter.say("yes")

    assert "are deleted" in told
    session.expire_all()
    assert session.scalars(select(Conversation)).all() == []
    assert session.scalars(select(ChannelOut.conversation_id)).all() == [None]
    assert "What happened?" not in told


def test_delete_without_a_yes_deletes_nothing(texter, session):
    begun(texter)
    texter.say("DELETE")
    told = texter.say("what?")

    assert "Nothing was deleted" in told and "Have you complained" in told
    assert talk(session)


def test_a_yes_later_on_deletes_nothing(texter, session):
    begun(texter)
    texter.say("DELETE")
    texter.say("HELP")
    texter.say("yes")

    assert talk(session)


def test_back_and_skip_are_the_bots_and_never_a_choice(texter, bot):
    begun(texter)
    texter.say("skip")

    assert bot.turns[-1]["payload"] is None and bot.turns[-1]["message"] == "skip"


def kept(session):
    session.expire_all()
    return session.scalars(select(KeptDraft)).one()


def code(app, session, reference):
    """Have the code sent, as the worker does; it stands on the page of development."""
    from backend import jobs

    jobs.send_code(app, reference, first=False)
    session.expire_all()
    text = session.scalars(select(OutboxMessage.text).order_by(OutboxMessage.id.desc())).first()
    return re.search(r"\b\d{6}\b", text)[0]


def test_a_draft_goes_on_elsewhere_only_with_reference_and_code(sms, session, app):
    begun(sms)
    assert "saved" in sms.say("SAVE")
    reference = kept(session).reference
    other = Texter(app, sms.desk, number="+447400123457")

    assert "6 digits" in other.say(reference)
    wrong = other.say("000000")
    assert "do not go together" in wrong
    right = other.say(code(app, session, reference))

    assert "Welcome back" in right and "Have you complained" in right
    first, second = session.scalars(select(ChannelIdentity).order_by(ChannelIdentity.id)).all()
    assert (first.conversation_id, bool(second.conversation_id)) == (None, True)


def test_a_draft_opened_on_the_web_is_told_nothing_by_text_any_more(
    sms, session, app, client, clock
):
    begun(sms)
    sms.say("SAVE")
    given = {"reference": kept(session).reference}
    given["code"] = code(app, session, given["reference"])
    assert client.post("/api/chat/returns", json=given).status_code == 200

    assert talk(session).channel == "web"
    telling.tell(
        session, talk(session), "We have news.", now=sms.app.extensions["intake"].clock.now()
    )
    session.commit()
    assert sms.back() == ""


def test_after_a_long_gap_whoever_has_the_number_sees_nothing_of_before(
    texter, session, clock, settings
):
    begun(texter)
    clock.pass_time(days=settings.channels.gap_days + 1)
    told = texter.say("hello who is this")

    assert "Is it OK to go on?" in told or "What happened?" in told
    assert "notes" not in told and session.query(Conversation).count() == 2


def test_after_a_long_gap_news_are_not_told_to_the_number(texter, session, clock, settings):
    begun(texter)
    clock.pass_time(days=settings.channels.gap_days + 1)
    telling.tell(session, talk(session), "Your notes were found.", now=clock.now())
    session.commit()
    told = texter.back()

    assert "ring us" in told and "notes" not in told


def test_where_a_reply_goes_is_kept_locked(texter, session, settings):
    texter.say("hello there", thread={"mail": "<a@b>"})
    who = session.scalars(select(ChannelIdentity)).one()

    assert thread(settings, who) == {"mail": "<a@b>"} and "a@b" not in who.thread
    assert texter.desk.sent[-1].thread == {"mail": "<a@b>"}


def test_a_message_of_nothing_is_answered_kindly(texter):
    texter.say("hello there friend")

    assert "only read words" in texter.say("")


def test_two_people_never_meet(app, texter, session):
    other = Texter(app, texter.desk, number="+447400123458")
    begun(texter)
    other.say("hello there")
    texter.post(texter.message("1"))
    other.post(other.message("1"))
    work(app)

    assert {out.to for out in texter.desk.sent} == {texter.number, other.number}
    assert session.query(ChannelIn).count() == 6


def test_how_a_sent_complaint_stands_is_told_elsewhere_by_its_reference_and_a_code(
    sms, session, app
):
    begun(sms)
    draft = session.scalars(select(Draft)).one()
    draft.reference = reference = new_reference()
    draft.submitted_at, draft.facts = draft.updated_at, {**draft.facts, "email": "a@example.org"}
    session.commit()
    other = Texter(app, sms.desk, number="+447400123457")

    assert "6 digits" in other.say(reference.lower())
    assert "Welcome back" in other.say(code(app, session, reference))
    assert "6 digits" not in other.say(reference)  # they are there already
