"""Saved searches: kept, opened, shared, shown first, and told of in numbers alone."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from backend import lists_jobs
from backend.data.lists import SavedSearch
from backend.data.models import OutboxMessage, User
from backend.services import posting, saved_searches
from tests.backend.staff.cases import BEGAN, make_case
from tests.backend.staff.test_queue import references
from tests.backend.staff.working import CASEY, MANAGER, words

LATER = timedelta(days=3)  # after the tests' clock


@pytest.fixture
def casey(clerk):
    return clerk()


def post(browser, path, **fields):
    data = {"csrf_token": browser.token("/staff/"), **fields}
    return browser.client.post(path, data=data, follow_redirects=True)


def save(browser, name="Not yet", **asked):
    return post(browser, "/staff/searches", name=name, **asked)


def test_a_search_is_kept_with_its_filters_words_and_order(casey, session):
    make_case(session, "yes", result="NOT_YET")
    make_case(session, "no")
    page = save(casey, result="NOT_YET", list="all", sort="oldest", words="nine hours")
    assert "The search was saved." in page.text

    found = casey.open("/staff/searches/1")

    assert references(found) == ["OMB-YES"]
    assert dict(found.request.args) == {
        "result": "NOT_YET", "list": "all", "sort": "oldest", "words": "nine hours", "saved": "1",
    }  # fmt: skip
    assert '<h2 class="govuk-heading-m">Not yet</h2>' in found.text
    assert 'aria-current="true">Not yet' in found.text


def test_a_search_needs_a_name_and_keeps_its_filters(casey, session):
    page = save(casey, name="  ", result="NOT_YET")

    assert "Give the search a name" in page.text and page.request.args["result"] == "NOT_YET"
    assert session.scalars(select(SavedSearch)).all() == []


def test_a_count_says_what_is_new_since_it_was_looked_at(casey, session):
    save(casey, result="NOT_YET")
    make_case(session, "old", result="NOT_YET", at=BEGAN - LATER)
    assert "moj-notification-badge" not in casey.open("/staff/").text

    make_case(session, "new", result="NOT_YET", at=BEGAN + LATER)
    make_case(session, "other", result="LOOKS_ELIGIBLE", at=BEGAN + LATER)
    for page in ("/staff/", "/staff/searches"):
        assert 'badge">1' in casey.open(page).text, page


def test_looking_at_it_takes_the_count_away_for_oneself_alone(casey, morgan, session, clock):
    save(morgan, result="NOT_YET", team="yes")
    make_case(session, "new", result="NOT_YET", at=BEGAN + LATER)
    clock.pass_time(days=4)
    casey.sign_in()
    morgan.sign_in(MANAGER)

    assert 'badge">1' in casey.open("/staff/").text
    casey.open("/staff/searches/1")

    assert "moj-notification-badge" not in casey.open("/staff/").text
    assert 'badge">1' in morgan.open("/staff/").text


def test_many_new_ones_are_shown_as_more_than_the_most(casey, session, monkeypatch):
    monkeypatch.setattr("backend.staff.saved_alerts.MOST", 2)
    save(casey)
    for name in "ABC":
        make_case(session, name, at=BEGAN + LATER, lines=[])

    assert 'badge">99+' in casey.open("/staff/").text


def test_several_searches_with_words_are_counted_each_by_itself(casey, session):
    save(casey, "One", words="nine hours")
    save(casey, "Two", words="nothing like it")
    save(casey, "Three", reference="OMB-NEW")
    make_case(session, "new", at=BEGAN + LATER)

    page = words(casey.open("/staff/searches").text)

    assert page.count(" 1 ") >= 2 and "Two Words in the complaint: nothing like it None" in page


def test_the_queue_asks_few_questions_however_many_searches_there_are(casey, session, app):
    for number in range(20):
        save(casey, f"Search {number}", result="NOT_YET")
    for number in range(27):
        make_case(session, f"{number}", lines=[], at=BEGAN - timedelta(hours=number))
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    casey.open("/staff/")

    assert len(asked) <= 12, asked


def test_it_is_renamed_and_deleted(casey, session):
    save(casey)

    assert "Renamed" in post(casey, "/staff/searches/1/settings", name="Renamed").text
    assert "Give the search a name" in post(casey, "/staff/searches/1/settings", name="").text
    assert "The search was deleted." in post(casey, "/staff/searches/1/deletion").text
    assert "There are none yet." in casey.open("/staff/searches").text


def test_ones_own_is_for_nobody_else(casey, morgan):
    save(casey)

    for path in ("/staff/searches/1", "/staff/searches/1/settings"):
        assert morgan.client.get(path).status_code == 404, path
    for path in ("/staff/searches/1/settings", "/staff/searches/1/deletion"):
        assert post(morgan, path, name="x").status_code == 404, path
    assert "Not yet" not in morgan.open("/staff/searches").text


def test_a_manager_shares_one_and_only_managers_change_it(casey, morgan, session):
    save(morgan, "Team", team="yes")
    assert "(shared)" in casey.open("/staff/").text

    settled = post(casey, "/staff/searches/1/settings", name="Mine now", by_mail="yes")
    assert "E-mail each day" in settled.text and "Mine now" not in settled.text
    assert post(casey, "/staff/searches/1/deletion").status_code == 403
    post(morgan, "/staff/searches/1/settings", name="Team")  # shared no more
    assert "Team" not in casey.open("/staff/").text


def test_a_caseworker_cannot_share(casey, morgan, session):
    save(casey, team="yes")
    post(casey, "/staff/searches/1/settings", name="x", team="yes")

    assert session.scalars(select(SavedSearch.team)).one() is False


def test_one_is_shown_first_after_signing_in_and_new_complaints_where_there_is_none(casey):
    assert casey.sign_in().request.path == "/staff/"
    save(casey, result="NOT_YET")
    save(casey, "Other", result="NOT_FOR_US")
    post(casey, "/staff/searches/1/settings", name="Not yet", first="yes")
    post(casey, "/staff/searches/2/settings", name="Other", first="yes")
    casey.sign_out()

    assert casey.sign_in().request.args["result"] == "NOT_FOR_US"
    assert casey.open("/staff/").request.args == {}  # the first list is still there


def test_there_is_an_end_to_how_many_there_are(casey, monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST", 1)
    save(casey)

    assert "You have as many saved searches as there can be" in save(casey, "Two").text


@pytest.mark.parametrize("path", ["99999999999999", "0", "7"])
def test_one_that_is_not_there_is_said_to_be_gone(casey, path):
    assert casey.client.get(f"/staff/searches/{path}").status_code == 404


@pytest.fixture
def mailing(app, casey, session, monkeypatch):
    """Somebody who wants a message, and what goes out kept where it can be read."""
    monkeypatch.setattr(
        posting, "sender", lambda _messages, found, now: posting.Console(found, now)
    )
    save(casey, "Plum-jam-name", result="NOT_YET")
    post(casey, "/staff/searches/1/settings", name="Plum-jam-name", by_mail="yes")
    make_case(session, "new", result="NOT_YET", at=BEGAN + LATER)
    return casey


def sent(session):
    session.expire_all()
    return session.scalars(select(OutboxMessage)).all()


def test_once_a_day_a_message_says_how_many_and_where_and_nothing_else(app, mailing, session):
    assert lists_jobs.tell(app) == 1
    assert lists_jobs.tell(app) == 0  # the next try of the same morning

    letter = sent(session)[0]
    assert letter.address == CASEY and letter.subject == "1 new complaint in your saved searches"
    assert "1 new: http://127.0.0.1:8000/staff/searches/1\n" in letter.text
    for secret in ("OMB", "Ada", "Leeds", "nine hours", "Plum-jam", "NOT_YET", "first step"):
        assert secret not in letter.text + letter.subject, secret


def test_the_next_day_there_is_another_message_while_it_was_not_looked_at(
    app, mailing, session, clock
):
    lists_jobs.tell(app)
    clock.pass_time(days=1)
    assert lists_jobs.tell(app) == 1

    clock.pass_time(days=3)
    mailing.sign_in()
    mailing.open("/staff/searches/1")
    clock.pass_time(days=1)
    assert lists_jobs.tell(app) == 0


def test_who_did_not_ask_or_has_left_gets_no_message(app, mailing, morgan, session):
    save(morgan, "Also", result="NOT_YET")
    session.scalars(select(User).where(User.email == CASEY)).one().active = False
    session.commit()

    assert lists_jobs.tell(app) == 0


def test_a_message_that_fails_is_tried_again_and_names_nobody_in_the_log(
    app, mailing, monkeypatch, capsys
):
    class Down:
        def send(self, _letter):
            raise posting.SendingFailed("smtp_451", passing=True)

    with monkeypatch.context() as down:
        down.setattr(posting, "sender", lambda *_about: Down())
        assert lists_jobs.tell(app) == 0

    assert CASEY not in capsys.readouterr().err
    assert lists_jobs.tell(app) == 1


def test_text_in_a_name_is_only_text(casey):
    page = save(casey, name="<script>alert('x')</script>{{ 7 * 7 }}")

    assert "<script>alert" not in page.text and "{{ 7 * 7 }}" in page.text
