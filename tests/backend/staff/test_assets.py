"""Styles and scripts: our own typeface, nothing of GOV.UK's brand, a clear word when missing."""

import pytest

from backend.staff import assets


@pytest.mark.parametrize("name", sorted(assets.FILES))
def test_every_file_is_served(app, name):
    answer = app.test_client().get(f"/staff/assets/{name}")

    assert answer.status_code == 200 and len(answer.data) > 100
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["govuk.css", "moj.css"])
def test_the_styles_use_our_typeface_and_never_govuks(app, name):
    styles = app.test_client().get(f"/staff/assets/{name}").text

    assert "--console-typeface" in styles
    assert "GDS Transport" not in styles and "@font-face" not in styles


@pytest.mark.parametrize(
    "name", ["favicon.ico", "govuk-crest.svg", "..%2f..%2fpyproject.toml", "package.json", "x"]
)
def test_no_other_file_is_served(app, name):
    assert app.test_client().get(f"/staff/assets/{name}").status_code in (302, 404)


def test_a_file_that_has_not_changed_is_not_sent_again(app):
    client = app.test_client()
    etag = client.get("/staff/assets/govuk.css").headers["ETag"]

    again = client.get("/staff/assets/govuk.css", headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_missing_styles_are_said_on_the_page_and_in_the_answer(app, monkeypatch, tmp_path):
    monkeypatch.setitem(assets.FILES, "govuk.css", tmp_path / "not-here.css")
    client = app.test_client()

    answer = client.get("/staff/assets/govuk.css")
    page = client.get("/staff/sign-in")

    assert answer.status_code == 503 and "npm ci" in answer.text
    assert "Run npm ci" in page.text


def test_pages_hold_no_inline_script_or_style(signed_in):
    page = signed_in.open("/staff/").text

    assert "<style" not in page and "style=" not in page and "onclick" not in page
    assert page.count("<script") == page.count('<script type="module" src=')
