"""E6: the person affected complains, or somebody suitable for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.decision import Result
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation

CHECKED = ("adult_unable", "child", "deceased")
NEARLY_ADULT = re.compile(r"\b(?:16|17|sixteen|seventeen)\b", re.IGNORECASE)


# A young person who complains alone is heard, and staff make contact soon.
UNDER_AGE = re.compile(
    r"\bi\s?['’]?a?m (?:only )?(?:1[0-7]|thirteen|fourteen|fifteen|sixteen|seventeen)\b"
    r"(?! (?:weeks|months|days|stone|hours|th|minutes|kg|miles))",
    re.IGNORECASE,
)


def check(s: Situation) -> Iterable[Finding]:
    """Consent for an adult who can give it; a check of who is suitable for everybody else."""
    who, consent = s.answer("acting_for"), s.answer("acting_for_consent")
    others = who not in ("self", "group", *CHECKED)
    if others and consent in ("no", "not_sure"):
        yield Finding(
            Result.NEEDS_STAFF, "consent_missing", consent, ("CONSENT_MISSING",), steps=("consent",)
        )
    elif who == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "unknown", who)
    elif who in CHECKED:
        yield _checked(s, who)
    elif who == "adult_agrees":
        yield passed("agrees", consent or who, steps=("consent_form",))
    elif who is not None:
        alone = who == "self" and UNDER_AGE.search(s.words("matter"))
        yield passed("pass", who, flags=("CHILD_ALONE",) if alone else ())


def _checked(s: Situation, who: str) -> Finding:
    flags = ["SUITABILITY_CHECK"]
    # From 16 a young person is asked for their own agreement, as an adult would be.
    if who == "child" and NEARLY_ADULT.search(s.words("relationship")):
        flags.append("YOUNG_PERSON_CONSENT")
    return passed(who, who, flags=tuple(flags))


RULE = Rule(
    id="E6_WHO",
    title="The right person complains",
    citation=Citation(
        "HSCA 1993 ss.8, 9(3)", "PCA 1967 s.6(1)-(2); Victims and Prisoners Act 2024 s.27"
    ),
    needs=("acting_for", "acting_for_consent", "relationship", "matter"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
