"""What the pages of letters show: the kinds, one letter with its text, and how it may go out."""

import uuid
from dataclasses import dataclass
from typing import Any

import intake
from backend.context import services
from backend.data.letters import CHAT, DRAFT, FAILED, POST, QUEUED, SENDING, CaseLetter
from backend.data.models import Draft
from backend.letters import blocks, mp_pack, templates
from backend.services import casework, letters, letters_contact, letters_fields
from backend.services.casework_reading import EDITED
from backend.staff import labels
from backend.staff.casework_page import Form, Viewer, errors
from backend.staff.labels import Label
from backend.staff.queries import Case

EASY_READ, LARGE_TEXT = "easy_read", "large_text"
# The state of a letter on its way, by its way.
TO_POST, WAITS = "to_post", "waits"


@dataclass(frozen=True)
class Line:
    """One letter in a list."""

    id: str
    label: Label
    subject: str
    state: Label
    why: str
    at: str
    by: str


def line(letter: CaseLetter, case: Case) -> Line:
    """One letter as lists show it."""
    return Line(
        id=letter.id,
        label=labels.label("letters", letter.kind),
        subject=letter.subject,
        state=labels.label("letter_states", state_of(letter)),
        why=why(letter),
        at=labels.when(letter.sent_at or letter.updated_at),
        by=case.staff.get(f"staff:{letter.sent_by or letter.created_by}", ""),
    )


def state_of(letter: CaseLetter) -> str:
    """The state as staff see it."""
    if letter.state == QUEUED and letter.way == POST:
        return TO_POST
    if letter.state == SENDING or (letter.state == QUEUED and letter.tries):
        return WAITS
    return letter.state


def why(letter: CaseLetter) -> str:
    """Why a letter has not gone, in a sentence."""
    if not letter.why:
        return ""
    known = labels.codes("letter_faults")
    code = letter.why if letter.why in known else "refused" if letter.state == FAILED else "passing"
    return labels.label("letter_faults", code).label


def choose(case: Case) -> dict[str, Any]:
    """The kinds of letters, to choose from."""
    return {**_common(case), "kinds": [labels.label("letters", kind) for kind in templates.KINDS]}


def new(case: Case, kind: str, form: Form) -> dict[str, Any]:
    """The form for a new letter of one kind."""
    asks = kind == letters.ASK
    return {
        **_common(case),
        "kind": labels.label("letters", kind),
        "form": form,
        "errors": errors(form),
        "version": case.draft.version,
        "token": str(uuid.uuid4()),
        "variants": [labels.label("letter_variants", each) for each in templates.VARIANTS],
        "variant": form.one("variant") or suggested(case),
        "missing": missing(case.draft) if asks else [],
        "chosen": list(form.typed.get("missing", ())),
    }


def suggested(case: Case) -> str:
    """The variant that suits the person."""
    adjustments = case.draft.facts.get("adjustments")
    if isinstance(adjustments, list) and EASY_READ in adjustments:
        return templates.EASY_READ
    return templates.CY if case.conversation.locale == templates.CY else templates.EN


def missing(draft: Draft) -> list[tuple[str, str]]:
    """What may be asked for: questions without an answer, then what else is often needed."""
    named = {
        question: intake.question(question, draft.facts).text
        for question in EDITED
        if draft.facts.get(question) in (None, "", [], "not_sure")
    }
    extras = {code: letters_fields.question(draft, code) for code in letters_fields.EXTRAS}
    return [*sorted(named.items(), key=lambda each: each[1]), *extras.items()]


def one(case: Case, letter: CaseLetter, viewer: Viewer, form: Form) -> dict[str, Any]:
    """One letter: its text as it goes out and, while it is a draft, the form to send it."""
    draft = case.draft
    ways = letters_contact.ways(draft, case.conversation, services().settings)
    move = letters.move_for(letter.kind, draft.case_status, viewer.roles)
    typed = form.one
    return {
        **_common(case),
        "letter": letter,
        "line": line(letter, case),
        "blocks": blocks.blocks(letter.body),
        "locale": templates.locale_of(letter.variant),
        "is_draft": letter.state == DRAFT,
        "failed": letter.state == FAILED,
        "to_post": state_of(letter) == TO_POST,
        "notice_only": letter.kind == letters.ASK,
        "unfinished": bool(templates.UNFINISHED.search(letter.body)),
        "large": _large(draft, letter),
        "form": form,
        "errors": errors(form),
        "version": draft.version,
        "letter_version": typed("letter_version") or letter.version,
        "token": str(uuid.uuid4()),
        "subject": typed("subject") if form.typed else letter.subject,
        "body": typed("body") if form.typed else letter.body,
        "ways": [(labels.label("letter_ways", way.code), way.address) for way in ways],
        "way": typed("way") or (ways[0].code if ways else ""),
        "has_chat": any(way.code == CHAT for way in ways),
        "in_chat": typed("in_chat") == "yes" if form.typed else True,
        "move": labels.label("moves", move) if move else None,
        "status": labels.label("statuses", draft.case_status),
        "belongs": labels.label("moves", letters.MOVES[letter.kind])
        if letter.kind in letters.MOVES
        else None,
        "with_move": typed("move") == move if form.typed else bool(move),
        "reason": typed("reason") or labels.label("letters", letter.kind).label,
    }


def of_case(case: Case, viewer: Viewer) -> dict[str, Any]:
    """What the page of the case shows of its letters."""
    draft = case.draft
    sent = draft.submitted_at is not None
    day = casework.day_sent(draft, viewer.now)
    return {
        "letters": [line(row, case) for row in case.letters],
        "letter_ids": {row.id for row in case.letters},
        "may_write": viewer.works and sent,
        "may_pack": viewer.works and sent and mp_pack.is_for(draft.facts, day),
    }


def _common(case: Case) -> dict[str, Any]:
    draft = case.draft
    return {
        "key": draft.reference or draft.conversation_id,
        "care": _care(draft),
        "harm": [
            labels.label("flags", flag)
            for flag in labels.flags_of(draft)
            if flag in letters_contact.HARMED
        ],
        "to_be_read": letters_contact.to_be_read(draft),
        "others": "",
    }


def _care(draft: Draft) -> list[dict[str, str]]:
    """What to read before anybody writes: adjustments, and how to reach the person safely."""
    return [
        {"label": labels.question(said.question, said.label), "value": said.answer}
        for said in intake.summary(draft.facts)
        if said.question in letters_contact.CARE
        and draft.facts.get(said.question) not in letters_contact.NOTHING
    ]


def _large(draft: Draft, letter: CaseLetter) -> bool:
    """True where the person asked for large print."""
    adjustments = draft.facts.get("adjustments")
    asked = isinstance(adjustments, list) and LARGE_TEXT in adjustments
    return asked or letter.variant == templates.EASY_READ
