"""Check digits: whether digits can be an NHS number, a payment card, an account."""

from __future__ import annotations

NHS_LENGTH = 10
CARD_LENGTHS = range(13, 20)
# How the numbers of payment cards begin: (first, last) of as many digits.
CARD_STARTS = (
    ("4", "4"), ("51", "55"), ("2221", "2720"), ("34", "34"), ("37", "37"), ("30", "30"),
    ("36", "36"), ("38", "38"), ("6011", "6011"), ("644", "659"), ("3528", "3589"),
    ("50", "50"), ("56", "58"), ("60", "64"), ("67", "67"), ("62", "62"),
)  # fmt: skip
# Never given out as the first two letters of a National Insurance number; QQ is in every example.
NEVER_FIRST, NEVER_SECOND = "dfiquv", "dfioquv"
NEVER_PAIRS = frozenset({"bg", "gb", "kn", "nk", "nt", "tn", "zz"})
EXAMPLE_PAIR = "qq"
# Words before a date: "on 12 03 26 a nurse" is no National Insurance number.
WORDS = frozenset(
    ["am", "as", "at", "be", "by", "go", "he", "in", "is", "it", "me", "my", "no", "of", "on",
     "or", "so", "to", "up", "us", "we"]
)  # fmt: skip


def is_nhs(digits: str) -> bool:
    """Whether ten digits have the check digit of an NHS number."""
    if len(digits) != NHS_LENGTH or len(set(digits)) == 1:
        return False
    weighted = zip(digits, range(NHS_LENGTH, 1, -1), strict=False)
    total = sum(int(digit) * weight for digit, weight in weighted)
    return -total % 11 == int(digits[-1])


def is_card(digits: str) -> bool:
    """Whether digits begin as a payment card does and have its check digit."""
    if len(digits) not in CARD_LENGTHS or len(set(digits)) == 1:
        return False
    plain = "".join(str(int(digit)) for digit in digits)
    begins = any(low <= plain[: len(low)] <= high for low, high in CARD_STARTS)
    return begins and luhn(plain)


def luhn(digits: str) -> bool:
    """The sum that payment cards share: every second digit doubled."""
    odd = sum(int(digit) for digit in digits[-1::-2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether an account number has the international check digits."""
    plain = "".join(character for character in text if character.isalnum()).upper()
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def is_insurance(letters: str, *, spaced: bool) -> bool:
    """Whether two letters may begin a National Insurance number."""
    pair = letters.lower()
    if pair == EXAMPLE_PAIR:
        return True
    if pair in NEVER_PAIRS or (spaced and pair in WORDS):
        return False
    return pair[0] not in NEVER_FIRST and pair[1] not in NEVER_SECOND
