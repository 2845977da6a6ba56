"""Supervision: figures with their pictures and tables, as pages and as files."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from backend import jobs
from backend.data.models import CaseEvent, CaseTheme, Conversation, Draft
from backend.data.session import db
from backend.services import casework, totals_count
from backend.services.casework import Asked
from backend.services.totals_read import Period
from backend.staff import supervision_asked, supervision_views
from backend.staff.access import RoleName
from backend.staff.figures import SHARE
from tests.backend.people import Person
from tests.backend.staff.cases import FACTS, make_case, make_unclear
from tests.backend.staff.working import words

PARTS = ("volumes", "talks", "casework", "themes", "unclear")
HOME = "/staff/supervision"
NAMED = {**FACTS["organisation"]}
TODAY = date(2026, 11, 22)


def body(name):
    return {**FACTS, "organisation": {**NAMED, "name": name}}


@pytest.fixture
def count(app, clock):
    def counted():
        clock.pass_time(minutes=11)
        jobs.count_totals(app)

    return counted


def rows_of(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def table(browser, part, code, **args):
    answer = browser.client.get(f"{HOME}/{part}/{code}.csv", query_string=args)
    assert answer.status_code == 200, answer.status
    return rows_of(answer)


def test_before_anything_is_counted_every_part_says_so(morgan):
    for part in PARTS:
        page = words(morgan.open(f"{HOME}/{part}").text)
        assert "Nothing has been counted yet" in page, part


def test_what_was_counted_stands_on_the_page_with_when(client, clerk, count, clock):
    Person(client).begin().go_to("confirm").choose("Yes, send it")
    Person(client).begin().go_to("impact")
    clock.pass_time(minutes=70)
    count()
    morgan = clerk("morgan@example.org", RoleName.MANAGER)

    said = words(morgan.open(HOME).text)

    assert "Counted on 22 November 2026 at 11:21am" in said
    assert "2 begun, 1 sent" in said
    assert table(morgan, "volumes", "days")[-1] == ["22 November 2026", "2", "1"]
    assert "How it affected them 2 1 0 1 50.0 0" in words(morgan.open(f"{HOME}/talks").text)


def test_every_picture_has_a_title_a_description_and_its_table(session, morgan, count):
    draft = make_case(session)
    session.add(CaseTheme(conversation_id=draft.conversation_id, code="N_COMM", words=[]))
    session.commit()
    count()

    pictures = 0
    for part in PARTS:
        page = morgan.open(f"{HOME}/{part}").text
        for svg in re.findall(r"<svg class=\"console-picture\".*?</svg>", page, re.S):
            pictures += 1
            title, about = re.search(r'aria-labelledby="(\S+) (\S+)"', svg).groups()
            assert f'<title id="{title}">' in svg and f'<desc id="{about}">' in svg
            assert "style=" not in svg
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), part
        assert page.count('class="console-picture"') <= page.count("<summary")
    assert pictures >= 10


def test_an_address_of_another_part_or_table_is_not_found(morgan):
    for path in ("nothing", "volumes/nothing.csv", "volumes/days.exe", "nothing/days.csv"):
        assert morgan.client.get(f"{HOME}/{path}").status_code == 404, path


def test_a_wrong_day_is_said_at_the_top_and_at_the_field(morgan):
    page = morgan.open(f"{HOME}?days=other&since=2026-02-30&until=2026-03-01")

    assert "There is a problem" in page.text and 'id="since-error"' in page.text
    assert "<title>Error: Volumes" in page.text


def test_one_way_in_is_shown_by_itself(session, morgan, count):
    make_case(session, "web")
    make_case(session, "sms")
    session.get(Conversation, "conversation-sms").channel = "sms"
    session.commit()
    count()

    assert table(morgan, "volumes", "days", channel="sms")[-3] == ["20 November 2026", "1", "1"]
    assert len(table(morgan, "volumes", "channels", channel="sms")) == 3


@pytest.mark.parametrize(
    ("days", "first"),
    [(7, "16 November 2026"), (300, "Week of 26 January 2026"), (800, "September 2024")],
)
def test_long_periods_are_shown_by_the_week_and_the_month(session, morgan, count, days, first):
    make_case(session)
    count()
    since = TODAY - timedelta(days=days - 1)

    rows = table(morgan, "volumes", "days", days="other", since=since, until=TODAY)

    assert rows[1][0] == first and sum(int(row[2]) for row in rows[1:]) == 1


def test_only_the_20_organisations_with_the_most_have_a_row(session, morgan, count):
    for number in range(23):
        make_case(session, f"c{number}", facts=body(f"Trust {number:02}"))
    make_case(session, "more", facts=body("Trust 22"))
    unknown = {**NAMED, "match": "none", "name": "that place by the river"}
    make_case(session, "unknown", facts={**FACTS, "organisation": unknown})
    count()

    rows = table(morgan, "volumes", "organisations")[1:]

    assert rows[0][:2] == ["Trust 22", "2"] and len(rows) == 22
    assert [row[:2] for row in rows[-2:]] == [["All others", "3"], ["Not in the register", "1"]]
    assert "river" not in morgan.open(HOME).text


def test_what_is_open_is_counted_as_it_is_now(session, morgan, add_user, clock):
    user = add_user("riley@example.org")
    make_case(session, "new", at=clock.now() - timedelta(days=1))
    draft = make_case(session, "old", at=clock.now() - timedelta(days=40))
    draft.assigned_to, draft.due_on = user.id, TODAY - timedelta(days=1)
    make_case(session, "done", case_status="closed")
    session.commit()

    rows = {row[0]: row[1:] for row in table(morgan, "casework", "queue")}
    people = table(morgan, "casework", "workload")

    assert rows["0 to 2"] == ["1", "0"] and rows["29 to 56"] == ["1", "1"]
    assert people[1][:3] == ["Nobody yet", "1", "1"]
    assert people[2] == ["riley@example.org", "1", "1", "0", "0", "1", "39"]
    assert "Open 2 Late 1 Oldest 39 days" in words(morgan.open(f"{HOME}/casework").text)


def test_who_agrees_with_whom_is_a_table_with_kappa(session, morgan, count, clock):
    for name in "abc":
        make_case(session, name, case_status="accepted_for_check")
    make_case(session, "d", case_status="signposted", staff_result="NOT_FOR_US")
    count()

    rows = table(morgan, "casework", "agreement")
    page = words(morgan.open(f"{HOME}/casework").text)

    assert rows[1][1:] == ["3", "1"]
    assert "Staff agree with the rules 75 %" in page and "Beyond chance (kappa) 0" in page


def test_what_staff_changed_says_how_often_and_how_much(session, morgan, count, clock):
    for name in ("a", "b"):
        make_case(session, name)
        casework.move(session, f"conversation-{name}", asked(0, clock), "begin", ["manager"], "x")
    casework.edit(session, "conversation-a", asked(1, clock), "legal_action", "finished", "x")
    casework.edit(
        session, "conversation-a", asked(2, clock), "matter", FACTS["matter"] + " More.", "x"
    )
    session.commit()
    count()

    rows = {row[0]: row[1:] for row in table(morgan, "casework", "edits")}

    assert rows["Court or tribunal"] == ["1", "50.0", ""]
    assert rows["What went wrong"] == ["1", "50.0", "8.0"]


def asked(version, clock):
    return Asked(None, version, None, clock.now())


def test_themes_of_organisations_are_shown_over_months(session, morgan, count):
    for name, month, code in (("a", 9, "N_COMM"), ("b", 11, "N_COMM"), ("c", 11, "N_DISCH")):
        draft = make_case(session, name, at=datetime(2026, month, 5, 12, tzinfo=UTC))
        session.add(CaseTheme(conversation_id=draft.conversation_id, code=code, words=[]))
    session.commit()
    count()

    whole = table(morgan, "themes", "bodies_themes")
    over = table(morgan, "themes", "over_time")
    of_one = table(morgan, "themes", "over_time", organisation=NAMED["name"])
    of_theme = table(morgan, "themes", "over_time", theme="N_COMM")

    assert whole[0] == ["Organisation", "Communication", "Discharge and transfer"]
    assert whole[1] == [NAMED["name"], "2", "1"]
    assert over[0][-3:] == ["Sep 2026", "Oct 2026", "Nov 2026"] and over[1][-3:] == ["1", "0", "2"]
    assert [row[0] for row in of_one[1:]] == ["Communication", "Discharge and transfer"]
    assert of_theme[1][-3:] == ["1", "0", "1"]


def test_what_people_could_not_say_leads_to_the_messages_that_were_kept(
    client, session, morgan, clerk, count
):
    Person(client).begin().go_to("complained_locally").say("blah")
    make_unclear(session)
    make_unclear(session, label="complained_locally.yes")
    count()

    page = morgan.open(f"{HOME}/unclear").text
    row = table(morgan, "unclear", "unclear")[1]

    assert row == ["Complained to them", "1", "1", "100.0", "1", "1"]
    assert 'href="/staff/unclear"' in page.partition("<main")[2]
    auditor = clerk("alex@example.org", RoleName.AUDITOR).open(f"{HOME}/unclear").text
    assert "/staff/unclear" not in auditor and "Count again" not in auditor


def test_counting_again_is_asked_for_on_the_page(app, morgan, session, clock, count):
    count()
    clock.pass_time(seconds=5)
    make_case(session)
    form = {"csrf_token": morgan.token(HOME), "part": "talks"}

    page = morgan.client.post(f"{HOME}/count", data=form, follow_redirects=True)
    assert page.request.path == f"{HOME}/talks"
    assert "It is being counted now." in page.text
    with app.app_context():
        jobs.count_totals(app)

    assert "It is being counted now." not in morgan.open(HOME).text
    assert table(morgan, "volumes", "days")[-3][1:] == ["1", "1"]


def test_a_published_table_shows_no_small_number_and_nothing_to_work_it_out_from(
    session, morgan, count
):
    for number in range(6):
        make_case(session, f"c{number}", facts=body("Big Trust" if number < 5 else "Small Trust"))
    count()

    exact = table(morgan, "volumes", "organisations")
    published = table(morgan, "volumes", "organisations", publish="yes")

    assert exact[1:] == [["Big Trust", "5", "83.3"], ["Small Trust", "1", "16.7"]]
    assert published == [
        ["Organisation", "Sent"], ["Big Trust", "5"], ["Small Trust", "fewer than 5"],
    ]  # fmt: skip


def test_a_table_that_is_for_staff_alone_cannot_be_had_to_publish(morgan):
    page = morgan.client.get(f"{HOME}/casework/workload.csv?publish=yes")

    assert page.status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_text_in_both_files(session, morgan, count):
    make_case(session, facts=body("=cmd|' /C calc'!A0"))
    count()

    row = table(morgan, "volumes", "organisations")[1]
    book = morgan.client.get(f"{HOME}/volumes/organisations.xlsx")
    sheets = zipfile.ZipFile(io.BytesIO(book.data))

    assert row[0] == "'=cmd|' /C calc'!A0"
    assert "<f>" not in sheets.read("xl/worksheets/sheet1.xml").decode()
    assert book.headers["Content-Disposition"].endswith(
        'organisations-2026-10-24-to-2026-11-22.xlsx"'
    )


def test_a_script_in_a_name_is_only_text_on_the_page_and_in_its_picture(session, morgan, count):
    make_case(session, facts=body("<script>alert('x')</script>"))
    count()

    page = morgan.open(HOME).text

    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_who_takes_figures_away_is_recorded(session, morgan):
    table(morgan, "volumes", "days", channel="sms")

    kinds = [row.kind for row in session.query(CaseEvent)]
    assert "figures_exported" in kinds


def test_a_page_asks_the_database_at_most_twelve_times(app, session, morgan, count):
    make_case(session)
    count()
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    for part in PARTS:
        asked.clear()
        morgan.client.get(f"{HOME}/{part}")
        assert 0 < len([one for one in asked if one.startswith("SELECT")]) <= 12, part


def test_every_table_has_as_many_headings_as_columns(app, session, morgan, count, clock):
    make_case(session)
    count()
    asked_for = supervision_asked.read({}, TODAY)
    with app.test_request_context():
        for part, build in supervision_views.PARTS.items():
            for section in build(db.session, asked_for):
                made = section.table
                assert len(made.head) == len(made.columns), (part, made.code)
                assert all(len(row) == len(made.head) for row in made.rows), made.code


def test_shares_are_of_a_whole(session, morgan, count):
    make_case(session, "a")
    make_case(session, "b", result="NOT_YET")
    count()

    rows = table(morgan, "volumes", "results")

    assert [row[1:] for row in rows[1:]] == [["1", "1", "50.0"], ["1", "1", "50.0"]]
    assert rows[0][-1] == "Share of sent (%)" and SHARE == "share"


def test_a_period_before_the_service_began_is_empty(morgan, session, count):
    make_case(session)
    count()

    page = words(morgan.open(f"{HOME}?days=other&since=2020-01-01&until=2020-01-31").text)

    assert "There is nothing to count on these days." in page
    assert Period(TODAY, TODAY).channel == "" and session.get(Draft, "conversation-one")
    assert totals_count.last(session).counted_at
