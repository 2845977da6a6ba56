"""Unclear messages in the console: a list, a label for each, and training examples to take away."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.config import ROOT
from backend.data.models import UnclearMessage, User
from backend.services import examples, unclear
from backend.staff import meanings
from backend.staff.access import RoleName
from intake.facts import QUESTION_IDS
from tests.backend.staff.cases import make_unclear
from tests.bot.test_language_data import examples as trained

RASA = ROOT / ".venv-rasa" / "bin" / "python"
LOADS = """
import sys
from rasa.shared.nlu.training_data.loading import load_data
data = load_data(sys.argv[1])
found = {(e.get("intent"), e.get("text"), bool(e.get("entities"))) for e in data.intent_examples}
print(sorted(found))
"""
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def improver(browser, add_user):
    """A manager in the console."""
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()
    return browser


def send(browser, path, **form):
    given = {"csrf_token": browser.token(path), **form}
    return browser.client.post(path, data=given, follow_redirects=True)


def links(page):
    return re.findall(r'href="/staff/unclear/(\d+)"', page.text)


def test_the_newest_message_comes_first_with_its_question_and_what_it_was_taken_for(
    improver, session
):
    old = make_unclear(session, "the old one")
    new = make_unclear(session, "kind of did", read="yes", confidence=0.44)

    page = improver.open("/staff/unclear")

    assert links(page) == [str(new.id), str(old.id)]
    for words in ("kind of did", "Have you made a complaint to", "44%", "20 November 2026"):
        assert words in page.text


def test_the_list_is_narrowed_to_one_question(improver, session):
    make_unclear(session)
    wanted = make_unclear(session, "my lad", question="acting_for")

    page = improver.open("/staff/unclear?question=acting_for")

    assert links(page) == [str(wanted.id)]
    assert "Who is this complaint for? (1)" in page.text


def test_pages_show_every_message_once(improver, session):
    for place in range(unclear.PAGE + 3):
        make_unclear(session, f"message {place}")

    first = improver.open("/staff/unclear")
    older = re.search(r'href="([^"]+before=\d+)"', first.text)[1].replace("&amp;", "&")
    second = improver.open(older)

    assert (len(links(first)), len(links(second))) == (unclear.PAGE, 3)
    assert not set(links(first)) & set(links(second))


@pytest.mark.parametrize(
    "odd", ["question=x", "question=%00", "before=x", "before=99999999999999999999", "list=x"]
)
def test_a_link_that_is_not_ours_never_breaks_the_page(improver, session, odd):
    make_unclear(session)

    assert improver.open(f"/staff/unclear?{odd}").status_code == 200


@pytest.mark.parametrize("number", ["7", "99999999999999999999", "0"])
def test_a_message_that_is_not_there_is_said_so(improver, number):
    assert improver.client.get(f"/staff/unclear/{number}").status_code == 404


@pytest.mark.parametrize("label", ["complained_locally.yes", "faq_cost", "cannot_tell"])
def test_a_label_is_kept_with_who_gave_it_and_when(improver, session, clock, label):
    row = make_unclear(session)

    page = send(improver, f"/staff/unclear/{row.id}", meaning=label)

    session.refresh(row)
    user = session.scalars(select(User)).one()
    assert (row.label, row.labelled_by, row.labelled_on) == (label, user.id, clock.today())
    assert "Saved: " in page.text and "No message waits" in page.text


def test_after_a_label_comes_the_next_message_to_the_same_question(improver, session):
    other = make_unclear(session, "the next one")
    row = make_unclear(session)

    page = send(improver, f"/staff/unclear/{row.id}", meaning="skip")

    assert page.request.path == f"/staff/unclear/{other.id}" and "the next one" in page.text


@pytest.mark.parametrize("label", ["", "acting_for.child", "complained_locally.", "x" * 200])
def test_a_label_that_the_question_does_not_allow_is_refused_with_an_error_summary(
    improver, session, label
):
    row = make_unclear(session)

    page = send(improver, f"/staff/unclear/{row.id}", meaning=label)

    session.refresh(row)
    assert row.label is None
    assert "<title>Error: " in page.text and page.text.count(">Choose what the message meant") == 1
    assert 'href="#meaning-1"' in page.text and 'id="meaning-1"' in page.text


def test_a_message_is_deleted_at_once(improver, session):
    row = make_unclear(session)

    page = send(improver, f"/staff/unclear/{row.id}/deletion")

    assert "The message was deleted" in page.text
    assert session.scalars(select(UnclearMessage.id)).all() == []


def test_script_in_a_message_is_only_text(improver, session):
    row = make_unclear(session, SCRIPT, read=SCRIPT, label=None, question="organisation")

    for path in ("/staff/unclear", f"/staff/unclear/{row.id}"):
        page = improver.open(path).text
        assert "<script>alert" not in page and "alert(&#39;x&#39;)" in page


def test_only_those_who_may_are_shown_the_way_to_it(improver, browser, add_user):
    assert "Unclear messages" in improver.open("/staff/").text
    improver.sign_out()
    add_user("reader@example.org", RoleName.CASEWORKER)
    browser.sign_in("reader@example.org")

    assert "Unclear messages" not in browser.open("/staff/").text


@pytest.mark.parametrize("question", sorted(QUESTION_IDS - {"themes"}))
def test_every_question_can_be_labelled(question):
    names = meanings.allowed(question)

    assert len(names) == len(set(names)) and meanings.CANNOT_TELL in names
    assert meanings.asked(question)


def test_every_wish_is_an_intent_that_the_assistant_knows():
    assert {each.name for each in meanings.others()} | {meanings.AN_ANSWER} <= set(trained())


ODD = [
    "I've [lost](entity) {it} $" + "{HOME}",
    "- a list",
    "=1+1",
    "/restart",
    "two\nlines\u2028here",
    'he said: "no" # really',
    "é\u0085|>&*!%@",
    "\t\x07 tab",
]


def test_labelled_messages_are_training_examples_that_rasa_reads(improver, session, tmp_path):
    for text in ODD:
        make_unclear(session, text, label="complained_locally.yes", labelled_on=date(2026, 11, 21))
    make_unclear(session, "what will it cost me then", label="faq_cost")
    make_unclear(session, "blah", label="cannot_tell")
    make_unclear(session, "not labelled")

    answer = improver.client.get("/staff/unclear/examples.yml")

    assert answer.mimetype == "text/yaml" and "attachment" in answer.headers["Content-Disposition"]
    nlu = {each["intent"]: each["examples"] for each in yaml.safe_load(answer.text)["nlu"]}
    assert set(nlu) == {"complained_locally.yes", "faq_cost"}
    assert len(nlu["complained_locally.yes"].splitlines()) == len(ODD)
    assert "not labelled" not in answer.text and "blah" not in answer.text
    assert all(re.match(r"- [^\W_]", line) for each in nlu.values() for line in each.splitlines())
    if RASA.exists():
        read = read_by_rasa(tmp_path, answer.text)
        assert ("faq_cost", "what will it cost me then", False) in read
        assert len(read) == len(ODD) + 1 and not any(entities for _, _, entities in read)


def read_by_rasa(folder: Path, text: str) -> list:
    path = folder / "examples.yml"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [RASA, "-W", "ignore", "-c", LOADS, path], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return eval(done.stdout.strip().splitlines()[-1])


@given(st.lists(st.text(max_size=80), max_size=6))
def test_whatever_was_written_the_examples_load(texts):
    rows = [UnclearMessage(text=text, label="faq_cost") for text in texts]

    loaded = yaml.safe_load(examples.as_yaml(rows, meanings.CANNOT_TELL))

    lines = [line for each in loaded["nlu"] for line in each["examples"].splitlines()]
    assert all(line.startswith("- ") for line in lines)
    assert [line[2:] for line in lines] == list(
        dict.fromkeys(filter(None, map(examples.example, texts)))
    )


def test_with_nothing_labelled_the_file_is_empty_and_sound(improver):
    answer = improver.client.get("/staff/unclear/examples.yml")

    assert yaml.safe_load(answer.text) == {"version": "3.1", "nlu": []}
