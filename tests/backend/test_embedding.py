"""The widget on other sites: what is served, for how long, and which sites may use the chat."""

import json
import re

import pytest

from backend import site
from backend.app import create_app
from backend.config import SettingsError, load_settings
from backend.embedding import METHODS
from ops.widget import DIST, build
from tests.backend.given import make_settings

LISTED, OTHER = "https://good.example", "https://bad.example"


@pytest.fixture
def listing(tmp_path, sqlite_copy, bot):
    """A service that lists one site."""
    settings = make_settings(tmp_path, sqlite_copy, allowed_origins=(LISTED,))
    bot.app = create_app(settings, rasa=bot)
    return bot.app.test_client()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": LISTED},
        {"Origin": "http://localhost"},
        {"Origin": "https://behind.proxy", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_our_own_pages_programs_and_listed_sites_may_begin(listing, headers):
    begun = listing.post("/api/chat/conversations", json={}, headers=headers)

    assert begun.status_code == 201


@pytest.mark.parametrize("origin", [OTHER, "null", "https://good.example.evil.example"])
def test_a_site_that_is_not_listed_starts_nothing(listing, origin):
    refused = listing.post("/api/chat/conversations", json={}, headers={"Origin": origin})

    assert refused.status_code == 403
    assert refused.json["code"] == "site_not_listed"
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_a_site_that_is_not_listed_can_read_why(listing):
    told = listing.get("/api/chat/site", headers={"Origin": OTHER})

    assert told.status_code == 403
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert "can't be used on this website" in told.json["detail"]
    assert listing.get("/api/chat/site", headers={"Origin": LISTED}).status_code == 204


@pytest.mark.parametrize("wrong", ["www.example.org", "https://a.example/path", "ftp://a.example"])
def test_a_site_that_is_no_origin_is_refused_at_the_start(wrong):
    with pytest.raises(SettingsError, match="must hold sites like"):
        load_settings({"INTAKE_ENV": "test", "CHAT_ALLOWED_ORIGINS": wrong})


def test_chunks_are_kept_for_ever_and_the_loader_for_minutes(client):
    build()
    listed = json.loads((DIST / "files.json").read_text(encoding="utf-8"))["files"]

    for name in listed:
        served = client.get(f"/widget/{name}")
        loader = name == "embed.js"
        assert served.status_code == 200
        assert served.headers["Access-Control-Allow-Origin"] == "*"
        kind = "application/json" if name.endswith(".json") else "text/javascript"
        assert served.content_type.startswith(kind)
        assert served.cache_control.max_age == (300 if loader else 31_536_000)
        assert bool(served.cache_control.immutable) is not loader
        assert loader or re.search(r"-[0-9A-Z]{8}\.js(on)?$", name)


@pytest.mark.parametrize(
    "name", ["src/chat.js", "files.json", "sources.txt", "build.mjs", "chat-00000000.js"]
)
def test_sources_and_lists_are_not_served(client, name):
    assert client.get(f"/widget/{name}").status_code == 404


def test_a_widget_that_was_never_bundled_is_told_in_the_log(client, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(site, "DIST", tmp_path)

    assert client.get("/widget/embed.js").status_code == 404
    assert "widget_not_bundled" in caplog.text


def test_other_sites_may_use_every_method_that_the_chat_has(listing):
    offered = {
        method
        for rule in listing.application.url_map.iter_rules()
        if rule.rule.startswith("/api/chat/")
        for method in rule.methods - {"HEAD"}
    }

    assert offered <= set(METHODS.split(", "))
