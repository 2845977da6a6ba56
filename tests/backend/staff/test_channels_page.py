"""The page of messages that got stuck on a channel: without a word of them, and tried again."""

from backend.channels import dead
from backend.data.session import db
from backend.services.posting import SendingFailed
from backend.staff.access import RoleName
from tests.backend.channels.desk import Texter, use


def stuck(app):
    """Somebody to whom the bot's answer could not be sent."""
    texter = Texter(app, use(app))
    texter.desk.failing = SendingFailed("desk_no_such_number", passing=False)
    texter.say("It is about my appendix.")
    texter.desk.failing = None
    return texter


def test_managers_see_why_without_a_word_or_an_address_and_try_again(app, browser, add_user):
    texter = stuck(app)
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()
    page = browser.open("/staff/channels").text
    assert "Desk no such number" in page
    assert "What happened?" not in page and texter.number not in page
    with app.app_context():
        row = dead.listed(db.session)[0]

    form = {"csrf_token": browser.token("/staff/channels")}
    browser.client.post(f"/staff/channels/out/{row.id}", data=form)

    assert texter.back() != ""
    assert "No message is stuck" in browser.open("/staff/channels").text


def test_without_the_forms_own_token_nothing_is_tried(app, browser, add_user):
    texter = stuck(app)
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()
    browser.client.post("/staff/channels/out/1")

    assert texter.back() == ""


def test_caseworkers_do_not_open_it(signed_in):
    assert signed_in.open("/staff/channels").status_code == 403


def test_what_is_not_there_is_not_tried(app, browser, add_user):
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()
    form = {"csrf_token": browser.token("/staff/account")}

    assert browser.client.post("/staff/channels/up/1", data=form).status_code == 404
    assert browser.client.post("/staff/channels/out/7", data=form).status_code == 302
