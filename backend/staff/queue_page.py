"""The queue as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from backend.data.models import Draft, Message
from backend.staff import labels, people
from backend.staff.labels import Label
from backend.staff.queries import CONCERN, Cursor, Filters, Page, Tab
from backend.staff.risk_words import Part, marked
from backend.staff.sight import Sight

FLAGS_SHOWN = 3
LONGEST_REFERENCE = 40
LONGEST_QUOTE = 200
HIDDEN = Sight()
TABS = {Tab.SENT: "Sent", Tab.FLAGGED: "Flagged", Tab.IN_PROGRESS: "Not sent yet"}
EMPTY = {
    Tab.SENT: "No complaints have been sent yet. They appear here as soon as a person sends one.",
    Tab.FLAGGED: "Nothing is flagged. Complaints with a risk or something to check appear here.",
    Tab.IN_PROGRESS: "Nobody is filling in a complaint that is not sent yet.",
}


@dataclass(frozen=True)
class Row:
    """One complaint in the queue."""

    key: str
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


def read_filters(args: Mapping[str, str]) -> Filters:
    """What a link or the form asks for; anything that is not a choice of ours is left out."""
    tab, result, flag = args.get("list", ""), args.get("result", ""), args.get("flag", "")
    return Filters(
        tab=Tab(tab) if tab in set(Tab) else Tab.SENT,
        result=result if result in labels.codes("results") else "",
        flag=flag if flag in labels.codes("flags") else "",
        reference=" ".join(args.get("reference", "").replace("\0", "").split())[:LONGEST_REFERENCE],
    )


def link(filters: Filters, at: Cursor | None = None) -> str:
    """The address of the queue with these filters, at this place."""
    return url_for(
        "staff.queue",
        list=None if filters.tab is Tab.SENT else filters.tab.value,
        result=filters.result or None,
        flag=filters.flag or None,
        reference=filters.reference or None,
        at=str(at) if at else None,
    )


def build(
    filters: Filters, page: Page, danger: Sequence[Draft], said: Mapping[int, Message], today: date
) -> dict[str, Any]:
    """All that the template needs; `said` holds the words that showed a risk."""
    return {
        "filters": filters,
        "rows": [row(draft, said, today) for draft in page.drafts],
        "danger": [row(draft, said, today) for draft in danger],
        "tabs": _tabs(filters),
        "chosen": _chosen(filters),
        "clear": link(Filters(tab=filters.tab)),
        "results": [labels.label("results", code) for code in labels.codes("results")],
        "flags": [labels.label("flags", code) for code in labels.codes("flags")],
        "empty": _empty(filters),
        "heading": "Search results" if filters.reference else TABS[filters.tab],
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
        key=draft.reference or draft.conversation_id,
        name=draft.reference or f"No reference ({draft.conversation_id[:8]})",
        who=people.who(facts),
        organisation=people.organisation(facts),
        result=labels.label("results", draft.result),
        status=labels.label("statuses", draft.case_status),
        risk=labels.label("risks", draft.risk_level) if concern else None,
        quote=marked(words, LONGEST_QUOTE, HIDDEN) if concern and words else [],
        risk_at=labels.when(draft.risk_at) if concern else "",
        flags=flags[:FLAGS_SHOWN],
        more_flags=max(0, len(flags) - FLAGS_SHOWN),
        age=labels.age(moment, today),
        moment=labels.when(moment),
    )


def _tabs(filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "href": link(Filters(tab=tab)),
            "active": tab is filters.tab and not filters.reference,
        }
        for tab, text in TABS.items()
    ]


def _chosen(filters: Filters) -> list[dict[str, str]]:
    """Each filter in force with the link that takes it away."""
    if filters.reference:
        without = replace(filters, reference="")
        return [{"text": f"Reference: {filters.reference}", "href": link(without)}]
    chosen = []
    if filters.result:
        text = labels.label("results", filters.result).label
        chosen.append({"text": f"Result: {text}", "href": link(replace(filters, result=""))})
    if filters.flag:
        text = labels.label("flags", filters.flag).label
        chosen.append({"text": f"Flag: {text}", "href": link(replace(filters, flag=""))})
    return chosen


def _empty(filters: Filters) -> str:
    if filters.reference:
        return f"No complaint has “{filters.reference}” in its reference. Check it and try again."
    if filters.result or filters.flag:
        return "No complaint in this list matches these filters."
    return EMPTY[filters.tab]
