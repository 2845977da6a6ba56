"""What the chat's templates speak with: sentences in the page's language, numbers to be rung."""

import re
from itertools import groupby
from typing import Any

from flask import Blueprint, g, request
from markupsafe import Markup, escape

from backend.chat import risk
from intake.config import load
from intake.wording import text

LONGEST_KEPT = 100_000
NUMBER = r"\b(?:999|111|0\d{2,4} ?\d{3,4} ?\d{3,4}|0800 ?1111|116 ?\d{3}|18001)\b"
SITE = (
    r"(?<![@\w.-])(?:https?://)?(?:[a-z0-9-]+\.)+(?:uk|org|com|net)\b"
    r"(?:/[\w/-]*(?:\.\w+)?)?(?![\w@])"
)
LINK = re.compile(rf"(?P<site>{SITE})|(?P<number>{NUMBER})", re.IGNORECASE)


def locale() -> str:
    """The language of this page: that of its conversation once there is one."""
    return str(g.get("page_locale") or "en")


def say(key: str, **values: Any) -> str:
    """A sentence of the pages in the language of this page."""
    return text(f"page.{key}", locale(), **values)


def phrase(key: str, **values: Any) -> str:
    """Any sentence of the wording in the language of this page."""
    return text(key, locale(), **values)


def linked(sentence: str) -> Markup:
    """Our own words with phone numbers and addresses of sites as links; never a person's."""
    return Markup(LINK.sub(_link, str(escape(sentence))))  # noqa: S704


def _link(found: re.Match[str]) -> str:
    words = found[0]
    if found["number"]:
        return f'<a href="tel:{words.replace(" ", "")}">{words}</a>'
    address = words if words.lower().startswith("http") else f"https://{words}"
    return f'<a href="{address}" rel="noreferrer">{words.removeprefix("https://")}</a>'


def blocks(words: str) -> list[tuple[bool, list[str]]]:
    """Our own words in runs of lines, each with whether it is a list."""
    lines = [line for line in words.split("\n") if line.strip()]
    runs = groupby(lines, lambda line: line.startswith("- "))
    return [(listed, [line.removeprefix("- ") for line in run]) for listed, run in runs]


def kept() -> dict[str, Any] | None:
    """What was being sent when something went wrong, so that the page can hold on to it."""
    if request.method != "POST" or request.endpoint != "pages.answer":
        return None
    try:
        form = request.form
    except Exception:  # the body itself is what was wrong
        return None
    said = form.get("answer", "")[:LONGEST_KEPT]
    names = ("id", "seen", "talk", "many", "change")
    fields = [(name, form[name]) for name in names if form.get(name)]
    fields += [("choice", value) for value in form.getlist("choice")]
    help_text = risk.help_text(said, None, locale()) if said else None
    return {"answer": said, "fields": fields, "help": help_text}


def install(bp: Blueprint) -> None:
    """Make the words known to every template of the application."""

    @bp.app_context_processor
    def _words() -> dict[str, Any]:
        return {
            "say": say,
            "phrase": phrase,
            "office": load(),
            "names": load().words(locale()),
            "locale": locale,
            "kept": kept,
        }

    bp.add_app_template_filter(linked, "linked")
    bp.add_app_template_filter(blocks, "blocks")
