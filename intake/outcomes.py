"""What people hope for: what the ombudsman can recommend, and what it never can."""

from __future__ import annotations

import re

# The outcomes that the ombudsman cannot bring about, with the sentence that says so kindly.
BEYOND_US = {
    "O_STAFF": "outcome_staff",
    "O_DAMAGES": "outcome_damages",
    "O_COURT": "outcome_court",
    "O_URGENT": "outcome_urgent",
}
POSSIBLE = (
    "O_ACK", "O_APOL", "O_EXPL", "O_RIGHT", "O_SERV", "O_MONEY_LOSS", "O_MONEY_DIST", "O_NOTSURE",
)  # fmt: skip
REGULATORS = {
    "S28": r"nurses?|midwi\w+|matron|sister",
    "S29": r"paramedic|psychologist|physio\w*|occupational therap\w+",
    "S30": r"dentist|pharmacist|optician|optometrist|social worker|osteopath|chiropractor",
    "S27": r"doctors?|gp|consultant|surgeon|psychiatrist|registrar|dr",
}


def signposts(code: str, matter: str, appeal: str | None) -> tuple[str, ...]:
    """Who can do what we cannot."""
    if code == "O_STAFF":
        named = tuple(
            post
            for post, staff in REGULATORS.items()
            if re.search(rf"\b(?:{staff})\b", matter, re.IGNORECASE)
        )
        return named[:2] or ("S27",)
    if code == "O_DAMAGES":
        return ("S44",)
    if code == "O_COURT":
        return (appeal or "S10",)
    return ()
