"""The names that stand in a text, misspelt ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.organisations import entries, spelling
from intake.organisations.entries import Sense
from intake.organisations.files import reading_words
from intake.organisations.lexicon import SHORTEST_JOINED, Run, lexicon
from intake.organisations.text import Token

LONGEST_NAME = 10
LONGEST_GUESSED_TEXT = 60
SHORT_ANSWER = 6
JOINED_LIKENESS = 0.88
# A one-word name of so many letters, that is neither an everyday word nor a place, needs no cue.
UNMISTAKABLE = 5
SURE_IN_A_STORY = 0.8


@dataclass(frozen=True)
class Span:
    """A run of words with what it may mean; sureness is 1 when it was spelt as in the register."""

    first: int
    last: int
    senses: tuple[Sense, ...]
    sureness: float

    @property
    def run(self) -> range:
        """Where its words stand in the text."""
        return range(self.first, self.last + 1)


def find_spans(tokens: Sequence[Token], hints: bool = False) -> list[Span]:
    """The longest and surest names of a text that do not overlap, in order.

    In a short answer everyday words may be misspelt names too, as long as a whole name comes out.
    With hints, words count that say only what kind of thing it is ("my teeth").
    """
    guessing = len(tokens) <= LONGEST_GUESSED_TEXT
    spell = spelling.options if guessing else spelling.itself
    found = _candidates([spell(t.word) for t in tokens])
    if len(tokens) <= SHORT_ANSWER and not any(_settles(s, tokens) for s in found):
        bold = _candidates([spelling.bold_options(t.word) for t in tokens])
        found += [s for s in bold if len(s.run) > 1 or s.sureness == 1]
        found += _split_words(tokens)
    if not hints:
        found = [_without_hints(s) for s in found]
    return _apart([s for s in found if s.senses], tokens)


def is_whole(span: Span, tokens: Sequence[Token]) -> bool:
    """True where nothing else of meaning is said."""
    fillers = reading_words("fillers")
    return all(t.word in fillers for i, t in enumerate(tokens) if i not in span.run)


def _settles(span: Span, tokens: Sequence[Token]) -> bool:
    return is_whole(span, tokens) and any(s.use != entries.HINT for s in span.senses)


def _without_hints(span: Span) -> Span:
    senses = tuple(s for s in span.senses if s.use != entries.HINT)
    return Span(span.first, span.last, senses, span.sureness)


def _candidates(options: Sequence[Sequence[spelling.Option]]) -> list[Span]:
    return [s for start in range(len(options)) for s in _from(options, start)]


def _from(options: Sequence[Sequence[spelling.Option]], start: int) -> Iterator[Span]:
    """Every name that begins at one word."""
    index = lexicon()
    begun: list[tuple[Run, float]] = [((), 1.0)]
    for end in range(start, min(start + LONGEST_NAME, len(options))):
        begun = [
            ((*run, word), sureness * likeness)
            for run, sureness in begun
            for word, likeness in options[end]
            if (*run, word) in index.starts
        ]
        if not begun:
            return
        for run, sureness in begun:
            senses = index.senses.get(run)
            if senses:
                yield Span(start, end, tuple(senses), sureness)


def _split_words(tokens: Sequence[Token]) -> list[Span]:
    """Names written as one word in the register and as two by the person: "little brook"."""
    found = []
    for first in range(len(tokens) - 1):
        word = tokens[first].word + tokens[first + 1].word
        for known, likeness in spelling.itself(word) + spelling.guesses(
            word, most=1, same_initial=True
        ):
            senses = lexicon().senses.get((known,))
            if senses and len(word) >= SHORTEST_JOINED and likeness >= JOINED_LIKENESS:
                found.append(Span(first, first + 1, tuple(senses), likeness))
    return found


def _apart(found: list[Span], tokens: Sequence[Token]) -> list[Span]:
    """The best of the names that overlap."""
    found.sort(key=lambda s: (-len(s.run) * s.sureness**2, s.first))
    taken: set[int] = set()
    kept = []
    for span in found:
        usable = tuple(s for s in span.senses if _usable(s, span, tokens))
        if usable and not taken.intersection(span.run):
            taken.update(span.run)
            kept.append(Span(span.first, span.last, usable, span.sureness))
    return sorted(kept, key=lambda s: s.first)


def _usable(sense: Sense, span: Span, tokens: Sequence[Token]) -> bool:
    """True where a name that is also an everyday word is used as a name here."""
    if sense.use == entries.HINT:
        return span.sureness == 1
    if sense.use == entries.AFTER_NAME:
        return _after_name(span, tokens)
    if sense.use == entries.ANYWHERE:
        return span.sureness == 1 or not _short(span, tokens) or is_whole(span, tokens)
    if len(span.run) == 1 and tokens[span.first].before in reading_words("kin"):
        return False
    if is_whole(span, tokens):
        return True
    if sense.use == entries.ALONE and sense.sort == entries.NAMED and _alone_in_talk(span, tokens):
        return True
    if sense.use == entries.CAPITALS:
        return all(tokens[i].capitals for i in span.run)
    if sense.use == entries.NEAR:
        around = tokens[max(0, span.first - 3) : span.last + 4]
        return any(t.word in sense.near for t in around)
    if sense.sort != entries.NAMED:
        return sense.use == entries.AFTER_THE and tokens[span.first].before == "the"
    return _used_as_hospital(sense, span, tokens)


def _alone_in_talk(span: Span, tokens: Sequence[Token]) -> bool:
    """A place that acts or is pointed at as an organisation: "its Torbay not the council"."""
    run = tuple(tokens[i].word for i in span.run)
    if not all(word in entries.place_parts() for word in run) and run not in entries.place_words():
        return False
    after = [t.word for t in tokens[span.last + 1 : span.last + 3]]
    before = tokens[span.first].before
    if after and after[0] in reading_words("done_by"):
        return before not in reading_words("where")
    set_off = bool(after) and (after[0] in reading_words("after_it") or _wanted(after))
    if before in reading_words("asked") or (span.first == 0 and set_off):
        return True
    earlier = tokens[span.first - 2 : span.first] if span.first > 1 else tokens[: span.first]
    if _led_to([t.word for t in earlier], before):
        return True
    return before in reading_words("before_it") and (set_off or _ends_clause(span, tokens))


def _led_to(earlier: Sequence[str], before: str) -> bool:
    """ "because of Airedale", "wrote to Airedale"."""
    if before == "of":
        return earlier[-1:] == ["because"]
    return before == "to" and bool(reading_words("written").intersection(earlier))


def _wanted(after: Sequence[str]) -> bool:
    """ "its Airedale I want to complain about"."""
    return after[0] == "i" and after[-1] in reading_words("wanted")


def _ends_clause(span: Span, tokens: Sequence[Token]) -> bool:
    """True where a stop follows: "its Airedale, they never rang"."""
    following = tokens[span.last + 1 : span.last + 2]
    return not following or following[0].start - tokens[span.last].end > 1


def _after_name(span: Span, tokens: Sequence[Token]) -> bool:
    """ "Mill Lane Surgery", "Ashfield Surgery"; but not "knee surgery" or "Surgery"."""
    if span.first == 0 or tokens[span.first - 1].end + 1 != tokens[span.first].start:
        return False
    name = tokens[span.first - 1]
    both = name.title and tokens[span.first].title
    return both or name.word in reading_words("before_surgery")


def _used_as_hospital(sense: Sense, span: Span, tokens: Sequence[Token]) -> bool:
    """ "at Addenbrooke's", "the Lister", "Torbay hospital", "Mill View in Hove"."""
    if _with_places_only(span, tokens):
        return True
    following = tokens[span.last + 1 : span.last + 2]
    if following and following[0].word in reading_words("hospital"):
        return True
    before = tokens[span.first].before
    if sense.use == entries.AFTER_THE:
        return before == "the"
    if sense.use != entries.AT_PLACE:
        return False
    short = len(tokens) <= SHORT_ANSWER + 2
    if not short and span.sureness < SURE_IN_A_STORY:
        return False
    cued = before == "the" or before in reading_words("at_place") | reading_words("cues")
    word = tokens[span.first].word
    if span.sureness == 1 and len(word) >= UNMISTAKABLE:
        cued = cued or before not in reading_words("person_titles")
    return short or cued or tokens[span.first].capitals


def _with_places_only(span: Span, tokens: Sequence[Token]) -> bool:
    known = reading_words("fillers") | entries.place_parts()
    return all(t.word in known for i, t in enumerate(tokens) if i not in span.run)


def _short(span: Span, tokens: Sequence[Token]) -> bool:
    return len(span.run) == 1 and len(tokens[span.first].word) < 6
