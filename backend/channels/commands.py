"""Words that work everywhere: STOP, START, HELP, BACK, SKIP, MENU, CHANGE, SAVE, DELETE."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

import intake
from backend.channels import inbox, outbox, rendering, returning
from backend.channels.understanding import bare, numbers_in, words_of
from backend.chat import transcript
from backend.chat.shapes import NOT_CHANGED
from backend.context import Services
from backend.data.channels import ChannelIdentity, ChannelIn
from backend.data.models import Conversation, Draft
from backend.problems import Problem, sentence
from backend.services import conversations, events
from intake import wording

# Those that we carry out ourselves; the bot knows the others.
OURS = ("stop", "start", "help", "menu", "change", "delete", "save")
THE_BOTS = ("back", "skip")


@dataclass
class Turn:
    """One message being worked off: whose it is, and where its answer goes."""

    session: Session
    services: Services
    who: ChannelIdentity
    row: ChannelIn
    text: str
    change: str = ""  # the question whose answer the person wants to change

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock.now()

    def say(self, key: str, *, urgent: bool = False, **values: object) -> None:
        """Answer with a sentence of the wording, once however often this is done."""
        self.tell(wording.filled(f"channel.{key}", values, self.who.locale), key, urgent=urgent)

    def tell(self, text: str, name: str, *, urgent: bool = False) -> None:
        """Answer with these words."""
        outbox.say(
            self.session,
            self.who,
            text,
            key=f"in:{self.row.id}:{name}",
            now=self.now,
            urgent=urgent,
            conversation=self.who.conversation_id,
        )

    def talk(self) -> tuple[Conversation, Draft] | None:
        """The conversation this person is in, with its draft."""
        if self.who.conversation_id is None:
            return None
        try:
            return transcript.load(self.session, self.who.conversation_id)
        except Problem:
            return None


Command = Callable[[Turn], bool]


def named(text: str) -> str | None:
    """The command that a whole message is; None for anything else."""
    said = text.strip().casefold() if text.strip() == "?" else bare(text)
    return _words().get(said)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in ("en", *wording.locales()):
        for name in (*OURS, *THE_BOTS):
            for word in words_of(f"words.{name}", locale):
                found.setdefault(word if word == "?" else bare(word), name)
    return found


def is_yes(text: str) -> bool:
    """Whether a whole message is a yes, in any language."""
    return any(
        bare(text) == bare(word)
        for locale in wording.locales()
        for word in words_of("words.yes", locale)
    )


def carry_out(turn: Turn) -> bool:
    """Do what a message orders; False where it goes to the bot after all."""
    waiting, name = dict(turn.who.waiting or {}), named(turn.text)
    turn.who.waiting = None
    if name in OURS:
        return COMMANDS[name](turn)
    change = _change_by_number(turn.text)
    if change is not None:
        return _change(turn, change)
    if waiting:
        return ANSWERS[waiting["for"]](turn, waiting)
    if name is None and returning.reference_in(turn):
        return returning.ask_code(turn)
    return False


def again(turn: Turn) -> None:
    """Ask the question we are on once more."""
    found = turn.talk()
    question = transcript.question_now(turn.session, found[1]) if found else None
    if found is None or question is None:
        return
    talk = found[0]
    parts = rendering.render(
        [question], outbox.abilities(turn.who.channel), talk.offered, talk.locale
    )
    outbox.put(
        turn.session,
        turn.who,
        parts,
        key=f"in:{turn.row.id}:again",
        now=turn.now,
        conversation=talk.id,
        lines=[question.id],
    )


def _stop(turn: Turn) -> bool:
    if turn.who.stopped_at is None:
        outbox.drop_waiting(turn.session, turn.who, "stopped")
        turn.say("stopped", urgent=True)
        turn.who.stopped_at = turn.now
        _record(turn, "channel_stopped")
    return True


def _start(turn: Turn) -> bool:
    if turn.who.stopped_at is not None:
        turn.who.stopped_at = None
        inbox.take_up_held(turn.session, turn.who, turn.now)
        _record(turn, "channel_started")
    if turn.talk() is None:
        return False  # the bot greets
    turn.say("started")
    again(turn)
    return True


def _record(turn: Turn, kind: str) -> None:
    if turn.who.conversation_id:
        about = turn.who.conversation_id
        events.record(
            turn.session, about, kind, at=turn.now, actor="person", channel=turn.who.channel
        )


def _help(turn: Turn) -> bool:
    turn.say("help", urgent=True)
    return True


def _menu(turn: Turn) -> bool:
    turn.say("menu")
    return True


def _lines(turn: Turn) -> list[intake.Line]:
    found = turn.talk()
    if found is None or found[1].reference or found[0].owner != "bot":
        return []
    lines = intake.summary(found[1].facts, found[0].locale)
    return [line for line in lines if line.question not in NOT_CHANGED]


def _ask_change(turn: Turn) -> bool:
    lines = _lines(turn)
    if not lines:
        turn.say("change_none")
        return True
    listed = rendering.numbered([f"{line.label}: {line.answer}" for line in lines])
    say = turn.who.locale
    asked = wording.text("channel.change_which", say), listed
    turn.tell("\n".join([*asked, wording.text("channel.reply_number", say)]), "change")
    turn.who.waiting = {"for": "change"}
    return True


def _change_by_number(text: str) -> int | None:
    """The number in "CHANGE 3"."""
    first, _, rest = bare(text).partition(" ")
    numbers = numbers_in(rest) if rest and named(first) == "change" else []
    return numbers[0] if len(numbers) == 1 else None


def _change(turn: Turn, number: int) -> bool:
    lines = _lines(turn)
    if not 1 <= number <= len(lines):
        return _ask_change(turn)
    turn.change = lines[number - 1].question
    return False


def _which(turn: Turn, _waiting: dict[str, str]) -> bool:
    numbers = numbers_in(turn.text)
    return _change(turn, numbers[0]) if len(numbers) == 1 else False


def _ask_delete(turn: Turn) -> bool:
    found = turn.talk()
    if found is None:
        turn.say("delete_none")
    elif found[1].reference:
        _tell_sent(turn, found[1].reference)
    else:
        turn.say("delete_ask")
        turn.who.waiting = {"for": "delete"}
    return True


def _tell_sent(turn: Turn, reference: str) -> None:
    turn.tell(sentence("already_sent", locale=turn.who.locale, reference=reference), "sent")


def _delete(turn: Turn, _waiting: dict[str, str]) -> bool:
    if not is_yes(turn.text):
        turn.say("delete_not")
        again(turn)
        return True
    conversation = turn.who.conversation_id
    turn.who.conversation_id = None
    turn.say("deleted")
    inbox.finish(turn.row)
    if conversation:
        try:
            conversations.erase_now(
                turn.session, turn.services.rasa, conversation, actor="person", now=turn.now
            )
        except Problem as problem:  # sent a moment ago
            turn.session.rollback()
            _tell_sent(turn, str(problem.values.get("reference", "")))
    return True


COMMANDS: dict[str, Command] = {
    "stop": _stop,
    "start": _start,
    "help": _help,
    "menu": _menu,
    "change": _ask_change,
    "delete": _ask_delete,
    "save": returning.save,
}
ANSWERS: dict[str, Callable[[Turn, dict[str, str]], bool]] = {
    "change": _which,
    "delete": _delete,
    "address": returning.take_address,
    "code": returning.take_code,
}
