"""E9 to E14: the rules that need one answer each, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.decision import Result
from intake.rules.model import HSCA_IN_FORCE, PCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation

CLOSED = re.compile(
    r"\b(?:clos(?:ed|ing)|shut(?: down)?|retired|no longer (?:exists?|there|open)|went bust)\b",
    re.IGNORECASE,
)
# A written complaint may be taken down for a person who cannot write (Equality Act 2010 s.20).
NEEDS_HELP_TO_WRITE = ("phone", "bsl", "supporter", "interpreter")
CONSULAR = ("fcdo",)
# Within a year of getting it, an NHS body may refer a complaint that a patient made to it.
REFERRAL = Citation("HSCA 1993 s.10", "none")


def injustice(s: Situation) -> Iterable[Finding]:
    """Somebody must say that it did harm; how much is for staff."""
    impact = s.chosen("impact")
    if impact == ("none",):
        yield Finding(Result.NEEDS_STAFF, "none", "none", ("NO_INJUSTICE",))
    elif impact:
        yield passed("pass", ", ".join(impact))


def repeat(s: Situation) -> Iterable[Finding]:
    """A matter that was looked at before is for staff: new, or a review."""
    before = s.answer("previous_ombudsman")
    if before == "yes":
        yield Finding(Result.NEEDS_STAFF, "yes", before, ("REPEAT",), ("S58",), ("give_reference",))
    elif before == "not_sure":
        # Our own records answer this better than the person can.
        yield passed("not_sure", before, flags=("REPEAT_CHECK",))
    elif before == "no":
        yield passed("pass", before)


def public_body(s: Situation) -> Iterable[Finding]:
    """Public bodies cannot complain; groups and businesses can.

    An NHS body may refer a patient's complaint to us, so that one is for staff.
    """
    if s.answer("acting_for") != "group":
        return
    answer = s.answer("public_body")
    if answer == "yes" and s.is_nhs and not s.all_out:
        yield Finding(Result.NEEDS_STAFF, "nhs_referral", answer, citation=REFERRAL)
    elif answer == "yes":
        yield Finding(Result.NOT_FOR_US, "yes", answer, steps=("public_body_routes",))
    elif answer == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "not_sure", answer)
    elif answer == "no":
        yield passed("pass", answer)


def uk_link(s: Situation) -> Iterable[Finding]:
    """Government: living here, or it happened here. Consular help is for people abroad."""
    if not s.is_gov or s.answer("care_place") != "abroad":
        return
    if s.lead is not None and s.lead.id in CONSULAR:
        yield passed("consular", "abroad")
    else:
        yield Finding(Result.NEEDS_STAFF, "abroad", "abroad", ("UK_LINK_CHECK",))


def written(s: Situation) -> Iterable[Finding]:
    """A chat that the person confirms is in writing; help with writing is an adjustment."""
    help_wanted = any(need in NEEDS_HELP_TO_WRITE for need in s.chosen("adjustments"))
    if s.answer("confirm") == "yes" or help_wanted:
        flags = ("WRITTEN_ADJUSTMENT",) if help_wanted else ()
        yield passed("help" if help_wanted else "pass", s.answer("confirm") or "", flags=flags)


def ceased(s: Situation) -> Iterable[Finding]:
    """A practice that left the NHS over three years ago: only a mark for staff."""
    said = f"{s.words('cannot_complain_reason')} {s.words('matter')}"
    contractor = s.is_nhs and s.lead is not None and not s.lead.is_nhs_trust
    if contractor and CLOSED.search(said):
        yield passed("closed", flags=("PROVIDER_CLOSED_CHECK",))


E9 = Rule(
    id="E9_INJUST",
    title="Somebody was harmed or treated unfairly by it",
    citation=Citation("HSCA 1993 s.3(1), (1A), (1C)", "PCA 1967 s.5(1)(a)"),
    needs=("impact",),
    check=injustice,
    in_force_from=HSCA_IN_FORCE,
)
E10 = Rule(
    id="E10_REPEAT",
    title="No ombudsman has looked at it before",
    citation=Citation("HSCA 1993 s.3(2)", "PCA 1967 s.5(5)"),
    needs=("previous_ombudsman",),
    check=repeat,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
E11 = Rule(
    id="E11_PUBLIC",
    title="It is not a public body that complains",
    citation=Citation("HSCA 1993 ss.8, 10", "PCA 1967 s.6(1), (1A)"),
    needs=("acting_for", "public_body"),
    check=public_body,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
E12 = Rule(
    id="E12_UKLINK",
    title="There is a link with the UK (government only)",
    citation=Citation("none", "PCA 1967 s.6(4)-(5)"),
    needs=("care_place",),
    check=uk_link,
    in_force_from=PCA_IN_FORCE,
)
E13 = Rule(
    id="E13_WRITTEN",
    title="It is in writing",
    citation=Citation("HSCA 1993 s.9(2)", "PCA 1967 s.5(1)(a)"),
    needs=("confirm", "adjustments"),
    check=written,
    in_force_from=HSCA_IN_FORCE,
)
E14 = Rule(
    id="E14_CEASED",
    title="The practice has not left the NHS for over three years",
    citation=Citation("HSCA 1993 s.9(4A)-(4B)", "none"),
    needs=("organisation", "cannot_complain_reason"),
    check=ceased,
    in_force_from=HSCA_IN_FORCE,
)
RULES = (E9, E10, E11, E12, E13, E14)
