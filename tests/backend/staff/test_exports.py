"""Exports: what is in them, who may have them, and that nothing of them stays lying about."""

import csv
import io
import re
import stat
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from backend import lists_jobs
from backend.data.lists import CaseExport, ChosenCase
from backend.data.models import CaseEvent, CaseTheme, Role, User
from backend.services import exports, exports_store
from backend.staff import export_rows
from backend.staff.access import RoleName
from tests.backend.staff.cases import BEGAN, FACTS, make_case, make_unsent
from tests.backend.staff.many import HIDDEN, choose
from tests.backend.staff.working import CASEY, MANAGER

FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def casey(app, clerk):
    """Somebody whose exports are made as soon as they are asked for."""
    made = {name: lambda each, job=job: job(app, each) for name, job in lists_jobs.JOBS.items()}
    app.extensions[lists_jobs.TASKS] = made
    return clerk()


@pytest.fixture
def waiting(app, clerk):
    """Somebody whose exports wait for a worker."""
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    return clerk()


def ask(browser, query="", **more):
    """Ask for an export of a list as its form says it."""
    page = browser.open(f"/staff/exports/new?{query}").text
    form = page[page.index('action="/staff/exports"') :]
    data = dict(HIDDEN.findall(form)) | {"format": "csv", "column": list(export_rows.COLUMNS)}
    return browser.client.post("/staff/exports", data=data | more, follow_redirects=True)


def identity(page):
    return page.request.path.rpartition("/")[2]


def download(browser, page):
    return browser.client.get(page.request.path + "/file")


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def events(session, kind):
    session.expire_all()
    return session.scalars(select(CaseEvent).where(CaseEvent.kind == kind)).all()


def test_a_list_is_exported_in_words_and_without_what_people_wrote(casey, session):
    make_case(session, flags=["LEGAL"], risk_flags=["UNDER_18"], due_on=date(2026, 12, 4))
    session.add(CaseTheme(conversation_id="conversation-one", code="DELAY"))
    session.commit()

    head, row = rows(download(casey, ask(casey)))

    told = dict(zip(head, row, strict=True))
    assert told["Reference"] == "OMB-ONE" and told["Received"] == "2026-11-20"
    assert told["Result"] == "Looks like one for us" and told["Status"] == "New"
    assert told["Organisation"] == "Leeds Teaching Hospitals NHS Trust"
    assert told["Flags"] in ("Legal action; Under 18", "Under 18; Legal action")
    assert told["Help asked for"] == "Large print" and told["Way in"] == "Website"
    assert told["Due"] == "2026-12-04" and told["Assigned to"] == "" and told["Themes"]
    for secret in ("Ada Example", "ada@example.org", "nine hours", "do not phone"):
        assert secret not in " ".join(row), secret


def test_help_asked_for_in_words_is_only_said_to_be_something_else(casey, session):
    help_asked_for = ["bsl", {"text": "plum-jam-secret"}]
    make_case(session, facts={**FACTS, "adjustments": help_asked_for})
    make_case(session, "two", facts={**FACTS, "adjustments": "plum-jam-secret"})

    text = download(casey, ask(casey)).text

    assert "British Sign Language; Something else" in text and "plum-jam" not in text


def test_an_export_holds_the_list_as_it_is_narrowed_in_its_order(casey, session):
    make_case(session, "other", result="NOT_YET")
    for number in range(3):
        make_case(session, f"{number}", at=BEGAN - timedelta(days=number), lines=[])
    make_case(session, "risk", at=BEGAN - timedelta(days=9), risk_level="R4", lines=[])

    page = ask(casey, "result=LOOKS_ELIGIBLE", column=["reference"])

    assert rows(download(casey, page)) == [
        ["Reference"], ["OMB-RISK"], ["OMB-0"], ["OMB-1"], ["OMB-2"]
    ]  # fmt: skip


@pytest.mark.parametrize("sort", ["newest", "oldest", "due"])
def test_every_case_is_in_it_once_however_many_handfuls_it_takes(casey, session, monkeypatch, sort):
    monkeypatch.setattr(export_rows, "HANDFUL", 2)
    for number in range(7):
        make_case(session, f"{number}", lines=[], risk_level="R3" if number < 3 else "R0")

    page = ask(casey, f"sort={sort}", column=["reference"])

    assert "7 complaints" in page.text
    assert sorted(rows(download(casey, page))[1:]) == [[f"OMB-{number}"] for number in range(7)]


def test_chosen_cases_alone_are_exported_in_their_order(casey, session, monkeypatch):
    monkeypatch.setattr(export_rows, "HANDFUL", 2)
    for number in range(5):
        make_case(session, f"{number}", at=BEGAN - timedelta(days=number), lines=[])
    chosen = choose(casey, "OMB-0", "OMB-2", "OMB-4")

    page = ask(casey, f"choice={identity(chosen)}", column=["reference"])

    assert rows(download(casey, page))[1:] == [["OMB-0"], ["OMB-2"], ["OMB-4"]]


