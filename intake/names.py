"""Names of organisations and reviewers as they read inside a sentence."""

from __future__ import annotations

import re

from intake.parts import Part
from intake.second_tiers import SecondTier
from intake.welsh import Name

LONGEST = 80
IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
# The first words of names of government bodies that take an article ("the Home Office").
WITH_ARTICLE = re.compile(
    r"(?:Adjudicator's|Arts|Cabinet|Care|Charity|Child|Civil|Coal|Competition|Criminal|Crown|"
    r"Department|Disclosure|Electoral|Environment|Equality|Fair|Food|Foreign|Forestry|Gambling|"
    r"General|Health|Home|Human|Information|Insolvency|Intellectual|Legal|Maritime|Marine|"
    r"Medicines|Ministry|Money|National|Office|Official|Parole|Pensions?|Planning|Post|Regulator|"
    r"Royal|Rural|Security|Student|Traffic|Treasury|Valuation|Vehicle|Windrush|Youth)\b"
)
NO_ARTICLE = ("National Highways", "National Savings and Investments")


def body(part: Part | None, locale: str = "en") -> str | None:
    """The organisation, with an article where one belongs; None where it has no usable name."""
    if part is None or not part.name or len(part.name) > LONGEST:
        return None
    if locale == "cy":
        return _in_welsh(part)
    name = re.sub(r"^(?:my|our)\b", "your", part.name, flags=re.IGNORECASE)
    if name.startswith("Your "):
        return name[:1].lower() + name[1:]
    if part.kind == "kind" and (part.name == part.known_as or part.name.islower()):
        return _kind(name)
    takes_article = WITH_ARTICLE.match(name) and name not in NO_ARTICLE
    if part.group == "government" and takes_article:
        return f"the {name}"
    return f"the {name[4:]}" if name.startswith("The ") else name


def reviewer(tier: SecondTier | None, locale: str = "en") -> str | None:
    """An independent reviewer ("the Independent Case Examiner")."""
    if tier is None:
        return None
    if locale == "cy" and tier.cy:
        return Name(tier.handler)
    name = tier.handler if ", then" in tier.handler else tier.handler.split(",")[0]
    if name.startswith("The "):
        return f"the {name[4:]}"
    return name if name.startswith("HM ") else f"the {name}"


def _in_welsh(part: Part) -> str:
    """The Welsh name of what has one; a name of the person's own stays, and so do English names."""
    meant = part.group == "government" and part.sure
    plain = part.name == part.known_as or part.name.islower()
    return Name(part.name_cy) if part.name_cy and (meant or plain) else part.name


def _kind(name: str) -> str:
    """A kind of service that was named instead of one organisation ("the hospital")."""
    plain = IN_BRACKETS.sub("", name)
    if plain.lower().startswith(("the ", "your ", "a ", "an ")):
        return plain
    lower = plain if plain[:2].isupper() or plain == "NHS" else plain[:1].lower() + plain[1:]
    return f"the {lower}"
