"""The order in which a turn is taken. Each turn says something and asks at most one question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.actions.dialogue import (
    answering,
    asking,
    choosing,
    controls,
    ending,
    foreign,
    opening,
    private,
    risk,
    sending,
    speaking,
    summary,
    telling,
)
from bot.actions.dialogue.state import Result, Turn
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading, corrections, read, story_times, when
from bot.reading.choices import pick
from bot.reading.insults import holds_no_words, without_insults
from bot.reading.model import no_answer
from bot.reading.yesno import after_yes_no
from intake.questions import Question

STORY_WORDS = 12
ANSWER_WORDS = 6
# Answers to other questions than the one that was asked.
STEPS = ("complained_locally", "final_response", "second_tier", "mp_referral", "legal_action")
# Steps with others: the dates that are told along with them are theirs.
STEPS_OF_OTHERS = ("second_tier", "mp_referral", "legal_action", "previous_ombudsman")
# "The Welsh ombudsman sent me to you" says nothing of where the care was.
PLACES = ("care_place", "care_payer", "organisation", "other_organisations")
# What a sentence may tell beside its answer; other facts need a longer one to be sure of.
TOLD_ALONG = ("complained_on", "final_response", "final_response_on", "relationship")
# What should have been, or should be, tells of nothing that was.
WISHED_FOR = ("should_have_happened",)
# Typed by people who think of other chats; it is no command here, and no answer either.
LEAST_BESIDE = 2  # words that must stand beside insults to be read as an answer
COMMAND_LIKE = re.compile(r"\s*/\S*\s*")
# Wishes that stand beside words that were held during a pause.
WISHES = ("person", "stop", "start_again")


def take(turn: Turn) -> Result:
    """What is said, kept and asked in answer to one message."""
    talk = Talk(turn)
    if talk.memory.get("submitting"):
        sending.after(talk)
        return talk.result()
    if turn.payload == "repeat":
        replay(talk)
        return talk.result()
    talk.memory.pop("said", None)
    talk.memory.pop("silent", None)
    private.notice(talk)
    go(talk)
    if not talk.asked:
        foreign.gentle_offer(talk)
        summary.also_noted(talk)
        offer_maybe(talk)
        asking.ask_next(talk)
    if talk.said and talk.said[-1]["question"] is None:
        talk.memory["silent"] = True
    return talk.result()


def offer_maybe(talk: Talk) -> None:
    """A name in the story that fits several organisations is a choice when it is asked for."""
    maybe = talk.memory.get("maybe")
    question = asking.current(talk)
    if not maybe or question is None or question.id != "organisation" or talk.asked:
        return
    talk.memory.pop("maybe")
    if not talk.memory.get("confirm"):
        kept = Reading(maybe["value"], "answer", 0.5, maybe["quote"], None, tuple(maybe["among"]))
        answering.choose_between(talk, question, kept)


def replay(talk: Talk) -> None:
    """Says the last turn's messages once more: they were lost on the way."""
    talk.said = [dict(out) for out in talk.memory.get("said") or []]
    if talk.memory.get("ended"):
        talk.status = "ended"
    if not talk.memory.get("silent"):
        asking.ask_next(talk)


def go(talk: Talk) -> None:
    """Finds out what kind of message it is."""
    turn = talk.turn
    if turn.payload == "start":
        opening.greet(talk)
        return
    question = open_question(talk)
    if turn.risk >= "R2":
        talk.memory["risk_seen"] = turn.risk
    if risk.is_due(talk):
        kept = opening.keep_unsaid(talk, question)
        risk.pause(talk, None if kept else question)
        following = asking.current(talk) if kept else None
        talk.question = following.id if following else talk.question
        return
    if talk.memory.pop("ended", None):
        talk.returning = True
        talk.tell("chat.welcome_back")
    if speaking.is_change(talk):
        speaking.change(talk, question)
    elif turn.change:
        controls.start_change(talk, turn.change)
    elif turn.choice is not None:
        pressed(talk, question)
    else:
        said(talk, question, speaking.hear(talk, question))


def open_question(talk: Talk) -> Question:
    """The question that the message is an answer to."""
    asked = talk.turn.question
    if asked:
        return controls.current(talk, asked)
    return asking.current(talk) or controls.current(talk, "send_anyway")


def pressed(talk: Talk, question: Question) -> None:
    """A choice; 'continue' after a pause also takes up the words that were held."""
    held = risk.resume(talk) if talk.turn.choice == "cmd:continue" else None
    choosing.chosen(talk, question, talk.turn.choice)
    if talk.turn.choice == "cmd:continue" and opening.say_unsaid(talk):
        return
    if held:
        talk.turn = replace(talk.turn, text=held)
        answered(talk, question, held)


