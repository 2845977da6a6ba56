"""What the widget's files hold and must never do."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "web_widget"
SCRIPTS = [WIDGET / "embed.js", *sorted((WIDGET / "src").glob("*.js"))]


def test_no_script_makes_markup_from_text_or_runs_text():
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"

    assert [path.name for path in SCRIPTS if re.search(forbidden, path.read_text())] == []


def test_only_the_session_is_kept_in_the_browser():
    keeping = [
        p.name
        for p in SCRIPTS
        if re.search(r"localStorage|document\.cookie|setItem", p.read_text())
    ]

    assert keeping == ["session.js"]


def test_demo_page_has_no_inline_script_or_style():
    page = (WIDGET / "demo.html").read_text()

    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)


def numbers(text: str) -> set[str]:
    """Every phone number in a text, without spaces."""
    found = re.findall(r"\b(?:999|111|0800 ?1111|116 ?123|85258|0\d{3} ?\d{3} ?\d{4})\b", text)
    return {number.replace(" ", "") for number in found}


def test_every_number_of_help_is_one_that_the_service_gives_too():
    data = ROOT / "intake" / "data"
    known = numbers("\n".join(path.read_text() for path in sorted(data.glob("*.yml"))))

    shown = numbers((WIDGET / "words/en.json").read_text() + (WIDGET / "demo.html").read_text())

    assert shown and shown <= known, shown - known


def test_the_phone_of_the_demo_page_is_the_configured_one():
    config = yaml.safe_load((ROOT / "intake/data/config.yml").read_text())

    assert f'data-phone="{config["phone"]}"' in (WIDGET / "demo.html").read_text()
