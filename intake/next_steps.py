"""What a person can do now, in plain sentences; the last one always leads to a person."""

from __future__ import annotations

from collections.abc import Iterable

from intake import signposts as register
from intake import wording
from intake.dates_in_words import dates_in
from intake.decision import Result
from intake.rules.model import Finding
from intake.rules.time import is_running_out
from intake.situation import Situation

# Said whatever the result: they do not depend on a step to do first.
ALWAYS = (
    "mixed",
    "joint",
    "appeal",
    "urgent",
    "consent_form",
    "legal_advice",
    "continuing_care",
    "mental_health_advocate",
)
OUTCOMES = "outcome_"
OR = {"en": " or ", "cy": " neu "}


def next_steps(
    s: Situation, result: Result, found: list[Finding], signposts: list[str]
) -> list[str]:
    """The steps of the findings that decided, then what always holds, then a way to a person."""
    sentences = [_say(s, key, finding) for key, finding in _chosen(result, found)]
    if result is Result.NOT_YET and is_running_out(s):
        sentences += _warning(s, found)
    if result is Result.NOT_FOR_US:
        sentences += [_signpost(s, post) for post in signposts]
        # Nobody is sent away with nowhere to go.
        sentences = sentences or [_plain(s, "elsewhere")]
    if result in (Result.NOT_YET, Result.NOT_FOR_US):
        sentences.append(_plain(s, "send_anyway"))
    elif result is Result.LOOKS_ELIGIBLE:
        sentences.append(_plain(s, "carry_on"))
    else:
        sentences.append(_plain(s, "staff_decide"))
    return list(dict.fromkeys([*sentences, _plain(s, "person")]))


def _warning(s: Situation, found: list[Finding]) -> list[str]:
    """Time runs while another step comes first; one warning is enough."""
    flags = {flag for finding in found for flag in finding.flags}
    if "OVER_LIMIT" in flags:
        return [_plain(s, "year_over")]
    return [] if "URGENT_LIMIT" in flags else [_plain(s, "running_out")]


def _chosen(result: Result, found: list[Finding]) -> Iterable[tuple[str, Finding]]:
    for finding in found:
        decided = finding.result.value == result.value
        for key in finding.steps:
            if decided or key in ALWAYS or key.startswith(OUTCOMES) or _still(result, finding):
                yield key, finding


def _still(result: Result, finding: Finding) -> bool:
    """With staff to look at it, a step that can be taken meanwhile is still worth naming."""
    return result is Result.NEEDS_STAFF and finding.result is Result.NOT_YET


def _say(s: Situation, key: str, finding: Finding) -> str:
    values = {**s.words_for, **dates_in(s.locale, finding.values)}
    return wording.filled(f"steps.{key}", values, s.locale, s.voice, s.config)


def _plain(s: Situation, key: str) -> str:
    return wording.filled(f"steps.{key}", s.words_for, s.locale, s.voice, s.config)


def _signpost(s: Situation, identity: str) -> str:
    post = register.get(identity, s.locale)
    if post is None:
        return ""
    ways = OR.get(s.locale, OR["en"]).join(part for part in (post.phone, post.url) if part)
    key = "steps.signpost_ways" if ways else "steps.signpost"
    values = {"label": post.label, "handler": post.handler, "ways": ways}
    return wording.filled(key, values, s.locale, config=s.config)
