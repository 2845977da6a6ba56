"""The help shown when a message tells of danger: written text, no model or network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from intake.safety.data import load
from intake.safety.model import Screening
from intake.safety.person import ENGLAND, Person

WORDING = Path(__file__).resolve().parent.parent / "wording"

# Shown when the wording or the numbers cannot be read, so that help never depends on a file.
LAST_RESORT = (
    "Thank you for telling me. I'm really sorry.\n"
    "I'm an automated assistant and can't keep you or anyone else safe, but these people can talk "
    "to you now.\n"
    "If a life is in danger now, call 999. If you're deaf, use 999bsl.co.uk.\n"
    "For urgent mental health help, call 111 and choose the mental health option.\n"
    "Samaritans: call 116 123, free, day or night. Or text SHOUT to 85258.\n"
    "Your complaint is saved. You don't have to carry on today."
)


def reply(
    screening: Screening,
    locale: str = "en",
    config: object | None = None,
    under_18: bool = False,
    person: Person | None = None,
) -> str:
    """The help text for a screening, empty at R0; fitted to who the person is as far as known."""
    if screening.level == "R0":
        return ""
    try:
        who = person or Person(str(getattr(config, "country", ENGLAND) or ENGLAND))
        young = under_18 or who.young or "UNDER_18" in screening.flags
        return _written(screening, locale, who, young)
    except Exception:  # a fault in a file must not cost someone the help
        return LAST_RESORT if screening.at_least("R2") else ""


def offers(screening: Screening, locale: str = "en", person: Person | None = None) -> list[str]:
    """Who can help, for staff to tell somebody on the telephone; nothing below R2."""
    if not screening.at_least("R2"):
        return []
    who = person or Person(ENGLAND)
    young = who.young or "UNDER_18" in screening.flags
    name = situation(screening, young)
    plans = wording(locale)["replies"]
    plan = plans.get(name) or plans[name.replace("_young", "")]
    chosen = [*plan.get("offer", ()), *plan.get("then", ())]
    services = load("crisis")["services"]
    keys = [key for key in dict.fromkeys(chosen) if key in services]
    fitting = _fitting(keys, plan.get("instead", {}), who)
    return [_service(key, who.country, locale) for key in dict.fromkeys(fitting)]


def denied(locale: str = "en") -> str:
    """What is said to somebody who answers that they are not in danger."""
    return str(wording(locale)["lines"]["not_in_danger"])


@lru_cache(maxsize=8)
def wording(locale: str) -> dict[str, Any]:
    """The reply wording of a language, English where there is none."""
    path = WORDING / f"safety.{locale}.yml"
    if not path.is_file():
        path = WORDING / "safety.en.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} is not a mapping")
    return data


def situation(screening: Screening, under_18: bool) -> str:
    """Which reply fits, as the wording names it."""
    flags = set(screening.flags)
    if not screening.at_least("R2"):
        return "bereaved" if "BEREAVED" in flags else "distress"
    if screening.level == "R2":
        return _concern(flags, under_18)
    high = "now" if screening.level == "R4" else "high"
    for flag, name in (
        ("CHILD_AT_RISK", "child"),
        ("DOMESTIC_ABUSE", "abuse"),
        ("HARM_TO_OTHERS", "harm"),
        ("STAFF_THREAT", "harm"),
        ("ONGOING_CARE_RISK", "care"),
        ("ADULT_AT_RISK", "adult"),
        ("OTHER_IN_DANGER", "other"),
    ):
        if flag in flags:
            return f"{name}_young_{high}" if under_18 and name != "harm" else f"{name}_{high}"
    return f"young_{high}" if under_18 else f"self_{high}"


def _concern(flags: set[str], under_18: bool) -> str:
    if "ONGOING_CARE_RISK" in flags:
        return "care_concern"
    if "STAFF_THREAT" in flags:
        return "threat_concern"
    return "young_concern" if under_18 else "concern"


def _written(screening: Screening, locale: str, who: Person, young: bool) -> str:
    texts = wording(locale)
    name = situation(screening, young)
    plan = texts["replies"].get(name) or texts["replies"][name.replace("_young", "")]
    said = texts["lines"]
    lines = [said[key] for key in plan["say"]]
    offer = _fitting(plan.get("offer", ()), plan.get("instead", {}), who)
    helps = [f"- {_service(key, who.country, locale)}" for key in offer]
    after = [
        said[key] if key in said else _service(key, who.country, locale)
        for key in plan.get("then", ())
    ]
    return "\n".join([*lines, *helps, *after])


def _fitting(
    offer: Sequence[str], instead: Mapping[str, Mapping[str, str]], who: Person
) -> list[str]:
    """The services to show: some in place of others for an age, none of another country."""
    chosen = list(offer)
    for group, swaps in instead.items():
        if getattr(who, group):
            chosen = [swaps.get(key, key) for key in chosen]
    services = load("crisis")["services"]
    return [key for key in chosen if _serves(services[key], who.country)]


def _serves(service: Mapping[str, Any], country: str) -> bool:
    return country in service["countries"] or country in service.get("by_country", {})


def _service(key: str, country: str, locale: str) -> str:
    """One way to get help, with the number that serves the country; English where it must be."""
    services: dict[str, Any] = load("crisis")["services"]
    service = services[key]
    local = service.get("by_country", {}).get(country, service)
    return str(local.get(locale) or local["text"])
