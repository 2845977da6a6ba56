"""Where a code can be sent: an e-mail address, or a mobile number of the United Kingdom."""

from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

EMAIL = "email"
TEXT = "text"
LONGEST = 254
# Texts abroad cost much, and invite those who earn from them.
HOME = 44
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True)
class Address:
    """An address in its usual form, and the way to it."""

    way: str
    value: str


def read_address(typed: str) -> Address | None:
    """The address in what somebody typed; None where it is neither."""
    typed = typed.strip()
    if len(typed) > LONGEST:
        return None
    return _email(typed) if "@" in typed else _mobile(typed)


def _email(typed: str) -> Address | None:
    try:
        checked = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return None
    return Address(EMAIL, checked.normalized)


def _mobile(typed: str) -> Address | None:
    try:
        number = phonenumbers.parse(typed, "GB")
    except NumberParseException:
        return None
    if number.country_code != HOME or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in MOBILE:
        return None
    return Address(TEXT, phonenumbers.format_number(number, PhoneNumberFormat.E164))
