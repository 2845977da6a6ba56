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
REGULATORS = (
    ("S28", re.compile(r"\b(?:nurse|nurses|midwi\w+|matron|sister)\b", re.IGNORECASE)),
    ("S29", re.compile(r"\b(?:paramedic|psychologist|physio\w*|occupational therap\w+)\b", re.IGNORECASE)),
    ("S30", re.compile(r"\b(?:dentist|pharmacist|optician|optometrist|social worker|osteopath|chiropractor)\b", re.IGNORECASE)),
    ("S27", re.compile(r"\b(?:doctor|gp|consultant|surgeon|psychiatrist|registrar|dr)\b", re.IGNORECASE)),
)  # fmt: skip


def signposts(code: str, matter: str, appeal: str | None) -> tuple[str, ...]:
    """Who can do what we cannot."""
    if code == "O_STAFF":
        named = tuple(post for post, words in REGULATORS if words.search(matter))
        return named[:2] or ("S27",)
    if code == "O_DAMAGES":
        return ("S44",)
    if code == "O_COURT":
        return (appeal or "S10",)
    return ()
