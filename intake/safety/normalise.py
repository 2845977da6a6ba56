"""Plain words from what people type: no accents, short forms written out, common slips put right.

Patterns are written once, for the plain form; each plain word keeps its place in what was typed.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from intake.safety.data import load

LONGEST = 200_000
WINDOW, STEP = 48, 30
_TOKEN = re.compile(
    r"(?P<word>[^\W_](?:[\w*@$]|['’‘`´](?=\w))*)"
    r"|(?P<stop>[.!?;…]+(?=\s|$|[\"'”’)])|[。।؟]+|\n\s*\n)"
)
_MARKS = re.compile(r"[\u0300-\u036f]")
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_LEET = str.maketrans("013457@$", "oieastas")
_RUN = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1+")
_LETTERS = frozenset(string.ascii_lowercase + string.digits)
_STOPS = frozenset(".!?;…。।؟\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029 \t")
_ENDINGS = {"m": "am", "ve": "have", "ll": "will", "re": "are", "d": "would", "s": "is"}
_KEEP_ALONE = frozenset({"no", "yes", "not", "never", "nope", "nah"})


@dataclass
class Segment:
    """A sentence, or part of a long one: its plain words and where each stood."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain words with one space before, between and after."""
        return f" {' '.join(self.words)} "


@dataclass(frozen=True)
class Vocabulary:
    """Spellings and joins, read from data once."""

    spellings: dict[str, str]
    joins: dict[tuple[str, str], str]
    joinable: frozenset[str]
    fuzzy: dict[str, str]
    real_words: frozenset[str]
    fillers: frozenset[str]
    will_next: frozenset[str]
    will_not_after: frozenset[str]
    will_words: dict[str, str]
    letters: frozenset[str]