def test_a_choice_that_is_gone_exports_nothing_rather_than_everything(app, waiting, session):
    make_case(session)
    page = ask(waiting, f"choice={identity(choose(waiting, 'OMB-ONE'))}")
    session.execute(ChosenCase.__table__.delete())
    session.execute(update(CaseExport).values(choice_id=None))
    session.commit()

    lists_jobs.export(app, identity(page))

    assert len(rows(download(waiting, page))) == 1


def test_contact_details_are_there_only_where_they_were_ticked(casey, session):
    make_case(session)

    head, row = rows(download(casey, ask(casey, contact="yes")))
    told = dict(zip(head, row, strict=True))

    assert told["Name"] == "Ada Example" and told["Email"] == "ada@example.org"
    assert told["Reaching them safely"] == "Please do not phone in the evening."
    assert "contact" in events(session, "export_asked")[0].detail["columns"]


@pytest.mark.parametrize("role", [RoleName.AUDITOR, RoleName.ADMINISTRATOR])
def test_who_only_reads_exports_without_contact_details(app, casey, clerk, session, role):
    make_case(session)
    reader = clerk("ada@example.org", role)

    assert "Contact details" not in reader.open("/staff/exports/new").text
    assert ask(reader, contact="yes").status_code == 403
    assert rows(download(reader, ask(reader)))[1][0] == "OMB-ONE"


def test_what_people_wrote_is_no_formula_in_either_kind_of_file(casey, session):
    body = {"name": FORMULA, "branch": "NHS"}
    make_case(session, facts={**FACTS, "organisation": body, "name": "＝1+1"})

    as_csv = rows(download(casey, ask(casey, contact="yes")))[1]
    book = zipfile.ZipFile(io.BytesIO(download(casey, ask(casey, format="xlsx")).data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "'" + FORMULA in as_csv and "'＝1+1" in as_csv
    assert "<f>" not in sheet and "&apos;=HYPERLINK" in sheet.replace("'", "&apos;")


def test_the_file_is_for_who_asked_for_it_alone(casey, clerk, session):
    make_case(session)
    page = ask(casey)
    other = clerk(MANAGER, RoleName.MANAGER)

    for path in ("", "/file", "/progress"):
        assert other.client.get(page.request.path + path).status_code == 404, path
    data = {"csrf_token": other.token("/staff/")}
    assert other.client.post(page.request.path + "/cancelling", data=data).status_code == 404
    assert download(casey, page).status_code == 200


def test_asking_and_downloading_are_recorded_without_a_word_that_was_typed(casey, session):
    make_case(session)
    page = ask(casey, "words=nine+hours")
    download(casey, page)

    asked, downloaded = events(session, "export_asked")[0], events(session, "export_downloaded")[0]
    assert asked.detail["narrowed"] == ["words"] and asked.detail["cases"] == 1
    assert downloaded.detail == {"export": identity(page), "rows": 1}
    assert asked.actor == downloaded.actor and "nine" not in str([asked.detail, asked.actor])


def test_the_name_of_the_file_says_when_and_nothing_else(casey, session):
    make_case(session)

    sent = download(casey, ask(casey, "words=nine+hours"))

    assert re.fullmatch(
        r'attachment; filename="complaints-2026-11-22-1000\.csv"',
        sent.headers["Content-Disposition"],
    )
    assert sent.headers["Cache-Control"] == "no-store"


def test_the_page_says_how_far_it_is_and_then_where_the_file_is(app, waiting, session):
    make_case(session)
    page = ask(waiting)
    assert "Waiting to start. 1 complaint to write." in page.text
    assert waiting.client.get(page.request.path + "/progress").get_json()["over"] is False
    assert download(waiting, page).status_code == 302  # back to the page: there is none yet

    lists_jobs.export(app, identity(page))

    told = waiting.client.get(page.request.path + "/progress").get_json()
    assert told == {"text": "1 of 1 complaint written.", "over": True}
    assert "Download the file" in waiting.open(page.request.path).text
    assert "Ready" in waiting.open("/staff/exports").text


def test_an_export_that_is_stopped_is_not_made(app, waiting, session, settings):
    make_case(session)
    page = ask(waiting)

    data = {"csrf_token": waiting.token("/staff/")}
    waiting.client.post(page.request.path + "/cancelling", data=data)
    lists_jobs.export(app, identity(page))

    assert "taken back" in waiting.open(page.request.path).text
    assert left(settings) == [] and len(events(session, "export_cancelled")) == 1


def test_an_export_that_is_stopped_while_it_is_written_leaves_no_file(
    app, waiting, session, settings, monkeypatch
):
    monkeypatch.setattr(export_rows, "HANDFUL", 1)
    make_case(session, "A", lines=[])
    make_case(session, "B", lines=[])
    page, lines = ask(waiting, column=["reference"]), []

    def stopped_by_then(line):
        lines.append(line)
        if len(lines) == 2:
            session.execute(update(CaseExport).values(state=exports.CANCELLED))
            session.commit()
        return "x"

    monkeypatch.setitem(export_rows.COLUMNS, "reference", stopped_by_then)
    lists_jobs.export(app, identity(page))

    assert "taken back" in waiting.open(page.request.path).text and left(settings) == []


def test_a_finished_file_is_deleted_when_it_is_taken_back(casey, session, settings):
    make_case(session)
    page = ask(casey)
    assert left(settings) == [identity(page)]

    data = {"csrf_token": casey.token("/staff/")}
    casey.client.post(page.request.path + "/cancelling", data=data)

    assert left(settings) == [] and download(casey, page).status_code == 302


def left(settings):
    return sorted(each.name for each in exports_store.folder(settings.var).iterdir())


def test_a_fault_while_it_is_written_is_said_and_leaves_no_file(
    app, waiting, session, settings, monkeypatch
):
    make_case(session)
    page = ask(waiting, column=["reference"])

    def broken(_line):
        raise ValueError("plum-jam-secret")

    monkeypatch.setitem(export_rows.COLUMNS, "reference", broken)
    lists_jobs.export(app, identity(page))

    shown = waiting.open(page.request.path).text
    assert "Something went wrong" in shown and "plum-jam" not in shown and left(settings) == []


def test_an_export_that_a_worker_left_is_begun_again(app, waiting, session, clock):
    make_case(session)
    page = ask(waiting)
    session.execute(update(CaseExport).values(state="running", done=1))
    session.commit()

    lists_jobs.export(app, identity(page))
    assert download(waiting, page).status_code == 302  # somebody is at it, for all we know
    clock.pass_time(minutes=4)
    lists_jobs.take_up(app)

    assert len(rows(download(waiting, page))) == 2


def test_after_a_day_the_file_and_its_row_are_gone(app, casey, session, settings, clock):
    make_case(session)
    page = ask(casey)
    (exports_store.folder(settings.var) / "left-behind").write_text("x")

    clock.pass_time(hours=25)
    casey.sign_in()
    assert casey.client.get(page.request.path).status_code == 404
    lists_jobs.erase_old(app)

    session.expire_all()
    assert left(settings) == [] and session.scalars(select(CaseExport)).all() == []


def test_the_file_on_disk_is_locked_and_nobody_elses(casey, session, settings):
    make_case(session)
    page = ask(casey)
    path = exports.path_of(settings, identity(page))

    assert b"OMB" not in path.read_bytes() and b"Leeds" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_form_sent_twice_is_one_export(casey, session):
    make_case(session)
    token = "7d444840-9dc0-11d1-b245-5ffdce74fad2"

    first, second = ask(casey, token=token), ask(casey, token=token)

    assert first.request.path == second.request.path and second.status_code == 200
    assert len(events(session, "export_asked")) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"column": []}, "Choose at least one column"),
        ({"column": ["matter"]}, "Choose at least one column"),
        ({"format": "exe"}, "Choose a kind of file"),
    ],
)
def test_a_form_that_lacks_something_is_shown_again(casey, session, given, said):
    page = ask(casey, **given)

    assert said in page.text and page.text.count("Error: ") >= 1
    assert session.scalars(select(CaseExport)).all() == []


