"""The rules of HTML that a parser does not hold a page to: names, landmarks, headings, links."""

from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

LANDMARKS = ("header", "nav", "main", "aside")
POINTING = ("for", "aria-describedby", "aria-labelledby", "form")
SECTIONS = ("address", "article", "aside", "details", "div", "dl", "fieldset", "figure", "footer",
            "form", "h1", "h2", "h3", "header", "hr", "main", "nav", "ol", "p", "pre", "section",
            "table", "ul")  # fmt: skip
PHRASING = ("p", "h1", "h2", "h3", "span", "label", "legend", "button", "a", "dt", "summary")


def parsed(page: str) -> Element:
    """The page as a tree. Raises ParseError where it is not valid HTML."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return root


def words(element: Element) -> str:
    """All text in an element."""
    return " ".join("".join(element.itertext()).split())


def problems(page: str) -> list[str]:
    """What is wrong with the structure of a page."""
    root = parsed(page)
    return [
        *_headings(root),
        *_landmarks(root),
        *_ids(root),
        *_names(root),
        *_nesting(root),
        *_forms(root),
    ]


def _headings(root: Element) -> list[str]:
    found = [e for e in root.iter() if e.tag in ("h1", "h2", "h3", "h4")]
    levels = [int(e.tag[1]) for e in found]
    wrong = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of level 1"]
    # The error summary stands before the page's own heading, as GOV.UK has it.
    steps = pairwise(levels)
    wrong += [f"heading {b} after {a}" for a, b in steps if b > a + 1]
    return wrong + [f"empty {e.tag}" for e in found if not words(e)]


def _landmarks(root: Element) -> list[str]:
    counts = {tag: len(list(root.iter(tag))) for tag in LANDMARKS}
    wrong = [f"{count} of {tag}" for tag, count in counts.items() if count != 1]
    wrong += [] if root.get("lang") else ["no language"]
    title = root.find("head/title")
    return wrong + ([] if title is not None and words(title) else ["no title"])


def _ids(root: Element) -> list[str]:
    ids = [e.get("id") for e in root.iter() if e.get("id") is not None]
    wrong = [f"id {each!r} twice" for each in set(ids) if ids.count(each) > 1]
    for element in root.iter():
        for name in POINTING:
            targets = (element.get(name) or "").split()
            wrong += [f"{name} to {each!r}, which is not there" for each in targets
                      if each not in ids]  # fmt: skip
        link = element.get("href") or ""
        if link.startswith("#") and link[1:] not in ids:
            wrong.append(f"link to {link!r}, which is not there")
    return wrong


def _names(root: Element) -> list[str]:
    labelled = {e.get("for"): words(e) for e in root.iter("label")}
    wrong = []
    for element in root.iter():
        field = element.tag in ("input", "textarea", "select")
        if field and element.get("type") != "hidden" and not labelled.get(element.get("id")):
            wrong.append(f"no label for {element.get('id') or element.get('name')}")
        if element.tag in ("a", "button", "legend", "summary") and not words(element):
            wrong.append(f"{element.tag} without words")
        if element.tag == "img" and element.get("alt") is None:
            wrong.append("picture without alt")
    return wrong


def _nesting(root: Element) -> list[str]:
    wrong = []
    for outer in root.iter():
        inner = [e.tag for e in outer.iter() if e is not outer]
        if outer.tag in PHRASING:
            wrong += [f"{tag} in {outer.tag}" for tag in inner if tag in SECTIONS]
        if outer.tag in ("a", "button"):
            found = [tag for tag in inner if tag in ("a", "button", "input", "textarea")]
            wrong += [f"{tag} in {outer.tag}" for tag in found]
        if outer.tag == "form" and "form" in inner:
            wrong.append("form in form")
        children = {e.tag for e in outer if isinstance(e.tag, str)}
        if outer.tag in ("ul", "ol") and children - {"li"}:
            wrong.append(f"{outer.tag} holds {children - {'li'}}")
        if outer.tag == "fieldset" and "legend" not in children:
            wrong.append("fieldset without legend")
    return wrong


def _forms(root: Element) -> list[str]:
    wrong = []
    for form in root.iter("form"):
        buttons = [b for b in form.iter("button") if b.get("type") == "submit"]
        if not buttons:
            wrong.append("form without a button")
        if form.get("method") != "post":
            wrong.append("form that is not posted")
    return wrong
