"""Organisations of the official files are found beside those of the built-in register."""

import threading

import pytest

import intake
from intake import organisations
from intake.organisations import Row
from intake.organisations.capitals import in_capitals

TOWNS = ["Hull", "Leeds", "York", "Bath", "Derby", "Luton", "Truro", "Ely"]
ROWS = [
    *[Row(f"P{n}", "gp", "The Park Surgery", town) for n, town in enumerate(TOWNS)],
    Row("D1", "gp", "The Densham Surgery", "Stockton-on-Tees", "TS18 1HU"),
    Row("B1", "gp", "Brackenridge Medical Centre", "Hull"),
    Row("B2", "gp", "Brackenridge Medical Centre", "Goole"),
    Row("B3", "pharmacy", "Brackenridge Pharmacy", "Hull"),
    Row("K1", "gp", "Dr A Khan & Partners", "Luton"),
    Row("L1", "gp", "Leeds Road Surgery", "Bradford"),
    Row("C1", "gp", "Old Closed Brewery Surgery", "Selby", closed=True),
    Row("T1", "dentist", "Toothwell Dental Care", "Hull"),
    Row("W1", "gp", "Tredwellyn Surgery", "Swansea", nation="wales"),
    Row("RR8XX", "site", "Quarrygate Day Unit", "Leeds", parent="RR8"),
    Row("RR801", "site", "Seacroft Hospital", "Leeds", parent="RR8"),
    Row("RR8", "trust", "Leeds Teaching Hospitals NHS Trust", "Leeds"),
    Row("G1", "gp", "The Surgery", "Wickham"),
    Row("X1", "independent", "Larkmead Private Clinic", "Ely"),
    Row("H1", "care_home", "Fernhollow Nursing Home", "Ely"),
    Row("S1", "gp", "Twinstone Surgery", "Ely", "CB7 1AA"),
    Row("S2", "gp", "Twinstone Surgery", "Ely", "CB7 2BB"),
]


@pytest.fixture(autouse=True, scope="module")
def loaded():
    organisations.extend(ROWS)
    yield
    organisations.extend([])


@pytest.mark.parametrize(
    ("text", "found"),
    {
        "densham surgery": "ods:gp:D1",
        "The Densham Surgery": "ods:gp:D1",
        "denshm surgery": "ods:gp:D1",
        "densham surgary": "ods:gp:D1",
        "densham": "ods:gp:D1",
        "brackenridge medical centre in hull": "ods:gp:B1",
        "brackenridge, goole": "ods:gp:B2",
        "brackenridge chemist": "ods:pharmacy:B3",
        "Dr Khan and partners": "ods:gp:K1",
        "Leeds Road Surgery": "ods:gp:L1",
        "park surgery hull": "ods:gp:P0",
        "the park surgery, the one in york": "ods:gp:P2",
        "toothwell dental": "ods:dentist:T1",
        "quarrygate day unit": "RR8",
        "seacroft hospital": "RR8",
    }.items(),
)
def test_a_name_of_the_files_is_found(text, found):
    assert organisations.match(text)[0].id == found


def test_a_name_inside_a_long_sentence_is_found():
    story = "I rang the Densham Surgery eleven times in march and nobody ever picked up the phone"

    assert [m.match.id for m in organisations.find_all(story)] == ["ods:gp:D1"]


def test_two_of_one_name_are_a_choice_told_apart_by_their_towns():
    names = [
        m.name for m in organisations.close_matches(organisations.match("Brackenridge medical"))
    ]

    assert sorted(names) == [
        "Brackenridge Medical Centre, Goole",
        "Brackenridge Medical Centre, Hull",
    ]


def test_two_in_one_town_are_told_apart_by_their_postcodes():
    names = {m.name for m in organisations.match("twinstone surgery")}

    assert names == {"Twinstone Surgery, Ely, CB7 1AA", "Twinstone Surgery, Ely, CB7 2BB"}