def said(talk: Talk, question: Question, text: str) -> None:
    """Free text: first as a reply to what waits for one, then as an answer."""
    if risk.answer(talk):
        return
    if talk.memory.get("paused"):
        after_pause(talk, question, text)
        return
    pending = talk.memory.get("confirm")
    if in_other_language(talk, question, text, pending):
        return
    reading = understand(talk, question, text)
    if talk.turn.question is None and ending.is_over(talk, reading):
        ending.reply(talk, question, reading)
        return
    if pending and not reading.extra and reply_to_pending(talk, question, text, pending):
        return
    settle(talk, question, reading)


def in_other_language(
    talk: Talk, question: Question, text: str, pending: dict[str, Any] | None
) -> bool:
    """Takes a reply in another language, or offers an interpreter; False where it is English."""
    if pending and (replied := foreign.reply(pending, text)):
        choosing.chosen(talk, question, replied)
        return True
    if foreign.wants(talk, question, text):
        choosing.chosen(talk, question, "cmd:interpreter")
        return True
    if foreign.only_says_so(question, text):
        return True  # the offer follows at the end of the turn
    code = None if speaking.in_welsh(talk, text) else foreign.language_of(question, text)
    if code:
        talk.memory.pop("confirm", None)
        foreign.offer(talk, question, code)
    return code is not None


def after_pause(talk: Talk, question: Question, text: str) -> None:
    """Takes up what was held; what is said now may be a wish, an answer, or no more than "yes"."""
    held = risk.resume(talk)
    reading = understand(talk, question, text)
    unsaid = opening.say_unsaid(talk)  # then the next question was not asked yet
    if held and not unsaid:
        talk.turn = replace(talk.turn, text=held)
        answered(talk, question, held)
    if held or unsaid:
        if reading.value is None and reading.intent in WISHES:
            controls.control(talk, question, reading)
    elif not says(talk, "yes", text):
        settle(talk, question, reading)


def understand(talk: Talk, question: Question, text: str) -> Reading:
    """Reads the text as an answer to the question."""
    if COMMAND_LIKE.fullmatch(text) or holds_no_words(text):
        return Reading(quote=text)
    found = taken_back(talk, question, text) or reads(talk, question, text)
    found = telling.in_story_words(talk, question, found, text)
    if found.value is None and found.intent == "abuse":
        return beside_abuse(talk, question, text) or found
    return found


def reads(talk: Talk, question: Question, text: str) -> Reading:
    """What the words say in answer to the question."""
    turn = talk.turn
    return read(question.id, text, turn.nlu, turn.today, talk.facts, question.choices)


def beside_abuse(talk: Talk, question: Question, text: str) -> Reading | None:
    """A sure answer that stands beside insults; None where there is nothing else."""
    left = without_insults(text)
    if len(left.split()) < LEAST_BESIDE or question.id == "confirm":
        return None
    found = reads(talk, question, left)
    told = found.value is not None and not found.unsure
    value = text if found.value == left else found.value  # own words stay as they were typed
    return replace(found, value=value, quote=text, aside="abuse") if told else None


def taken_back(talk: Talk, question: Question, text: str) -> Reading | None:
    """A correction in passing of an earlier answer, with its new value where it has one."""
    if talk.memory.get("changing"):
        return None
    found = corrections.read(text, question.id, talk.facts, talk.turn.today)
    if found is None:
        return None
    target, new = found
    extra = {target: new} if new.value is not None else {}
    return no_answer("change", text, target=target, extra=extra)


def says(talk: Talk, value: str, text: str) -> bool:
    """Whether the text is a plain yes (or no)."""
    return bool(read("confirm", text, talk.turn.nlu, talk.turn.today, {}).value == value)


def answered(talk: Talk, question: Question, text: str) -> None:
    """Reads and settles words that were held back."""
    settle(talk, question, understand(talk, question, text))


def reply_to_pending(talk: Talk, question: Question, text: str, pending: dict[str, Any]) -> bool:
    """Takes a yes, a no, a number or a label as the reply to what was said back; else False."""
    value = pick(text, pending["ask"]["choices"])
    if value is None and pending["kind"] == "reading":
        said_instead = answer_instead(talk, question, text)
        if said_instead is not None:
            talk.memory.pop("confirm", None)
            settle(talk, question, said_instead)
            return True
    if value is None and says(talk, "yes", text):
        value = "cmd:yes"
    if value is None and says(talk, "no", text):
        value = "cmd:none_of_these" if pending["kind"] == "pick" else "cmd:no"
    if value is None or (value == "cmd:yes" and pending["kind"] == "pick"):
        talk.memory.pop("confirm", None)
        return False
    choosing.chosen(talk, question, value)
    return True


