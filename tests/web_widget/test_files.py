"""What the widget's files weigh, hold and must never do."""

import gzip
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "web_widget"
STYLES = (WIDGET / "styles").glob("*.css")
SCRIPTS = [WIDGET / "embed.js", *sorted((WIDGET / "src").glob("*.js"))]


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_loader_weighs_at_most_3_kb():
    assert weight(WIDGET / "embed.js", WIDGET / "src/settings.js") <= 3_000


def test_all_of_it_read_in_one_stream_weighs_at_most_21_kb():
    # With comments and long names, as written; minified into one file it is about a quarter less.
    written = b"".join(path.read_bytes() for path in [*SCRIPTS, *sorted(STYLES)])

    assert len(gzip.compress(written, 9)) <= 21_000


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

    shown = numbers((WIDGET / "src/words.js").read_text() + (WIDGET / "demo.html").read_text())

    assert shown and shown <= known, shown - known


def test_the_phone_of_the_demo_page_is_the_configured_one():
    config = yaml.safe_load((ROOT / "intake/data/config.yml").read_text())

    assert f'data-phone="{config["phone"]}"' in (WIDGET / "demo.html").read_text()
