"""The official files of NHS organisations go into the register, and from there to the bot."""

import gzip
import json

import pytest
from sqlalchemy import select

from backend.data.organisations import ListedOrganisation
from backend.services import ods

API = "/api/register/organisations"
SURGERY = {"code": "A81001", "name": "THE DENSHAM SURGERY", "town": "STOCKTON-ON-TEES"}


def line(code="A81001", name="THE DENSHAM SURGERY", town="LEEDS", **more):
    """A line of an official file: 27 columns, quoted, no header."""
    cells = [""] * 27
    cells[0], cells[1], cells[2], cells[3] = code, name, more.get("grouping", "Y63"), "QHM"
    cells[4], cells[5], cells[7] = "THE HEALTH CENTRE", "1 LAWSON STREET", town
    cells[8], cells[9] = more.get("county", "CLEVELAND"), more.get("postcode", "TS18 1HU")
    cells[10], cells[11] = more.get("opened", "19740401"), more.get("closed", "")
    cells[12], cells[14] = more.get("status", "A"), more.get("parent", "36J")
    return ",".join(f'"{cell}"' for cell in cells)


@pytest.fixture
def load(app, tmp_path):
    """Writes a file and loads it; gives what was said."""

    def run(*lines, file="epraccur.csv", encoding="utf-8", **options):
        path = tmp_path / file
        path.write_bytes(b"\r\n".join(each.encode(encoding) for each in lines) + b"\r\n")
        more = [part for key, value in options.items() for part in (f"--{key}", value)]
        return app.test_cli_runner().invoke(args=["register", "import", str(path), *more])

    return run


@pytest.fixture
def listed(session):
    """Reads one organisation of the register."""
    return lambda code="A81001": session.get(ListedOrganisation, code)


def everything(session):
    rows = session.scalars(select(ListedOrganisation).order_by(ListedOrganisation.code))
    return [(r.code, r.kind, r.name, r.town, r.closed, r.revision) for r in rows]


def test_a_practice_is_kept_with_its_town_in_sensible_capitals(load, listed):
    load(line(town="STOCKTON-ON-TEES"))

    found = listed()
    assert (found.name, found.kind, found.town) == ("The Densham Surgery", "gp", "Stockton-on-Tees")
    assert (found.postcode, found.parent, found.nation) == ("TS18 1HU", "36J", "england")
    assert (found.opened_on.isoformat(), found.closed) == ("1974-04-01", False)


@pytest.mark.parametrize(
    ("file", "kind"),
    [("etr.csv", "trust"), ("ets.csv", "site"), ("edispensary.csv", "pharmacy"),
     ("egdpprac.csv", "dentist"), ("EPRACCUR.CSV", "gp")],
)  # fmt: skip
def test_the_name_of_the_file_says_what_is_in_it(load, listed, file, kind):
    load(line(), file=file)

    assert listed().kind == kind


def test_a_file_of_another_name_needs_the_kind(load, listed):
    refused = load(line(), file="practices.csv")
    taken = load(line(), file="practices.csv", kind="gp")

    assert (refused.exit_code, taken.exit_code) == (2, 0)
    assert "Say it with --kind" in refused.output
    assert listed().kind == "gp"


def test_a_file_of_memberships_is_no_list_of_organisations(load):
    refused = load("A81001,36J", file="epcmem.csv")

    assert refused.exit_code == 2
    assert "no organisations" in refused.output


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("A81002,SHORT", "it has 2 columns and not 27"),
        (line(code="A81002") + ',"more"', "it has 28 columns and not 27"),
        (line(code=""), "it has no code"),
        (line(code="A81002", name=" "), "it has no name"),
        (line(code="A8 1;--"), "its code is not one of letters and digits"),
        (line(code="A81002", opened="20201301"), "its open date is not a day"),
        (line(code="A81002", closed="soon"), "its close date is not a day"),
        (line(code="A81002", opened="20200101", closed="20190101"), "it was closed before"),
        (line(code="A81002")[:-1], "its quotation marks or commas are wrong"),
        (line(code="A81002", name="X" * 201), "its name is longer than 200 letters"),
        (line(code="A81002", name="A\x00B"), "it holds characters that cannot be read"),
    ],
)
def test_a_bad_line_is_named_and_skipped_and_the_others_go_in(load, session, bad, why):
    said = load(line(), bad, line(code="A81003"))

    assert said.exit_code == 0
    assert f"epraccur.csv, line 2: {why}" in said.output
    assert "2 loaded (2 new or changed), 1 skipped." in said.output
    assert [row[0] for row in everything(session)] == ["A81001", "A81003"]


def test_what_stands_in_a_bad_line_is_not_repeated(load):
    assert "SECRET" not in load(line(), "SECRET,SHORT").output


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig"])
def test_letters_with_accents_are_read_in_either_encoding(load, listed, encoding):
    load(line(name="ZOË’S CAFÉ SURGERY"), encoding=encoding)

    assert listed().name == "Zoë’s Café Surgery"