def test_a_name_that_many_bear_is_nobody_in_particular():
    found = organisations.match("park surgery")

    assert [(m.name, m.id, m.branch) for m in found] == [("The Park Surgery", "kind-gp", "NHS")]
    assert organisations.namesakes("park surgery") == len(TOWNS)


@pytest.mark.parametrize(
    "text",
    [
        "I fell in the park and broke my wrist",
        "Dr Khan was rude to me at the hospital",
        "we walked down Leeds Road",
        "the surgery",
        "Mr Park said no",
    ],
)
def test_words_of_a_name_in_passing_are_no_name(text):
    found = [organisations.match(text)[0], *[m.match for m in organisations.find_all(text)]]

    assert not any((match.id or "").startswith("ods:") for match in found)


def test_a_site_is_shown_with_its_trust():
    assert (
        organisations.match("quarrygate day unit")[0].name
        == "Leeds Teaching Hospitals NHS Trust (Quarrygate Day Unit)"
    )


def test_a_trust_that_is_built_in_is_not_doubled():
    found = organisations.match("Leeds Teaching Hospitals NHS Trust")

    assert [m.id for m in found if m.score > 90] == ["RR8"]


def test_a_closed_practice_is_found_and_says_so():
    assert organisations.match("old closed brewery surgery")[0].name.endswith("(closed)")


def test_a_welsh_practice_is_for_the_welsh_ombudsman():
    best = organisations.match("Tredwellyn surgery")[0]

    assert (best.branch, best.signpost) == ("OUT", "S35")


def test_a_dentist_that_was_paid_for_is_not_the_nhs():
    assert organisations.match("toothwell dental, I went private")[0].branch == "OUT"


@pytest.mark.parametrize("text", ["larkmead private clinic", "fernhollow nursing home"])
def test_who_paid_is_asked_of_private_places(text):
    assert organisations.match(text)[0].branch == "UNSURE"


def test_what_an_id_stands_for_is_known_without_the_list():
    known = organisations.find("ods:gp:Z99999")

    assert (known.branch, known.place, known.like) == ("NHS", "england", "kind-gp")
    assert organisations.find("ods:spaceship:Z1") is None


def test_a_listed_dentist_is_judged_as_a_dentist():
    named = {"name": "Toothwell", "id": "ods:dentist:T1", "branch": "NHS", "match": "chosen"}
    part = intake.parts.parts({"organisation": named})[0]

    assert (part.id, part.payer_unclear, part.place) == ("kind-dentist", True, "england")


def test_a_new_list_takes_the_place_of_the_old_while_others_search():
    stop, failed = threading.Event(), []

    def search():
        while not stop.is_set():
            found = organisations.match("densham surgery")[0].id
            if found not in ("ods:gp:D1", "kind-gp"):
                failed.append(found)

    thread = threading.Thread(target=search)
    thread.start()
    for _ in range(5):
        organisations.extend([])
        organisations.extend(ROWS)
    stop.set()
    thread.join()

    assert failed == []


@pytest.mark.parametrize(
    ("given", "shown"),
    {
        "MANCHESTER UNIVERSITY NHS FOUNDATION TRUST": "Manchester University NHS Foundation Trust",
        "ST JAMES'S UNIVERSITY HOSPITAL": "St James's University Hospital",
        "DR A KHAN & PARTNERS": "Dr A Khan & Partners",
        "STOKE-ON-TRENT": "Stoke-on-Trent",
        "DRS MCDONALD AND O'BRIEN": "Drs McDonald and O'Brien",
        "ISLE OF WIGHT NHS TRUST": "Isle of Wight NHS Trust",
        "NHS LEEDS ICB - 36J": "NHS Leeds ICB - 36J",
        "HMP LEEDS": "HMP Leeds",
        "Already Fine": "Already Fine",
    }.items(),
)
def test_names_in_capitals_are_written_as_people_do(given, shown):
    assert in_capitals(given) == shown
