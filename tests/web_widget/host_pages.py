"""Websites that embed the widget from another address: strict, hostile, with two of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response

from tests.web_widget.fake_server import listening

# All that a page needs for the widget, and nothing more; {service} is where the widget comes from.
STRICT = (
    "default-src 'none'; script-src {service}; connect-src {service}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# As above, with what the page's own script and style need.
OWN = (
    "default-src 'none'; script-src 'self' {service}; style-src 'self'; "
    "connect-src 'self' {service}"
)
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A website</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>
<body><h1>A website</h1><p id="before">Before.</p>{body}<p id="after">After.</p></body></html>"""
# What hostile or careless styles do: reset, hide, cover, turn round, and name our own variables.
HOSTILE = """
html { font-size: 7px; }
body { visibility: hidden; color: red; font: italic 900 40px/3 cursive; letter-spacing: 1em;
  text-transform: uppercase; cursor: none; direction: rtl; pointer-events: none; }
* { --accent: yellow !important; --ink: yellow !important; --paper: yellow !important; }
body *, ombudsman-chat {
  display: none !important; opacity: 0 !important; filter: blur(9px) !important;
  transform: scale(3) rotate(9deg) !important; contain: strict !important; z-index: -1 !important;
  position: static !important; overflow: hidden !important; width: 1px !important; }
button, a, p, h2, div, dialog, textarea { all: unset !important; display: none !important; }
"""
# What docs/embedding.md asks for where the chat stands in place: its room is kept from the start.
RESERVED = "ombudsman-chat:not(:defined) { display: block; height: 640px; }"
# Keeps every event that the widget tells the page.
LISTENER = """
window.told = [];
for (const name of ['open', 'close', 'sent', 'ended', 'failed'])
  document.addEventListener(`ombudsman-chat:${name}`, ({type, detail, target}) =>
    window.told.push([type, detail, target.tagName]));
"""
STYLES = {"hostile.css": HOSTILE, "reserved.css": RESERVED}


@dataclass
class Host:
    """Where the website is and where the widget comes from; tests put pages in."""

    service: str
    url: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def page(
        self, body: str, *, head: str = "", policy: str = STRICT, lang: str = "en", **data: str
    ) -> str:
        """The address of a page with this body and the widget's script with these attributes."""
        given = "".join(f' data-{name}="{value}"' for name, value in data.items())
        script = f'<script type="module" src="{self.service}/widget/embed.js"{given}></script>'
        html = PAGE.format(lang=lang, head=head + script, body=body)
        name = f"page-{len(self.pages)}"
        self.pages[name] = (html, policy.format(service=self.service))
        return f"{self.url}/{name}"


def website(host: Host) -> Flask:
    """The website's own server."""
    app = Flask(__name__, static_folder=None)

    @app.get("/<name>")
    def show(name: str) -> Response:
        if name == "host.js":
            return Response(LISTENER, content_type="text/javascript")
        if name in STYLES:
            return Response(STYLES[name], content_type="text/css")
        if name not in host.pages:
            return Response(status=404)
        html, policy = host.pages[name]
        return Response(html, headers={"Content-Security-Policy": policy})

    return app


@contextmanager
def hosting(service: str) -> Iterator[Host]:
    """A website at an address of its own, which takes the widget from the service's address."""
    host = Host(service=service)
    with listening(website(host)) as host.url:
        yield host
