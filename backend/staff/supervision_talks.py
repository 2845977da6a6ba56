"""Supervision: how far people came in the conversation, how long it took, where they stopped."""

from bisect import bisect_left

from sqlalchemy.orm import Session

import intake
from backend.services import totals_read, unclear
from backend.services.totals_read import Period, Sums
from backend.staff import figures, labels
from backend.staff import figures_drawing as drawing
from backend.staff.figures import (
    COUNT,
    NAME,
    SHARE,
    Section,
    Table,
    at_least,
    in_words,
    percent,
    share,
)
from backend.staff.supervision_volumes import minutes
from intake.asks import (
    CONFIRMATION,
    CONTACT_QUESTIONS,
    DRAFT_QUESTIONS,
    ELIGIBILITY_IDS,
    SEND_ANYWAY,
)

MEASURES = (
    *("begun", "finished", "said", "unclear", "person", "told", "minutes", "questions"),
    *("asked", "answered", "volunteered", "stopped"),
)
# In the order that they are asked in.
ORDER = tuple(
    dict.fromkeys(
        [
            *ELIGIBILITY_IDS,
            SEND_ANYWAY.question,
            *(ask.question for ask in (*DRAFT_QUESTIONS, *CONTACT_QUESTIONS, CONFIRMATION)),
        ]
    )
)
NUMBER = "number"


def sections(session: Session, period: Period) -> list[Section]:
    """Every table of the page with its picture."""
    sums = totals_read.sums(session, period, MEASURES)
    return [_funnel(sums), _minutes(sums), _questions(sums), _person(sums)]


def not_understood(session: Session, period: Period) -> list[Section]:
    """How often the assistant did not understand, by question, and what was kept of that."""
    sums = totals_read.sums(session, period, ("asked", "unclear", "said"))
    waiting, labelled = (unclear.counts(session, labelled=done) for done in (False, True))
    asked, failed = sums.named("asked"), sums.named("unclear")
    rows = [
        (
            called(question),
            asked.get(question, 0),
            failed.get(question, 0),
            share(failed.get(question, 0), asked.get(question, 0)),
            waiting.get(question, 0),
            labelled.get(question, 0),
        )
        for question in ORDER
        if any(question in each for each in (failed, waiting, labelled))
    ]
    rows.sort(key=lambda row: -row[2])
    table = Table("unclear", (NAME, COUNT, COUNT, NUMBER, COUNT, COUNT), rows)
    bars = [drawing.Bar(name, number) for name, _, number, *_ in rows if number]
    rate = percent(share(sums.total("unclear"), sums.one("said")))
    facts = [
        ("Messages not understood", f"{sums.total('unclear'):,} ({rate} of all)"),
        ("Kept and not labelled", f"{sum(waiting.values()):,}"),
        ("Kept and labelled", f"{sum(labelled.values()):,}"),
    ]
    return [Section(table, drawing.bars("unclear", table.title, bars), facts)]


def called(question: str) -> str:
    """What staff call a question."""
    return labels.question(question, intake.question(question, {}).label)


def _funnel(sums: Sums) -> Section:
    asked, stopped = sums.named("asked"), sums.named("stopped")
    answered, told = sums.named("answered"), sums.named("volunteered")
    failed = sums.named("unclear")
    rows = [
        (
            called(question),
            asked.get(question, 0),
            answered.get(question, 0),
            told.get(question, 0),
            stopped.get(question, 0),
            share(stopped.get(question, 0), asked.get(question, 0)),
            failed.get(question, 0),
        )
        for question in ORDER
        if any(question in each for each in (asked, told, stopped))
    ]
    table = Table("funnel", (NAME, COUNT, COUNT, COUNT, COUNT, SHARE, COUNT), rows)
    bars = [
        drawing.Bar(name, asked, answered, f"{asked:,} asked, {stopped:,} stopped")
        for name, asked, answered, _, stopped, *_ in rows
        if asked
    ]
    begun, all_stopped = sums.one("begun"), sums.total("stopped")
    facts = [
        ("Began", f"{begun:,}"),
        ("Came to a result", percent(share(sums.total("told"), begun))),
        ("Sent it", percent(share(sums.one("finished"), begun))),
        ("Stopped", percent(share(all_stopped, begun))),
    ]
    picture = drawing.bars("funnel", table.title, bars)
    return Section(table, picture, facts, key=("Asked", "Answered"))


def _minutes(sums: Sums) -> Section:
    found = minutes(sums)
    words = figures.words("times")
    limits = [int(code) for code in words if code.isdecimal()]
    counts = [0] * len(words)
    for taken, number in found.items():
        counts[bisect_left(limits, taken)] += number
    rows = [
        (name, number, share(number, sum(counts)))
        for name, number in zip(words.values(), counts, strict=True)
    ]
    table = Table("minutes", (NAME, COUNT, SHARE), rows)
    bars = [drawing.Bar(name, number) for name, number, _ in rows]
    facts = [
        ("Half took up to", in_words(at_least(found, 0.5))),
        ("Nine of ten took up to", in_words(at_least(found, 0.9))),
    ]
    return Section(table, drawing.bars("minutes", table.title, bars), facts)


def _questions(sums: Sums) -> Section:
    found = {int(name): number for name, number in sums.named("questions").items()}
    total = sum(found.values())
    rows = [(str(n), number, share(number, total)) for n, number in sorted(found.items())]
    table = Table("questions", (NAME, COUNT, SHARE), rows)
    columns = [drawing.Column(name, (number,)) for name, number, _ in rows]
    middle = at_least(found, 0.5)
    facts = [("In the middle", "–" if middle is None else f"{middle} questions")]
    return Section(
        table, drawing.columns("questions", table.title, columns, ("conversations",)), facts
    )


def _person(sums: Sums) -> Section:
    begun, found = sums.one("begun"), sums.named("person")
    rows = [
        (str(words), found.get(code, 0), share(found.get(code, 0), begun))
        for code, words in figures.words("reasons").items()
    ]
    table = Table("person", (NAME, COUNT, SHARE), rows)
    bars = [drawing.Bar(name, number) for name, number, _ in rows]
    facts = [("Needed a person", percent(share(found.get("", 0), begun)))]
    return Section(table, drawing.bars("person", table.title, bars), facts)