def test_bytes_that_are_no_letters_in_either_are_reported(app, tmp_path):
    path = tmp_path / "epraccur.csv"
    path.write_bytes(line().encode().replace(b"DENSHAM", b"DENS\x81\x8fHAM") + b"\n")

    said = app.test_cli_runner().invoke(args=["register", "import", str(path)])

    assert "line 1: its letters are neither UTF-8 nor Windows-1252" in said.output


def test_files_whose_last_empty_columns_were_cut_off_are_taken(load, listed):
    short = [",".join(line(code=f"A8100{n}").split(",")[:22]) for n in range(5)]

    assert "5 loaded" in load(*short).output


def test_loading_the_same_file_twice_changes_nothing(load, session):
    first = load(line(), line(code="A81002"))
    before = everything(session)
    session.rollback()
    second = load(line(), line(code="A81002"))

    assert "2 loaded (2 new or changed)" in first.output
    assert "2 loaded (0 new or changed)" in second.output
    assert everything(session) == before


def test_a_newer_file_changes_what_is_different(load, listed):
    load(line())
    load(line(name="THE NEW SURGERY"))

    assert listed().name == "The New Surgery"


@pytest.mark.parametrize("how", [{"status": "C"}, {"closed": "20200331"}])
def test_a_closed_practice_is_kept_and_marked(load, listed, how):
    load(line(**how))

    assert listed().closed


def test_a_welsh_practice_is_known_as_welsh(load, listed):
    load(line(code="W91001", grouping="W00"))

    assert listed("W91001").nation == "wales"


def test_a_site_belongs_to_the_trust_that_its_code_begins_with(load, listed):
    load(line(code="RR801", name="SEACROFT HOSPITAL", parent=""), file="ets.csv")

    assert listed("RR801").parent == "RR8"


@pytest.mark.parametrize(
    ("address", "town"),
    [
        (["THE CENTRE", "LAWSON ST", "STOCKTON-ON-TEES", "CLEVELAND", ""], "Stockton-on-Tees"),
        (["1 HIGH ST", "", "", "HULL", "EAST YORKSHIRE"], "Hull"),
        (["THE SURGERY", "", "", "", ""], ""),
        (["X", "2 MILL LANE", "", "KENT", ""], "Kent"),
    ],
)  # fmt: skip
def test_the_town_is_the_last_line_that_is_no_county(address, town):
    assert ods._town(address) == town


def test_a_file_that_breaks_off_leaves_nothing_behind(app, load, session, monkeypatch):
    def broken(lines, kind, columns):
        yield from list(ods.read(lines, kind, columns))[:1]
        raise KeyboardInterrupt

    monkeypatch.setattr("backend.services.register.read", broken)
    load(line(), line(code="A81002"))

    assert everything(session) == []


def test_status_counts_what_is_in_and_where_it_came_from(app, load):
    load(line(), line(code="A81002", closed="20200331"), "bad")

    for command in ("status", "list"):
        said = app.test_cli_runner().invoke(args=["register", command]).output
        assert "gp                  2  of them closed: 1" in said
        assert "epraccur.csv: 2 loaded, 1 skipped" in said


def test_a_kind_can_be_taken_out_again(app, load, session):
    load(line())
    app.test_cli_runner().invoke(args=["register", "forget", "gp"])

    assert everything(session) == []


@pytest.fixture
def fetch(client, settings):
    """Asks for the register as the bot does."""

    def get(token=settings.service_token, **headers):
        return client.get(API, headers={"Authorization": f"Bearer {token}", **headers})

    return get


def test_only_the_service_itself_may_have_the_register(fetch):
    assert fetch(token="wrong").status_code == 401


def test_the_register_is_sent_as_one_array_a_line(load, fetch):
    load(line(), line(code="A81002", name="PARK SURGERY", closed="20200331"))

    answer = fetch()

    assert answer.content_type == "application/x-ndjson"
    assert [json.loads(each) for each in answer.text.splitlines()] == [
        ["A81001", "gp", "The Densham Surgery", "Leeds", "TS18 1HU", "england", "36J", False],
        ["A81002", "gp", "Park Surgery", "Leeds", "TS18 1HU", "england", "36J", True],
    ]


def test_it_is_zipped_for_who_takes_that(load, fetch):
    load(line())

    zipped = fetch(**{"Accept-Encoding": "gzip"})

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == fetch().data


def test_it_is_sent_again_only_when_it_changed(load, fetch):
    load(line())
    known = fetch().headers["ETag"]
    load(line())
    same = fetch(**{"If-None-Match": known})
    load(line(name="THE NEW SURGERY"))
    newer = fetch(**{"If-None-Match": known})

    assert (same.status_code, same.data, newer.status_code) == (304, b"", 200)


def test_an_empty_register_is_no_error(fetch):
    answer = fetch()

    assert (answer.status_code, answer.data) == (200, b"")