def answer_instead(talk: Talk, question: Question, text: str) -> Reading | None:
    """The sure answer in "yes, we complained": more than a yes or no to what was said back."""
    told = after_yes_no(text)
    if not told:
        return None
    turn = talk.turn
    reading = read(question.id, told, None, turn.today, talk.facts, question.choices)
    if reading.value is None or reading.unsure:
        return None
    return replace(reading, quote=text)


def settle(talk: Talk, question: Question, reading: Reading) -> None:
    """Keeps the answer, or does what was said instead of one."""
    insulted = "abuse" in (reading.intent, reading.aside)
    if not insulted and risk.comfort(talk, reading):
        return
    reading = opening.as_story(talk, question, reading)
    if question.id == "privacy_ack" and opening.is_story(reading, talk.turn.text):
        opening.hold_story(talk)
    elif talk.returning and reading.intent in ("greet", "none"):
        return  # "I'm back" is no failed answer
    elif opening.is_opener(talk, question, reading):
        opening.hold_opener(talk, talk.turn.text)
    elif telling.is_more(question, reading, talk.turn.text):
        telling.add(talk, question)
    elif answers_another(talk, question, reading):
        return
    elif reading.intent == "change" or (reading.value is None and len(reading.candidates) < 2):
        again = telling.is_said_again(talk, question)
        (controls.none if again else controls.control)(talk, question, reading)
    else:
        take_answer(talk, question, reading)
        controls.aside(talk, question, reading)


def answers_another(talk: Talk, question: Question, reading: Reading) -> bool:
    """Keeps "I did not go to ICE", said at another question; that one is asked again."""
    if reading.value is None and answering.wait_for_event(talk, question):
        return True
    nothing = reading.value is None and reading.intent == "none" and not reading.candidates
    if not nothing or question.input == "text":
        return False
    text = talk.turn.text
    found = opening.extract(text, talk.turn.today, talk.facts)
    told = {key: each for key, each in found.items() if key in STEPS and not each.unsure}
    kept = answering.keep_extra(talk, told, skip=question.id)
    talk.also += kept
    return bool(kept)


def take_answer(talk: Talk, question: Question, reading: Reading) -> None:
    """The first, the second and the last question are special; the others are just kept."""
    talk.memory.pop("confirm", None)
    text = talk.turn.text
    if question.id == "privacy_ack":
        opening.privacy_answer(talk, question, reading.value == "yes", text, "text")
    elif question.id == "confirm":
        choosing.confirm_answer(talk, str(reading.value))
    elif question.id == "matter" and not talk.memory.get("changing"):
        opening.take_story(talk, str(reading.value))
    else:
        answering.take_reading(talk, question, reading)
        if len(text.split()) >= ANSWER_WORDS and question.id not in WISHED_FOR:
            also_told(talk, question, text)


def also_told(talk: Talk, question: Question, text: str) -> None:
    """An answer that tells more is read for facts that were not asked for yet."""
    found = opening.extract(text, talk.turn.today, talk.facts)
    sure = {key: each for key, each in found.items() if not each.unsure and key != "matter"}
    if len(text.split()) < STORY_WORDS:
        sure = {key: each for key, each in sure.items() if key in TOLD_ALONG}
    if question.id in STEPS_OF_OTHERS:
        sure = {key: each for key, each in sure.items() if key not in PLACES}
    sure = {key: each for key, each in sure.items() if not is_of_asked(talk, question, key, each)}
    talk.also += answering.keep_extra(talk, sure, skip=question.id)


def is_of_asked(talk: Talk, question: Question, told: str, reading: Reading) -> bool:
    """Whether a date is the one that was asked for, or is of the other body that was asked about.

    "10 May, when the scan came back" says when it was known, not when it happened.
    """
    if told not in when.QUESTIONS:
        return False
    if question.id in STEPS_OF_OTHERS:
        return True
    again = told == "happened_on" and reading.value == talk.facts.get(question.id)
    # "Mill Lane Dental, they left the NHS in June": a date beside a name is of the body's own past.
    aside = told == "happened_on" and question.id == "organisation"
    if aside and told not in story_times.cued(talk.turn.text):
        return True
    return again and not when.is_at_the_time(talk.turn.text)
