"""Contact details: name, e-mail, phone, postal address."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.reading.control import bare
from bot.reading.model import Reading, answer, no_answer
from bot.reading.plain import load, plain

_EMAIL = re.compile(r"[\w.+'-]+\s*@\s*[\w-]+(?:\s*\.\s*[\w-]+)*")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("contact")[key], re.IGNORECASE)


def name(text: str) -> Reading | None:
    """A person's name."""
    said = _words("name_lead").sub("", " ".join(text.split()))
    said = _words("name_tail").sub("", said).strip(' .,!;:"')
    words = said.split()
    if not 1 <= len(words) <= 6 or len(said) > 80:
        return None
    if re.search(r"[\d@?<>{}=/\\]", said) or not any(letter.isalpha() for letter in said):
        return None
    if _words("no_name").search(plain(said)):
        return None
    shown = said.title() if said.islower() and said.isascii() else said
    return answer(shown, text)


def email(text: str) -> Reading | None:
    """An e-mail address; `invalid` where something like one was typed."""
    found = _EMAIL.search(text) or _EMAIL.search(_unspoken(text))
    if not found:
        return no_answer("invalid", text) if "@" in text else None
    typed = re.sub(r"\s+", "", found[0]).strip(".-'")
    try:
        checked = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return no_answer("invalid", text)
    return answer(checked.normalized, found[0])


def _unspoken(text: str) -> str:
    for pattern, sign in load("contact")["spoken"].items():
        text = re.sub(pattern, sign, text, flags=re.IGNORECASE)
    return text


def phone(text: str) -> Reading | None:
    """A phone number, British unless it says otherwise; `invalid` for digits that are none."""
    typed = re.sub(r"(?<=\d)\s*[oO]\s*(?=\d)|^[oO](?=\d)", "0", text)
    for match in phonenumbers.PhoneNumberMatcher(typed, "GB", phonenumbers.Leniency.POSSIBLE):
        number = match.number
        if not phonenumbers.is_possible_number(number):
            continue
        home = number.country_code == 44
        style = phonenumbers.PhoneNumberFormat
        shape = style.NATIONAL if home else style.INTERNATIONAL
        return answer(phonenumbers.format_number(number, shape), match.raw_string)
    digits = sum(character.isdigit() for character in text)
    return no_answer("invalid", text) if digits >= 4 else None


def postal_address(text: str) -> Reading | None:
    """A postal address: a postcode, or a number or street with a few words."""
    said = _words("address_lead").sub("", text.strip()).strip(" .")
    postcode = _POSTCODE.search(said)
    if postcode:
        said = said.replace(postcode[0], f"{postcode[1]} {postcode[2]}".upper())
    words = bare(plain(said)).split()
    looks = bool(_words("street").search(said)) or any(character.isdigit() for character in said)
    if (postcode and words) or (looks and len(words) >= 3):
        return answer(said, text, 0.9 if postcode else 0.7)
    return None