def test_drafts_not_sent_yet_have_no_reference_in_it(casey, session):
    make_unsent(session)

    assert rows(download(casey, ask(casey, "list=in-progress")))[1][0] == "Not sent yet"


def test_an_empty_list_makes_a_file_with_its_headings(casey):
    assert len(rows(download(casey, ask(casey)))) == 1


def test_numbers_about_a_person_stay_hidden_in_contact_details(casey, session):
    make_case(session, facts={**FACTS, "safe_contact": "My NHS number is 943 476 5919"})

    assert "943 476 5919" not in download(casey, ask(casey, contact="yes")).text


def test_nobody_who_was_signed_out_gets_the_file(casey, session, client):
    make_case(session)
    page = ask(casey)

    assert download(type(casey)(client), page).status_code == 302


def test_somebody_who_lost_the_role_gets_no_contact_details(casey, session, add_user):
    make_case(session)
    page = ask(casey, contact="yes")
    add_user("ada@example.org", RoleName.AUDITOR)
    user = session.scalars(select(User).where(User.email == CASEY)).one()
    user.roles = [session.scalars(select(Role).where(Role.name == "auditor")).one()]
    session.commit()

    assert download(casey, page).status_code == 403


def test_a_file_that_was_changed_or_cut_short_is_not_given_out(tmp_path):
    key, path = exports_store.new_key(), tmp_path / "one"
    with exports_store.Locking(path, key) as file:
        for _ in range(3):
            file.write(b"x" * exports_store.PIECE)
    whole = path.read_bytes()
    assert b"".join(exports_store.read(path, key)) == b"x" * 3 * exports_store.PIECE

    for broken in (whole[:-9], whole[: exports_store.PIECE + 40], whole[:50] + b"?" + whole[51:]):
        path.write_bytes(broken)
        with pytest.raises(exports_store.Unreadable):
            list(exports_store.read(path, key))
    with pytest.raises(exports_store.Unreadable):
        list(exports_store.read(tmp_path / "gone", key))
