"""Everything a person may say that is not an answer; the place in the conversation is kept."""

from __future__ import annotations

from collections.abc import Callable

import intake
from bot.actions.dialogue import answering, asking, failing, summary
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from bot.reading.stories import extract
from intake.questions import Question

OF_WHOM = ("relationship", "acting_for_consent")
Control = Callable[[Talk, Question, Reading], None]


def not_sure(talk: Talk, question: Question, _: Reading) -> None:
    """'Not sure' is an answer wherever the question allows one."""
    if question.id == "confirm":
        send_later(talk)
    else:
        answering.skip(talk, question)


def skip(talk: Talk, question: Question, _: Reading) -> None:
    """Leaves the question out."""
    answering.skip(talk, question)


def back(talk: Talk, question: Question, _: Reading) -> None:
    """Opens the answer before this one again."""
    history = [known for known in talk.memory.get("history", []) if known != question.id]
    while history and history[-1] not in talk.facts:
        history.pop()
    if not history:
        talk.tell("chat.no_way_back")
        return
    talk.memory["history"] = history[:-1]
    start_change(talk, history[-1])


def change(talk: Talk, question: Question, reading: Reading) -> None:
    """Changes an answer at once when its new value was said, or asks for it again."""
    target = reading.target
    if target is None:
        offered = summary.changes(talk)
        talk.tell("chat.change_which" if offered else "chat.no_way_back", choices=offered)
        return
    new = reading.extra.get(target)
    if new is None:
        start_change(talk, target)
        return
    if len(getattr(new, "candidates", ())) > 1:
        talk.memory["changing"] = target
        answering.take_reading(talk, current(talk, target), new)
        return
    value = getattr(new, "value", new)
    if target == "happened_on" and answering.known_at_the_time(talk):
        talk.keep("aware_on", value, "change", str(talk.sources["aware_on"]["quote"]))
    talk.keep(target, value, "change", reading.quote, getattr(new, "confidence", 0.8))
    talk.answered(target)
    rest = {key: each for key, each in reading.extra.items() if key != target}
    answering.keep_extra(talk, {**also_of_whom(talk, target), **rest}, skip=question.id)
    asked = intake.question(target, talk.facts, talk.turn.locale)
    talk.tell("chat.changed", label=answering.label(talk, asked, value))
    answering.notice_bereavement(talk)


def also_of_whom(talk: Talk, target: str) -> dict[str, Reading]:
    """What the words that say whom it is for also say of how they are related."""
    if target != "acting_for":
        return {}
    found = extract(talk.turn.text, talk.turn.today, talk.facts)
    return {key: found[key] for key in OF_WHOM if key in found}


def start_change(talk: Talk, question: str) -> None:
    """Asks a question again; its old answer stands until a new one is given."""
    talk.memory["changing"] = question
    talk.memory.pop("confirm", None)
    talk.forget_failures(question)
    if question in talk.facts:
        now = answering.label(talk, current(talk, question), talk.facts[question])
        talk.tell("chat.changing", answer=now)


def current(talk: Talk, question: str) -> Question:
    """A question of the engine, whether or not it is due."""
    return intake.question(question, talk.facts, talk.turn.locale)


def repeat(talk: Talk, question: Question, _: Reading) -> None:
    """Nothing to add: the question is asked again at the end of every turn."""


def why(talk: Talk, question: Question, _: Reading) -> None:
    """Says what an answer is for."""
    talk.say(question.why or talk.words("chat.why"))


def explain(talk: Talk, question: Question, _: Reading) -> None:
    """Explains the question, with an example."""
    parts = [question.help or failing.how(talk, question)]
    if question.example:
        parts.append(talk.words("chat.failed.example", example=question.example))
    talk.say("\n\n".join(parts))


def start_again(talk: Talk, question: Question, _: Reading) -> None:
    """Asks whether all answers are really to go; asked for nothing, it is not asked again."""
    if talk.memory.get("again_asked") == question.id:
        none(talk, question, Reading(quote=talk.turn.text))
        return
    talk.memory["again_asked"] = question.id
    talk.memory["confirm"] = {
        "kind": "start_again",
        "question": question.id,
        "ask": {"text": talk.words("chat.start_again"), "choices": talk.offer("yes", "no")},
    }


def stop(talk: Talk, question: Question, _: Reading) -> None:
    """Ends for now; any later message takes it up again."""
    talk.status = "ended"
    talk.memory["ended"] = True
    talk.asked = True
    talk.question = question.id
    talk.tell("chat.stopped", choices=talk.offer("continue", "person"))


def send_later(talk: Talk) -> None:
    """Keeps the draft without sending it."""
    talk.tell("chat.send_later")


def person(talk: Talk, question: Question, _: Reading) -> None:
    """Says how to reach a person, and notes the wish on the draft."""
    talk.memory["wants_person"] = True
    talk.memory["hand_over"] = talk.turn.number  # the gateway hands over, where staff are there
    talk.tell("chat.person")


def none(talk: Talk, question: Question, reading: Reading) -> None:
    """Not an answer and nothing we know: says how to answer instead."""
    problem = reading.intent if reading.intent in failing.PROBLEMS else None
    if failing.is_stuck(talk, question):
        answering.leave(talk, question)
    else:
        failing.not_understood(talk, question, problem)


def asked_about(talk: Talk, intent: str) -> bool:
    """Answers a common question from the wording, where there is an answer."""
    if not intent.startswith("faq_"):
        return False
    name = intent.removeprefix("faq_")
    key = next((k for k in (f"faq.{name}", f"chat.faq.{name}") if talk.known(k)), None)
    if key:
        talk.tell(key)
    return key is not None


def abuse(talk: Talk, question: Question, _: Reading) -> None:
    """One calm sentence; after that a person is offered, and the form is kept."""
    times = int(talk.memory.get("abuse") or 0) + 1
    talk.memory["abuse"] = times
    if times == 1:
        talk.tell("chat.abuse")
    else:
        talk.tell("chat.abuse_again", choices=talk.offer("person", "continue"))


def small_talk(key: str) -> Control:
    """A short reply that changes nothing."""
    return lambda talk, question, reading: talk.tell(key)


CONTROLS: dict[str, Control] = {
    "not_sure": not_sure,
    "skip": skip,
    "back": back,
    "change": change,
    "repeat": repeat,
    "why": why,
    "help": explain,
    "start_again": start_again,
    "stop": stop,
    "person": person,
    "greet": small_talk("chat.greet"),
    "thanks": small_talk("chat.thanks"),
    "abuse": abuse,
    "chitchat": small_talk("chat.chitchat"),
}


DONE_ALONGSIDE = ("person", "stop", "thanks", "abuse")


def control(talk: Talk, question: Question, reading: Reading) -> None:
    """Does what a message that is no answer asks for."""
    if not asked_about(talk, reading.intent):
        CONTROLS.get(reading.intent, none)(talk, question, reading)


def aside(talk: Talk, question: Question, reading: Reading) -> None:
    """Also does the wish that came along with an answer; the answer has been kept already."""
    wish = reading.aside or ""
    if not asked_about(talk, wish) and wish in DONE_ALONGSIDE:
        CONTROLS[wish](talk, asking.current(talk) or question, reading)
