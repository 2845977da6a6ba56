"""A browser without script: reads forms, follows redirects, keeps cookies."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient


class Form(HTMLParser):
    """The form for the answer, with its labels, and the buttons that change other answers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.options: dict[str, str] = {}
        self.kinds: set[str] = set()
        self.changes: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._label = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = {}
            if "change" not in given.get("class", "") and given.get("id") != "exit":
                self.hidden = self._form
        elif tag == "input" and given.get("type") == "hidden":
            self._form[given["name"]] = given["value"]
            if given["name"] == "change" and self._form is not self.hidden:
                self.changes[given["value"]] = self._form
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.kinds.add(given["type"])
            self._ids[given["id"]] = given["value"]
        elif tag == "label" and given.get("for") in self._ids:
            self._label = given["for"]

    def handle_data(self, data: str) -> None:
        if self._label:
            self.options[data] = self._ids[self._label]

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label = ""


@dataclass
class Reader:
    """A browser without script: follows redirects and keeps cookies."""

    client: FlaskClient
    status: int = 0
    page: str = ""
    headers: Any = None
    form: Form = field(default_factory=lambda: Form(""))

    def open(self, path: str = "/chat") -> "Reader":
        return self._keep(self.client.get(path, follow_redirects=True))

    def send(self, path: str = "/chat", **fields: Any) -> "Reader":
        given = {**self.form.hidden, **fields}
        return self._keep(self.client.post(path, data=given, follow_redirects=True))

    def start(self) -> "Reader":
        return self.open().send("/chat/start")

    def say(self, text: str) -> "Reader":
        return self.send(answer=text)

    def change(self, question: str) -> "Reader":
        return self._keep(
            self.client.post("/chat", data=self.form.changes[question], follow_redirects=True)
        )

    def choose(self, *labels: str) -> "Reader":
        return self.send(choice=[self.form.options[label] for label in labels])

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.page)
        return found[1] if found else ""

    def _keep(self, response: Any) -> "Reader":
        self.status, self.page = response.status_code, response.text
        self.headers = response.headers
        self.form = Form(self.page)
        return self
