"""The documents are finished: no blank left to fill, no link that leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(document.relative_to(ROOT)) for document in DOCUMENTS]
# docs/rules.md is made from the rules, and speaks of results and causes by their names.
WRITTEN = [document for document in DOCUMENTS if document.name != "rules.md"]
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
# A line or a table cell of nothing but capitals, a name with an underscore, or a note to oneself.
BLANKS = re.compile(
    r"^\s*[A-Z][A-Z_ ]{3,}\s*$|(?<=\|)\s*[A-Z][A-Z_]{3,}\s*(?=\|)"
    r"|\b[A-Z]{2,}(?:_[A-Z]+)+\b|\b(?:TODO|TBD|FIXME|XXX)\b",
    re.MULTILINE,
)


def prose(text: str) -> str:
    """The text without code, in which capitals and brackets mean something else."""
    return CODE.sub("", text)


def blanks(text: str) -> list[str]:
    """Places that somebody meant to fill in."""
    return [found.strip() for found in BLANKS.findall(prose(text))]


def local_links(text: str) -> list[str]:
    """Links into the repository, pictures included."""
    return [link for link in LINK.findall(prose(text)) if not re.match(r"[a-z]+:", link)]


def anchors(text: str) -> set[str]:
    """What headings can be linked by."""
    words = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text)]
    return {heading.strip().replace(" ", "-") for heading in words}


def leads_nowhere(document: Path, link: str) -> bool:
    """True where a link's file or heading is not there."""
    path, _, anchor = link.partition("#")
    target = (document.parent / path) if path else document
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", WRITTEN, ids=lambda document: document.name)
def test_no_blank_is_left_to_fill(document):
    assert blanks(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_each_local_link_leads_to_something(document):
    links = local_links(document.read_text(encoding="utf-8"))

    assert [link for link in links if leads_nowhere(document, link)] == []


@pytest.mark.parametrize(
    "text", ["| run | FIRST_RUN | x |", "a\n\nFIGURES\n\nb", "took SOME_TIME today", "TODO: more"]
)
def test_a_blank_is_seen(text):
    assert blanks(text)


@pytest.mark.parametrize("text", ["| NHS | `INTAKE_VAR` |", "The NHS and GDPR", "`TODO` is a word"])
def test_names_and_code_are_no_blanks(text):
    assert blanks(text) == []


@pytest.mark.parametrize("link", ["nowhere.md", "docs/rules.md#no-such-heading", "#no-such"])
def test_a_link_that_leads_nowhere_is_seen(link):
    assert local_links(f"see [this]({link}) and [that](https://example.org)") == [link]
    assert leads_nowhere(ROOT / "README.md", link)
