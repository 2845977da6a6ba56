"""The conditioned classifier: which of the asked question's values a text means, if any.

Each question has a model of its own over its values and "something else"; what else it is, one
model says for all. Examples of yes, no and "not sure" are examples of the values they stand for.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.components.features import Features, Row
from bot.reading.plain import load

Examples = Mapping[str, Sequence[str]]
Pairs = list[tuple[str, str]]
Ranking = list[tuple[str, float]]

ELSE = "~"
TELLS = "inform"
ASIDE = "aside"
"""Told in passing: at any question (a label of its own), or at one (`question.aside`)."""
SHARED = {"outcome_priority": "outcomes"}
"""A question that is answered with another one's values."""
SEVERAL = ("outcomes", "impact", "adjustments", "evidence")
"""Questions to which several values may be true: each is judged alone."""
# What these ask for is told in asides too: how a ward was, what was decided.
_MEANT_BY_ASIDES = ("impact", "outcomes", "outcome_priority", "matter_kind")
_UNTAUGHT = ("risk", "start", "choose")
_YES_NO = ("affirm", "deny", "not_sure")
_DENIED = ("none", "none_yet")
_UNSURE = ("not_sure", "O_NOTSURE")
# A wish elsewhere is an answer to these: "stop" to sending, "can I ring you" to how to reach you.
_NOT_ELSE: dict[str, tuple[str, ...]] = {
    "adjustments": ("person", "faq_accessibility", "faq_advocacy"),
    "contact_method": ("person",),
    "confirm": ("stop", "change"),
    "send_anyway": ("stop", "person"),
    "privacy_ack": ("stop",),
    "acting_for": ("change",),
}
_SEED, _JOINED = 7, 12
_MOST_VALUES, _MOST_OTHERS = 6, 4
Linear = tuple[list[str], np.ndarray, np.ndarray]


def _key(text: str) -> str:
    return text.casefold().strip(" .!?")


def _means(question: str) -> dict[str, str]:
    for name in ("closed_who", "closed_steps"):
        entry = load(name).get(question)
        if entry:
            pairs = (("affirm", "yes_means"), ("deny", "no_means"))
            return {intent: entry[key] for intent, key in pairs if key in entry}
    return {}


def questions(examples: Examples) -> list[str]:
    """The questions that have examples of their values."""
    own = sorted({label.split(".", 1)[0] for label in examples if "." in label})
    return [*own, *(question for question, source in SHARED.items() if source in own)]


def _value(name: str) -> str:
    return ELSE if name == ASIDE else name


def pairs(examples: Examples, question: str) -> Pairs:
    """Texts and values to learn one question from; ELSE stands for no answer."""
    start = SHARED.get(question, question) + "."
    own = [
        (text, _value(label[len(start) :]))
        for label, texts in examples.items()
        if label.startswith(start)
        for text in texts
    ]
    values = {value for _, value in own}
    taken = {_key(text) for text, _ in own}
    means = _means(question)
    means["not_sure"] = next((value for value in _UNSURE if value in values), ELSE)
    means.setdefault("deny", next((value for value in _DENIED if value in values), ""))
    apart = {*_UNTAUGHT, TELLS, *_NOT_ELSE.get(question, ())}
    if question in _MEANT_BY_ASIDES:
        apart.add(ASIDE)
    for intent, texts in examples.items():
        if "." in intent or intent in apart:
            continue
        value = means.get(intent, "" if intent == "affirm" else ELSE)
        if value:
            own += [(text, value) for text in texts if value != ELSE or _key(text) not in taken]
    return own


