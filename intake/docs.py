"""Writes docs/rules.md from the rules and the questions themselves: `python -m intake.docs`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from intake import wording
from intake.asks import CONTACT_QUESTIONS, DRAFT_QUESTIONS, ELIGIBILITY_QUESTIONS, Ask
from intake.config import read
from intake.decision import Result
from intake.drawing import drawing
from intake.rules import ALL, VERSION, Rule, version
from intake.rules.exclusions import EXCLUSIONS
from intake.second_tiers import all_tiers

TARGET = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
LIMITS = {
    "months_allowed": "months from knowing to coming to us (E5)",
    "urgent_days": "days left at which a draft is marked urgent (E5)",
    "warn_months": "months since knowing after which a step elsewhere carries a warning (E3, E5)",
    "nhs_no_reply_months": "months after which a missing answer from the NHS is late (E3)",
    "gov_no_reply_weeks": "weeks after which a missing answer from the government is late (E3)",
    "ceased_years": "years after which a practice that left the NHS is out (E14, for staff)",
    "local_complaint_months": "months that people have to complain to the NHS itself (E3, said)",
    "most_questions": "questions before the result, at most",
}

IN_FORCE = (
    "The day from which a rule is in force is that of its Act: the Act of 1993 for rules of the "
    "NHS and of both branches, the Act of 1967 for rules of the government alone. A provision that "
    "was put into an Act later, and whose own commencement is not stated here, has the day of that "
    "Act."
)


def page() -> str:
    """The whole page."""
    parts = [
        "# The rules",
        f"Version {VERSION}. Written by `python -m intake.docs` from the rules, the questions and "
        "the wording: do not edit it, a test fails when it is stale.",
        "The service sorts and explains. It never decides: every result can be sent to a person.",
        "## Results",
        "The most serious finding counts; a complaint is for somebody else only when all of it is.",
        _results(),
        "## Questions",
        _questions("Until the result", ELIGIBILITY_QUESTIONS),
        _questions("For the draft", DRAFT_QUESTIONS),
        _questions("To reach the person", CONTACT_QUESTIONS),
        "## The flow",
        "Drawn by changing one answer at a time in a complaint that has nothing against it.",
        drawing(),
        "## Rules",
        IN_FORCE,
        *[_rule(rule) for rule in ALL],
        "## Matters that are kept out",
        _exclusions(),
        "## Limits",
        _limits(),
        "## Reviewers that come before us",
        _tiers(),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines
    )


def _results() -> str:
    rows = [
        (f"`{each.value}`", _words(f"results.{each.value}.says"))
        for each in Result
        if each is not Result.PASS
    ]
    return _table(("result", "what the person is told"), rows)


def _questions(title: str, asks: tuple[Ask, ...]) -> str:
    rows = [
        (f"`{ask.question}`", ask.because, _words(f"questions.{ask.question}.text")) for ask in asks
    ]
    return f"### {title}\n\n" + _table(("question", "asked when", "words"), rows)


def _rule(rule: Rule) -> str:
    until = f" until {rule.in_force_until}" if rule.in_force_until else ""
    findings = "\n".join(f"- {words}" for words in _findings(rule))
    return "\n\n".join(
        [
            f"### {rule.id}: {rule.title}",
            f"Source: NHS: {rule.citation.nhs}. Government: {rule.citation.gov}. "
            f"In force from {rule.in_force_from}{until}.",
            "Needs: " + ", ".join(f"`{question}`" for question in rule.needs) + ".",
            f"What it may find:\n\n{findings}",
        ]
    )


def _findings(rule: Rule) -> list[str]:
    """The sentences of a rule; those of an exclusion stand in the table of exclusions."""
    prefix = f"reasons.{rule.id}."
    return [
        _with_settings(words)
        for key, words in wording.entries()
        if key.startswith(prefix) and "." not in key.removeprefix(prefix)
    ]


def _with_settings(words: str) -> str:
    """The words with the settings in them; what a complaint fills in stays open."""
    for name, value in read().words().items():
        words = words.replace("{" + name + "}", value)
    return words


def _exclusions() -> str:
    rows = [
        (
            each.code,
            each.title,
            f"`{each.result.value}`",
            each.citation.nhs,
            each.citation.gov,
            ", ".join(each.signposts),
        )
        for each in EXCLUSIONS.values()
    ]
    return _table(
        ("code", "matter", "when it is all there is", "NHS", "government", "signpost"), rows
    )


def _limits() -> str:
    shipped = read()
    rows = [(f"`{name}`", str(getattr(shipped, name)), text) for name, text in LIMITS.items()]
    return _table(("setting", "as shipped", "meaning"), rows)


def _tiers() -> str:
    rows = [
        (
            tier.handler,
            ", ".join(tier.covers),
            f"{tier.limit_months} months from {tier.limit_from}" if tier.limit_months else "none",
            tier.how,
        )
        for tier in all_tiers()
    ]
    return _table(("reviewer", "bodies", "time limit", "how"), rows)


def _words(key: str) -> str:
    return wording.text(key, config=read())


def record_digest() -> int:
    """Keeps the digest of today's rules beside their version, once that was raised."""
    problem = version.problem()
    if problem == version.NOT_RAISED:
        print(problem)
        return 1
    version.record()
    print(f"The digest of version {VERSION} is kept.")
    return 0


def main() -> int:
    """Writes the page; --check only says if it is up to date; --version-digest: see version.py."""
    if "--version-digest" in sys.argv[1:]:
        return record_digest()
    fresh = page()
    if "--check" in sys.argv[1:]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        print("docs/rules.md is up to date." if current == fresh else "docs/rules.md is stale.")
        return 0 if current == fresh else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(fresh, encoding="utf-8")
    print("docs/rules.md is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
