"""Numbers about a person that nobody asked for: found by check digits, and hidden from view.

What a person wrote is never changed; `mask` is for showing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from intake import wording
from intake.checks import is_card, is_iban, is_insurance, is_nhs

GAP = r"[\s\-‐-―−.·_\u00ad\u200c\u200d]{0,3}"
_RUN = re.compile(rf"\d(?:{GAP}\d)*")
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"(?<!\d)\d{1,2}\D+\d{1,2}\D+(?:19|20)\d\d(?!\d)")
_LONGEST_NUMBER = 19
# As cards and NHS numbers print theirs. Other spacings count only where nothing else stands by.
_TIDY = re.compile(r"3-3-4|4-6-5|(?:4-){2,4}[1-4]|10|1[3-9]")

_INSURANCE = re.compile(
    rf"(?<![^\W_])([a-z]{{2}}){GAP}(\d\d){GAP}(\d\d){GAP}(\d\d){GAP}([a-d])(?![^\W_])", re.I
)
_IBAN = re.compile(r"(?<![^\W_])gb\d\d[ -]?[a-z]{4}(?:[ -]?\d){14}(?!\d)", re.I)

# A number of these is meant for something else, whatever its check digit says.
_ABROAD = re.compile(r"(?:\+|\b00)\s?\d{0,3}[\s-]*(?:\(0\))?[\s-]*$")
_OTHERWISE = re.compile(
    r"\b(?:ref(?:erence)?|case|complaint|claim|order|tracking|tel|tele?phone|phone|mob(?:ile)?|"
    r"call(?:ed|ing)?|ring|rang|text(?:ed)?|fax)\b[^.\d]{0,15}$",
    re.I,
)
_ATTACHED = re.compile(r"(?<!nhs)(?<!no)(?<!num)(?<!number)(?<=[^\W\d_])$", re.I)
_NEAR = 45

# Said to be such a number: then it is one even with a slip in it.
_BANK = re.compile(r"\b(?:bank|sort\s?codes?|acc(?:oun)?t|account)\b", re.I)
_SAID = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("nhs_number", rf"\bnhs (?:number|num|no)\b[^\d\n]{{0,15}}(\d(?:{GAP}\d){{9}})(?!\d)"),
        (
            "card_number",
            rf"\b(?:card|visa|mastercard|amex)\b[^\d\n]{{0,30}}(\d(?:{GAP}\d){{12,18}})(?!\d)",
        ),
        (
            "national_insurance",
            rf"\b(?:national insurance|nino?)\b[^\d\n]{{0,25}}?"
            rf"\b([a-z]{{2}}{GAP}\d\d{GAP}\d\d{GAP}\d\d(?:{GAP}[a-d]\b)?)",
        ),
        ("bank_account", rf"\bsort\s?code\b[^\d\n]{{0,20}}(\d\d{GAP}\d\d{GAP}\d\d)(?!\d)"),
        (
            "bank_account",
            rf"\b(?:account|acct?|a/c)\.? ?(?:number|num|no)\b[^\d\n]{{0,15}}"
            rf"(\d(?:{GAP}\d){{7}})(?!\d)",
        ),
        ("passport", r"\bpassport\b[^\d\n]{0,25}(\d{9})(?!\d)"),
        ("security_code", r"\b(?:cvv|cvc|cv2|security code)\b[^\d\n]{0,12}(\d{3,4})(?!\d)"),
    )
)
_BANK_PAIR = re.compile(rf"(?<!\d)\d\d{GAP}\d\d{GAP}\d\d[ ,;]{{1,3}}\d{{8}}(?!\d)")


class Number(NamedTuple):
    """A number about a person, and where it stands in the text."""

    kind: str
    start: int
    end: int


def found(text: str) -> list[Number]:
    """The numbers about a person in a text, in their order, none inside another."""
    if not _DIGITS.search(text):
        return []
    kept: list[Number] = []
    for number in (*_by_check_digit(text), *_by_form(text), *_said(text)):
        if all(number.end <= other.start or number.start >= other.end for other in kept):
            kept.append(number)
    return sorted(kept, key=lambda each: each.start)


def mask(text: str) -> str:
    """The text as staff see it first: each of these numbers replaced by what it is."""
    shown, end = [], 0
    for number in found(text):
        shown += [text[end : number.start], hidden(number.kind)]
        end = number.end
    return "".join([*shown, text[end:]])


def hidden(kind: str) -> str:
    """What stands in the place of a number."""
    return f"[{name(kind)} hidden]"


def name(kind: str) -> str:
    """What a kind of number is called."""
    return wording.text(f"personal.{kind}")


def _said(text: str) -> Iterator[Number]:
    for kind, pattern in _SAID:
        for match in pattern.finditer(text):
            if not _DATE.fullmatch(match[1]):
                yield Number(kind, *match.span(1))
    if _BANK.search(text):
        yield from (Number("bank_account", *match.span()) for match in _BANK_PAIR.finditer(text))


def _by_form(text: str) -> Iterator[Number]:
    for match in _INSURANCE.finditer(text):
        spaced = match.end(1) < match.start(2)
        if is_insurance(match[1], spaced=spaced):
            yield Number("national_insurance", *match.span())
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield Number("bank_account", *match.span())


def _by_check_digit(text: str) -> Iterator[Number]:
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _DIGITS.finditer(text, run.start(), run.end())]
        place = 0
        while place < len(groups):
            number, after = _longest(text, groups, place)
            if number is not None:
                yield number
            place = after


def _longest(text: str, groups: list[tuple[int, int]], first: int) -> tuple[Number | None, int]:
    """The longest number that begins with a group, and the group after it."""
    digits, best, after = "", None, first + 1
    sizes: list[str] = []
    for last in range(first, len(groups)):
        start, end = groups[last]
        digits += text[start:end]
        sizes.append(str(end - start))
        if len(digits) > _LONGEST_NUMBER:
            break
        whole = first == 0 and last == len(groups) - 1
        kind = _kind(digits, "-".join(sizes))
        tidy = bool(_TIDY.fullmatch("-".join(sizes)))
        number = Number(kind, groups[first][0], end)
        if kind and (tidy or whole) and _stands_alone(text, number, tidy):
            best, after = number, last + 1
    return best, after


def _kind(digits: str, sizes: str) -> str:
    if is_card(digits):
        return "card_number"
    # Many telephone numbers of ten digits begin with a nought; NHS numbers of Scotland do too.
    if is_nhs(digits) and (digits[0] != "0" or sizes == "3-3-4"):
        return "nhs_number"
    return ""


def _stands_alone(text: str, number: Number, tidy: bool) -> bool:
    before = text[max(0, number.start - _NEAR) : number.start]
    if _ATTACHED.search(before) or text[number.end : number.end + 1].isalpha():
        return False
    if _ABROAD.search(before) or _OTHERWISE.search(before):
        return False
    return tidy or not _DATE.search(text[number.start : number.end])
