"""E15: what the person hopes for. It never filters; what cannot be done is explained."""

from __future__ import annotations

from collections.abc import Iterable

from intake import outcomes
from intake.rules.legal import appeal
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation


def check(s: Situation) -> Iterable[Finding]:
    """Each hope that we cannot meet gets the nearest thing that is possible, and who can help."""
    chosen = s.chosen("outcomes")
    if not chosen:
        return
    beyond = [code for code in chosen if code in outcomes.BEYOND_US]
    posts = [
        post for code in beyond for post in outcomes.signposts(code, s.words("matter"), appeal(s))
    ]
    yield passed(
        "beyond" if beyond else "pass",
        ", ".join(chosen),
        signposts=tuple(dict.fromkeys(posts)),
        steps=tuple(outcomes.BEYOND_US[code] for code in beyond),
    )


RULE = Rule(
    id="E15_OUTCOME",
    title="What would put it right",
    citation=Citation("HSCA 1993 s.3(2)", "PCA 1967 s.5(5)"),
    needs=("outcomes", "matter"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
)
