"""The widget's own texts are whole in Welsh: no key missing, no other number, no English left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.translation import faults

WORDS = Path(__file__).parent.parent.parent / "web_widget/words"
# What a person may type, not what we say: each language has its own list.
TYPED = "keepSaid"
FORMS = ("zero", "one", "two", "few", "many", "other")  # as Intl.PluralRules names them
FORMS_OF = {"en": {"one", "other"}, "cy": set(FORMS)}


def texts(lang: str) -> dict[str, str]:
    """Every text of a language by its key; one that counts is there in each form for numbers."""
    loaded = json.loads((WORDS / f"{lang}.json").read_text(encoding="utf-8"))
    return dict(walk("", {name: node for name, node in loaded.items() if name != TYPED}))


def walk(key: str, node: Any) -> Iterator[tuple[str, str]]:
    """The leaves of nested texts with their keys."""
    if isinstance(node, str) and "{n}" in node:
        node = {"other": node}
    if isinstance(node, list):
        node = dict(enumerate(node))
    if isinstance(node, str):
        yield key, node.strip()
    elif is_counted(node):
        yield from ((f"{key}.{form}", node.get(form, node["other"])) for form in FORMS)
    else:
        for name, inner in node.items():
            yield from walk(f"{key}.{name}", inner)


def is_counted(node: dict[Any, Any]) -> bool:
    """True for a text with a form for every kind of number."""
    return "other" in node and set(node) <= set(FORMS)


def test_the_widgets_welsh_is_whole():
    english, welsh = texts("en"), texts("cy")

    assert len(english) > 150
    # Welsh has a word for "twice" here, where English says the number.
    assert faults(english, welsh) == ["other placeholders: .exitMore.two"]


def test_a_text_that_counts_has_no_form_that_its_language_does_not_use():
    for lang, forms in FORMS_OF.items():
        loaded = json.loads((WORDS / f"{lang}.json").read_text(encoding="utf-8"))
        counted = [node for node in loaded.values() if isinstance(node, dict) and is_counted(node)]

        assert counted
        assert all(set(node) <= forms for node in counted)


def test_what_may_be_typed_to_save_is_there_in_both_languages():
    for lang in ("en", "cy"):
        typed = json.loads((WORDS / f"{lang}.json").read_text(encoding="utf-8"))[TYPED]

        assert len(typed) == len(set(typed)) and all(each == each.lower() for each in typed)