def _deletes(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _fuzzy_index(words: list[str]) -> dict[str, str]:
    index: dict[str, str] = {}
    for word in words:
        for key in {word, *_deletes(word)}:
            index.setdefault(key, word)
    return index


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The spellings in data, indexed for look-up."""
    data: dict[str, Any] = load("safety_words")
    spellings = {
        typed: plain for plain, forms in data["spellings"].items() for typed in forms.split()
    }
    joins = {
        (pair.split()[0], pair.split()[1]): plain
        for plain, pairs in data["joins"].items()
        for pair in pairs
    }
    return Vocabulary(
        spellings=spellings,
        joins=joins,
        joinable=frozenset({first for first, _ in joins} | data["will_words"].keys()),
        fuzzy=_fuzzy_index(data["fuzzy"].split()),
        real_words=frozenset(data["real_words"].split()),
        fillers=frozenset(data["fillers"].split()),
        will_next=frozenset(data["will_next"].split()),
        will_not_after=frozenset(data["will_not_after"].split()),
        will_words=dict(data["will_words"]),
        letters=frozenset(data["spelt_out"].split()),
    )


def clean(text: object) -> str:
    """Any input as text without invisible characters, cut at a length no message reaches."""
    if not isinstance(text, str):
        return ""
    if len(text) > LONGEST:
        text = text[: LONGEST // 2] + "\n\n" + text[-LONGEST // 2 :]
    return text if text.isascii() else text.translate(_INVISIBLE)


def lowered(word: str) -> str:
    """The word in lower case, full-width letters made plain, marks struck through it left out.

    Accents stay: "suicidé" is another language, and is read there.
    """
    if word.isascii():
        return word.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKC", word.lower()))


@lru_cache(maxsize=8192)
def plain(typed: str) -> tuple[str, ...]:
    """The plain words for one typed word: "can't" is can, not."""
    vocab = vocabulary()
    word = lowered(typed)
    for form in _forms(word):
        known = vocab.spellings.get(form)
        if known is not None:
            return tuple(known.split())
    if "'" in word or "’" in word or "‘" in word or "`" in word or "´" in word:
        return _with_apostrophe(re.sub("[’‘`´]", "'", word))
    if "*" in word or (not word.isalpha() and not word.isdigit()):
        word = _unmasked(word)
    if not word.isascii():
        return (word,)
    if _RUN.search(word):
        word = _DOUBLE.sub(r"\1", word)
        word = vocab.spellings.get(word, word)
    return tuple(_corrected(word).split())


def _forms(word: str) -> Iterator[str]:
    yield word
    if not word.isalpha():
        yield re.sub("['’‘`´]", "", word)


def _with_apostrophe(word: str) -> tuple[str, ...]:
    stem, _, ending = word.partition("'")
    if ending == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    if ending in _ENDINGS:
        return (*plain(stem), _ENDINGS[ending])
    return (word.replace("'", ""),)


def _unmasked(word: str) -> str:
    """Stars and figures inside a word read as letters: "su1cide", "k*ll"."""
    if "*" not in word:
        return word.translate(_LEET) if re.search("[a-z]", word) else word
    shape = re.compile(re.escape(word).replace(r"\*", r"\w{0,2}"))
    vocab = vocabulary()
    for known in sorted(vocab.letters):
        if shape.fullmatch(known):
            return known
    return word.replace("*", "")


def _corrected(word: str) -> str:
    vocab = vocabulary()
    if len(word) < 6 or word in vocab.real_words:
        return word
    for key in (word, *sorted(_deletes(word))):
        known = vocab.fuzzy.get(key)
        if known is not None and abs(len(known) - len(word)) <= 1:
            return known
    return word


def segments(text: str) -> list[Segment]:
    """The text's sentences in plain words; long ones in windows that overlap."""
    found: list[Segment] = []
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        typed = match.group()
        if typed[0] in _STOPS:
            if _ends(words):
                found.append(Segment(words, spans))
                words, spans = [], []
            continue
        plainly = token(typed)
        if len(plainly) == 1:
            words.append(plainly[0])
            spans.append(match.span())
        elif plainly:
            words.extend(plainly)
            spans.extend([match.span()] * len(plainly))
    if words:
        found.append(Segment(words, spans))
    return [part for whole in found for part in _windows(_joined(whole))]


@lru_cache(maxsize=8192)
def token(typed: str) -> tuple[str, ...]:
    """The plain words for what was typed, none for a filler."""
    return () if typed.lower() in vocabulary().fillers else plain(typed)


def _ends(words: list[str]) -> bool:
    """True where a full stop ends a sentence: not after one word, nor between single letters."""
    if len(words) < 2:
        return bool(words) and words[0] in _KEEP_ALONE
    return not all(len(word) == 1 for word in words[-2:])


def _joined(segment: Segment) -> Segment:
    """Words that belong together put together: "my self", "k m s", "ill kill" (I will)."""
    vocab = vocabulary()
    words, spans = _spelt_out(segment.words, segment.spans, vocab)
    if vocab.joinable.isdisjoint(words):
        return segment if words is segment.words else Segment(words, spans)
    done = Segment()
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        following = words[i + 1] if i + 1 < len(words) else ""
        pair = vocab.joins.get((word, following))
        if pair is not None:
            _add(done, pair, (spans[i][0], spans[i + 1][1]))
            skip = True
        elif _short_for_will(word, following, done.words[-1] if done.words else "", vocab):
            _add(done, vocab.will_words[word], spans[i])
        else:
            _add(done, word, spans[i])
    return done


def _short_for_will(word: str, following: str, before: str, vocab: Vocabulary) -> bool:
    """True for "ill kill", not for "mentally ill do"."""
    if word not in vocab.will_words or following not in vocab.will_next:
        return False
    return before not in vocab.will_not_after


def _add(segment: Segment, words: str, span: tuple[int, int]) -> None:
    for word in words.split():
        segment.words.append(word)
        segment.spans.append(span)


def _spelt_out(
    words: list[str], spans: list[tuple[int, int]], vocab: Vocabulary
) -> tuple[list[str], list[tuple[int, int]]]:
    """Letters typed one by one read as the word they spell."""
    letters = sum(map(_LETTERS.__contains__, words))
    if letters < 3:
        return words, spans
    out_words: list[str] = []
    out_spans: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        for size in range(min(9, len(words) - i), 1, -1):
            run = words[i : i + size]
            if (
                (size > 2 or letters > 5)
                and all(len(word) == 1 for word in run)
                and "".join(run) in vocab.letters
            ):
                out_words.extend(plain("".join(run)))
                out_spans.extend([(spans[i][0], spans[i + size - 1][1])] * len(plain("".join(run))))
                i += size
                break
        else:
            out_words.append(words[i])
            out_spans.append(spans[i])
            i += 1
    return out_words, out_spans


def _windows(segment: Segment) -> Iterator[Segment]:
    if len(segment.words) <= WINDOW:
        yield segment
        return
    for start in range(0, max(1, len(segment.words) - (WINDOW - STEP)), STEP):
        end = start + WINDOW
        yield Segment(segment.words[start:end], segment.spans[start:end])
