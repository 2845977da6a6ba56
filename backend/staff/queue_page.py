"""The queue as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask import url_for

from backend.data.models import Draft, Message
from backend.services import search
from backend.services.entered import entry_of
from backend.staff import labels, people
from backend.staff.labels import Label
from backend.staff.list_order import Cursor, Sort
from backend.staff.lists import CONCERN, Filters, Page, Tab
from backend.staff.risk_words import Part, quoted
from backend.staff.sight import Sight
from intake import themes

FLAGS_SHOWN = 3
LONGEST_TYPED = 80
LONGEST_QUOTE = 200
HIDDEN = Sight()
# What is chosen from a list, each with the group of its labels; the rest is typed.
CHOICES = {
    "result": "results",
    "flag": "flags",
    "branch": "branches",
    "theme": "themes",
    "channel": "channels",
    "adjustment": "adjustments",
    "age": "ages",
}
TYPED = ("reference", "words", "organisation")
NARROWING = (*TYPED, *CHOICES)
# These stand in the open; the others under "More filters".
AT_HAND = ("reference", "words", "result", "flag")


@dataclass(frozen=True)
class Row:
    """One complaint in the queue."""

    case: str
    key: str
    version: int
    name: str
    who: str
    organisation: str
    result: Label
    status: Label
    risk: Label | None
    quote: list[Part]
    risk_at: str
    flags: list[Label]
    more_flags: int
    age: str
    moment: str
    # That staff took it down, and how it came; nothing where the person typed it.
    taken_down: str = ""


def read_filters(args: Mapping[str, Any]) -> Filters:
    """What a link or the form asks for; anything that is not a choice of ours is left out."""
    tab, sort = args.get("list", ""), args.get("sort", "")
    picked = {name: args.get(name, "") for name in CHOICES}
    typed = {name: " ".join(args.get(name, "").replace("\0", "").split()) for name in TYPED}
    return Filters(
        tab=Tab(tab) if tab in set(Tab) else Tab.NEW,
        sort=Sort(sort) if sort in set(Sort) else None,
        **{name: code if code in _codes(name) else "" for name, code in picked.items()},
        **{name: text[:LONGEST_TYPED] for name, text in typed.items()},
    )


def asked(filters: Filters) -> dict[str, str]:
    """What a link or a form has to say to ask for these filters again."""
    said = {each.name: str(getattr(filters, each.name) or "") for each in fields(filters)}
    tab = said.pop("tab")
    said["list"] = "" if tab == Tab.NEW else tab
    return {name: value for name, value in said.items() if value}


def link(filters: Filters, at: Cursor | None = None, saved: int | None = None) -> str:
    """The address of the queue with these filters, at this place."""
    given: dict[str, Any] = {**asked(filters), "at": str(at) if at else None, "saved": saved}
    return url_for("staff.queue", **given)


def build(
    filters: Filters, page: Page, danger: Sequence[Draft], said: Mapping[int, Message],
    found: Mapping[str, str], today: date,
) -> dict[str, Any]:  # fmt: skip
    """All that the template needs: `said` showed a risk, `found` holds what was searched for."""
    return {
        "filters": filters,
        "rows": [row(draft, said, today) for draft in page.drafts],
        "found": {case: _parts(words) for case, words in found.items()},
        "danger": [row(draft, said, today) for draft in danger],
        "tabs": _tabs(filters),
        "chosen": chosen(filters),
        "clear": link(Filters(tab=filters.tab, sort=filters.sort)),
        "choices": {name: [_label(name, code) for code in _codes(name)] for name in CHOICES},
        "names": {name: labels.label("filters", name).label for name in NARROWING},
        "at_hand": [name for name in CHOICES if name in AT_HAND],
        "more": [name for name in CHOICES if name not in AT_HAND],
        "more_used": any(getattr(filters, name) for name in NARROWING if name not in AT_HAND),
        "sorts": [labels.label("sorts", sort) for sort in Sort],
        "order": labels.label("sorts", filters.order),
        "empty": _empty(filters),
        "heading": "Search results"
        if filters.reference or filters.words
        else labels.label("lists", filters.tab).label,
        "lost": page.lost,
        "first": link(filters),
        "asked": asked(filters),
        "previous": link(filters, page.previous) if page.previous else None,
        "next": link(filters, page.next) if page.next else None,
    }


def row(draft: Draft, said: Mapping[int, Message], today: date) -> Row:
    """One complaint as a row."""
    facts = HIDDEN.all(draft.facts)
    words = said.get(draft.risk_message_id or 0)
    flags = [labels.label("flags", code) for code in labels.flags_of(draft)]
    moment = draft.submitted_at or draft.updated_at
    concern = draft.risk_level in CONCERN
    return Row(
        case=draft.conversation_id,
        key=draft.reference or draft.conversation_id,
        version=draft.version,
        name=draft.reference or f"No reference ({draft.conversation_id[:8]})",
        who=people.who(facts),
        organisation=people.organisation(facts),
        result=labels.label("results", draft.result),
        status=labels.label("statuses", draft.case_status),
        risk=labels.label("risks", draft.risk_level) if concern else None,
        quote=quoted(draft, words, LONGEST_QUOTE, HIDDEN) if concern else [],
        risk_at=labels.when(draft.risk_at) if concern else "",
        flags=flags[:FLAGS_SHOWN],
        more_flags=max(0, len(flags) - FLAGS_SHOWN),
        age=labels.age(moment, today),
        moment=labels.when(moment),
        taken_down=_taken_down(draft),
    )


def _taken_down(draft: Draft) -> str:
    entry = entry_of(draft)
    if entry is None:
        return ""
    return f"{labels.label('channels', entry['channel']).label}, entered by staff"


def _tabs(filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "text": labels.label("lists", tab).label,
            "href": link(Filters(tab=tab)),
            "active": tab is filters.tab and not (filters.reference or filters.words),
        }
        for tab in Tab
    ]


def _parts(marked: str) -> list[Part]:
    """What was found, in parts: those between the marks are the words."""
    before, *rest = HIDDEN.text(marked).split(search.BEGIN)
    parts: list[Part] = [(before, False)]
    for each in rest:
        word, _, after = each.partition(search.END)
        parts += [(word, True), (after, False)]
    return [part for part in parts if part[0]]


def _codes(name: str) -> list[str]:
    return themes.codes() if name == "theme" else labels.codes(CHOICES[name])


def _label(name: str, code: str) -> Label:
    if name == "theme":
        return Label(code, themes.label(code))
    return labels.label(CHOICES[name], code)


def chosen(filters: Filters) -> list[dict[str, str]]:
    """Each filter in force with the link that takes it away; a reference stands alone."""
    found = []
    for name in TYPED[:1] if filters.reference else NARROWING:
        if value := getattr(filters, name):
            said = value if name in TYPED else _label(name, value).label
            text = f"{labels.label('filters', name).label}: {said}"
            without: dict[str, Any] = {name: ""}
            found.append({"text": text, "href": link(replace(filters, **without))})
    return found


def _empty(filters: Filters) -> str:
    if filters.reference:
        return f"No complaint has “{filters.reference}” in its reference. Check it and try again."
    if filters.words:
        return "No sent complaint has all these words. Try fewer, or other ones."
    if any(getattr(filters, name) for name in NARROWING):
        return "No complaint in this list matches these filters."
    return labels.label("lists", filters.tab).text