def _joined(own: Pairs) -> list[tuple[str, tuple[str, ...]]]:
    """Pairs of answers in one breath, so that a value is heard beside another."""
    drawn = random.Random(_SEED)
    real = [(t, v) for t, v in own if v not in (ELSE, *_DENIED, *_UNSURE) and len(t.split()) < 12]
    made = []
    for text, value in real:
        for _ in range(_JOINED // 6):
            other, second = drawn.choice(real)
            if second != value:
                link = drawn.choice((" and ", ", ", ". ", " and also ", ", and "))
                made.append((text + link + other, (value, second)))
    return made


def _learnt(rows: Any, held: Sequence[tuple[str, ...]], each_alone: bool = False) -> Linear:
    from bot.components.fitting import fit

    names = sorted({name for labels in held for name in labels})
    wanted = np.array([[name in labels for name in names] for labels in held], float)
    return names, *fit(rows, wanted, each_alone)


def _scores(model: Linear, row: Row) -> np.ndarray:
    _, weights, bias = model
    columns, values = row
    return weights[:, columns] @ values + bias


def _shares(model: Linear, row: Row) -> dict[str, float]:
    raised = _scores(model, row)
    raised = np.exp(raised - raised.max())
    return dict(zip(model[0], (raised / raised.sum()).tolist(), strict=True))


def _shares_alone(model: Linear, row: Row) -> dict[str, float]:
    each = 1 / (1 + np.exp(-np.clip(_scores(model, row), -30, 30)))
    return dict(zip(model[0], each.tolist(), strict=True))


class AnswerModel:
    """The features, a model for each question, and one for what is no answer."""

    counted: type[Features] = Features

    def __init__(self, features: Features, models: dict[str, Linear], others: Linear) -> None:
        """Keeps what was learnt."""
        self.features, self._models, self._others = features, models, others

    @classmethod
    def learn(cls, examples: Examples) -> AnswerModel:
        """Learns from texts by label: `question.value`, or an intent's name."""
        taught = {name: texts for name, texts in examples.items() if name not in _UNTAUGHT}
        texts = [text for held in taught.values() for text in held]
        features = cls.counted.learn(texts)
        rows = features.matrix(texts)
        where = {text: number for number, text in enumerate(texts)}
        models: dict[str, Linear] = {}
        for question in questions(taught):
            own = pairs(taught, question)
            held: list[tuple[str, ...]] = [(value,) for _, value in own]
            picked = rows.pick([where[text] for text, _ in own])
            several = question in SEVERAL
            if several:
                joined = _joined(own)
                picked = picked.and_also(features.matrix(text for text, _ in joined))
                held += [values for _, values in joined]
            models[question] = _learnt(picked, held, several)
        kinds = [(_kind(name),) for name, held in taught.items() for _ in held]
        return cls(features, models, _learnt(rows, kinds))

    def ranking(self, text: str, question: str | None) -> Ranking:
        """The likeliest labels that the question allows, surest first; shares of one."""
        row = self.features.row(text)
        others = _shares(self._others, row)
        model = self._models.get(question or "")
        if model is None:
            return _first(others.items(), _MOST_OTHERS)
        if question in SEVERAL:
            return self._several(str(question), model, row, others)
        shares = _shares(model, row)
        rest = shares.pop(ELSE)
        named = [(f"{question}.{value}", share) for value, share in shares.items()]
        return _ranked(named, rest, others, "not_sure" not in shares)

    def _several(self, question: str, model: Linear, row: Row, others: dict[str, float]) -> Ranking:
        """Each value's own share; they do not add up to one."""
        found = _shares_alone(model, row)
        rest = found.pop(ELSE)
        named = [(f"{question}.{value}", share) for value, share in found.items()]
        return _ranked(named, rest, others, True)

    def state(self) -> dict[str, Any]:
        """What to keep of it."""
        return {
            "features": self.features.state(),
            "models": self._models,
            "others": self._others,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> AnswerModel:
        """The model as it was kept."""
        return cls(cls.counted(state["features"]), state["models"], state["others"])


def _kind(label: str) -> str:
    return TELLS if "." in label or label == ASIDE else label


def _first(shares: Any, most: int) -> Ranking:
    return sorted(shares, key=lambda pair: -pair[1])[:most]


def _ranked(named: Ranking, rest: float, others: dict[str, float], unsure_too: bool) -> Ranking:
    """Values beside what else it may be: the share of "something else", parted by kind."""
    apart = {"affirm", "deny"} | (set() if unsure_too else {"not_sure"})
    kinds = {name: share for name, share in others.items() if name not in apart}
    whole = sum(kinds.values()) or 1.0
    else_named = [(name, rest * share / whole) for name, share in kinds.items()]
    return _first([*_first(named, _MOST_VALUES), *_first(else_named, _MOST_OTHERS)], 10)
