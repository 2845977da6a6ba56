"""Whether one organisation is inside the ombudsman's remit, given where it was and who paid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.parts import GOV, NHS, OUT, PAYER_DECIDES, VICTIM, Part

IN, ELSEWHERE, STAFF = "in", "elsewhere", "staff"
DEVOLVED = {"wales": "S35", "scotland": "S36", "northern_ireland": "S37"}
CARE_NAME = re.compile(
    r"\b(hospital|hosp|ward|surgery|clinic|medical|health|doctors?|gp|dentist|dental|nurs\w+|"
    r"nhs|trust|infirmary|hospice|camhs|midwi\w+|ambulance|pharmacy|chemist)\b",
    re.IGNORECASE,
)
SELF_PAID = {"kind-dentist": "S25", "kind-optician": "S26"}


@dataclass(frozen=True)
class Standing:
    """Where one organisation stands: in, elsewhere or for staff, with the reason's wording key."""

    where: str
    key: str
    signposts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def standing(part: Part, place: str | None, payer: str | None, victim: str | None) -> Standing:
    """HSCA 1993 ss.2-2B with s.3, and PCA 1967 s.4 with Schedule 2, for one organisation."""
    if part.branch == VICTIM:
        return _victims_code(part, victim)
    if payer == "nhs" and part.branch == OUT and part.signpost in PAYER_DECIDES:
        return _place(part, place) or Standing(IN, "nhs_paid")
    if looks_like_care(part):
        return _place(part, place) or _payer(part, payer) or _care(part)
    own = (part.signpost,) if part.signpost else ()
    if part.branch == OUT or part.in_remit == "no":
        return Standing(ELSEWHERE, "outside", own)
    if part.branch == GOV and part.in_remit != "check":
        return Standing(IN, "government", flags=("GOV_VICTIM",) if victim == "yes" else ())
    if part.matched and part.id and part.id != "kind-government":
        return Standing(STAFF, "check", own)
    return Standing(STAFF, "unmatched", own, ("BODY_UNMATCHED",))


def looks_like_care(part: Part) -> bool:
    """Whether place and payer matter; a name that was not matched is judged by its words."""
    return part.is_care or (not part.matched and bool(CARE_NAME.search(part.name)))


def _victims_code(part: Part, victim: str | None) -> Standing:
    """Bodies that are in only for a victim's rights under the Victims' Code (PCA 1967 s.5(1A))."""
    own = (part.signpost,) if part.signpost else ()
    if victim == "yes":
        return Standing(IN, "victim", flags=("GOV_VICTIM",))
    if victim == "no":
        return Standing(ELSEWHERE, "not_victim", own)
    return Standing(STAFF, "victim_unknown", own)


def _place(part: Part, place: str | None) -> Standing | None:
    known_in_england = part.place == "england"
    if place in DEVOLVED:
        if known_in_england and part.sure:
            return Standing(STAFF, "place_contradicts", (DEVOLVED[place],))
        return Standing(ELSEWHERE, f"place_{place}", (DEVOLVED[place],))
    if place == "abroad":
        return Standing(STAFF, "place_abroad", flags=("CROSS_BORDER",))
    if place == "not_sure" and not known_in_england:
        return Standing(STAFF, "place_unknown")
    return None


def _payer(part: Part, payer: str | None) -> Standing | None:
    paid_elsewhere = SELF_PAID.get(part.id or "", part.signpost or "S24")
    if payer == "self_or_insurance":
        if part.is_nhs_trust:
            return Standing(STAFF, "payer_contradicts", ("S24",))
        return Standing(ELSEWHERE, "self_paid", (paid_elsewhere,))
    if payer == "council":
        if part.branch == NHS:
            return Standing(STAFF, "payer_contradicts", ("S02",))
        return Standing(ELSEWHERE, "council_paid", ("S02",))
    if payer == "nhs" or not part.payer_unclear:
        return None
    if payer == "not_sure" or part.payer_decides:
        return Standing(STAFF, "payer_unknown", (part.signpost,) if part.signpost else ())
    return None


def _care(part: Part) -> Standing:
    if not part.matched:
        return Standing(STAFF, "unmatched", flags=("BODY_UNMATCHED",))
    return Standing(IN, "nhs")
