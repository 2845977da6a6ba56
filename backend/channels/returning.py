"""Save and come back on a channel: a draft goes on elsewhere by its reference and a code alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from werkzeug.local import LocalProxy

from backend.channels import commands, identity, outbox
from backend.chat import transcript
from backend.problems import Problem, sentence
from backend.services import keeping, way_back

if TYPE_CHECKING:
    from backend.channels.commands import Turn

CODE = re.compile(r"\D*(?:\d\D*){6}")
LONGEST_CODE = 30


def reference_in(turn: Turn) -> str | None:
    """The reference of what is to be opened here, where a message is nothing else."""
    reference = way_back.read(turn.text)
    here = turn.talk() if reference else None
    return None if here and here[1].reference == reference else reference


def save(turn: Turn) -> bool:
    """Save the draft; the number that somebody texts from is where the code goes."""
    if turn.talk() is None:
        return False
    if outbox.abilities(turn.who.channel).segments:
        own = identity.address(turn.services.settings, turn.who)
        return _keep(turn, own or "")
    turn.say("save_ask")
    turn.who.waiting = {"for": "address"}
    return True


def take_address(turn: Turn, _waiting: dict[str, str]) -> bool:
    """Take the reply to where the code shall go."""
    return _keep(turn, turn.text)


def _keep(turn: Turn, address: str) -> bool:
    settings = turn.services.settings
    try:
        kept = keeping.keep(
            turn.session, settings, turn.who.conversation_id or "", address, now=turn.now
        )
        _ask(kept.reference, first=True)
    except Problem as problem:
        return _refuse(turn, problem)
    turn.say("saved", address=keeping.address_of(settings, kept))
    return True


def ask_code(turn: Turn) -> bool:
    """Have a code sent for a reference; nothing is said about whether there is such a draft."""
    reference = reference_in(turn) or ""
    try:
        _ask(reference, first=False)
    except Problem as problem:
        return _refuse(turn, problem)
    turn.say("code_asked", minutes=turn.services.settings.messages.code_minutes)
    turn.who.waiting = {"for": "code", "reference": reference}
    return True


def take_code(turn: Turn, waiting: dict[str, str]) -> bool:
    """Open the saved draft here, where the code is right."""
    if reference_in(turn):
        return ask_code(turn)
    if len(turn.text) > LONGEST_CODE or not CODE.fullmatch(turn.text):
        return False
    settings = turn.services.settings
    try:
        mine = keeping.come_back(
            turn.session, settings, waiting["reference"], turn.text, now=turn.now
        )
    except Problem as problem:
        turn.who.waiting = waiting
        return _refuse(turn, problem)
    talk, _draft = transcript.load(turn.session, mine)
    identity.link(turn.session, turn.who, talk)
    turn.say("come_back")
    commands.again(turn)
    return True


def _refuse(turn: Turn, problem: Problem) -> bool:
    told = sentence(problem.key, locale=turn.who.locale, **problem.values)
    turn.tell(told, f"no:{problem.key}")
    return True


def _ask(reference: str, *, first: bool) -> None:
    from backend import jobs

    app = cast(LocalProxy[Flask], current_app)._get_current_object()
    jobs.ask_for_code(app, reference, first=first)
