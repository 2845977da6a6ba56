"""What strangers type is read as what they mean."""

import pytest

from intake import organisations

NHS = {
    "Leeds hospital": "Leeds Teaching Hospitals",
    "it was the royal infirmary in leeds, jimmys I mean": "Leeds Teaching Hospitals",
    "st jamess hosp leeds": "Leeds Teaching Hospitals",
    "Adenbrooks": "Cambridge University Hospitals",
    "the QMC": "Nottingham University Hospitals",
    "Pindafields": "Mid Yorkshire",
    "arrow park hospital, wirral": "Wirral University",
    "little brook": "Kent and Medway Mental Health",
    "not the council, the hospital in Hull": "Hull University",
    "Heart of England trust": "University Hospitals Birmingham",
    "Kent and Medway CCG": "NHS Kent and Medway Integrated Care Board",
    "NHS Improvement": "NHS England",
    "the mental health trust in Norfolk": "Norfolk and Suffolk",
    "ambulance service in Kent": "South East Coast Ambulance",
    "St Mary's, the one in Paddington": "Imperial College Healthcare",
    "my GP in Hull": "GP surgery",
    "the drs": "GP surgery",
    "the dentist on the NHS": "NHS dentist",
    "my brother is in Strangeways and the doctor there": "Health care in prison",
    "NHS operation at the Spire": "Spire",
    "nursing home paid for by CHC": "Nursing care paid for by the NHS",
}
GOVERNMENT = {
    "Universal Credit": "DWP",
    "the jobcentre": "Jobcentre Plus",
    "personal independant payment": "DWP",
    "CSA": "Child Maintenance",
    "HRMC": "HMRC",
    "the visa people": "UKVI",
    "DVLA took my licence": "DVLA",
    "dvla they took my licence off me": "DVLA",
    "student loans": "Student Loans Company",
    "my council tax band": "Valuation Office",
    "OISC": "Immigration Advice Authority",
    "DLUHC": "Ministry of Housing",
    "BEIS": "Business and Trade",
    "Post Office Horizon compensation": "Business and Trade",
    "jobcentre in Cardiff": "Jobcentre Plus",
    "HMP Wandsworth": "Prison and Probation",
    "the county court lost my form": "Courts and Tribunals",
}
OUTSIDE = {
    "the council": "S01",
    "Leeds City Council": "S01",
    "a care home": "S02",
    "social services took my kids": "S03",
    "my housing association": "S05",
    "the judge": "S09",
    "my solicitor": "S11",
    "Barclays": "S12",
    "NHS pension": "S13",
    "British Gas": "S14",
    "brittish gas": "S14",
    "Ryanair": "S19",
    "St Mary's school": "S21",
    "Manchester University": "S22",
    "private dentist": "S25",
    "Betsi Cadwaladr": "S35",
    "a hospital in Cardiff": "S35",
    "NHS Lothian": "S36",
    "my GP in Glasgow": "S36",
    "Queen Elizabeth in Glasgow": "S36",
    "HMP Barlinnie in Scotland": "S36",
    "the Royal in Belfast": "S37",
    "my MP": "S48",
    "the Ombudsman itself": "S58",
    "the private hospital, I paid myself": "S24",
}


@pytest.mark.parametrize(("text", "name"), NHS.items())
def test_health_care_in_england_is_nhs(text, name):
    best = organisations.match(text)[0]

    assert best.branch == "NHS"
    assert name in best.name


@pytest.mark.parametrize(("text", "name"), GOVERNMENT.items())
def test_government_bodies_are_known_by_what_people_call_them(text, name):
    best = organisations.match(text)[0]

    assert best.branch == "GOV"
    assert name in best.name


@pytest.mark.parametrize(("text", "signpost"), OUTSIDE.items())
def test_what_others_look_at_leads_to_a_signpost(text, signpost):
    best = organisations.match(text)[0]

    assert best.branch == "OUT"
    assert best.signpost == signpost


@pytest.mark.parametrize("text", ["the police", "Sussex Police", "the CPS", "witness care unit"])
def test_bodies_under_the_victims_code_may_be_in(text):
    assert organisations.match(text)[0].branch == "GOV_VICTIM_POSSIBLE"


@pytest.mark.parametrize(
    "text", ["the Priory", "Nuffield Health", "private hospital", "Post Office"]
)
def test_what_depends_on_who_paid_or_is_uncertain_stays_open(text):
    assert organisations.match(text)[0].branch == "UNSURE"


@pytest.mark.parametrize(
    ("text", "fewest"), [("the Royal", 2), ("St Mary's", 5), ("QE", 4), ("BRI", 2), ("DRI", 2)]
)
def test_a_name_that_several_share_gives_a_short_choice(text, fewest):
    close = organisations.close_matches(organisations.match(text))

    assert fewest <= len({match.id for match in close}) <= 5
    assert {match.branch for match in close} == {"NHS"}


def test_a_place_settles_a_shared_name():
    best = organisations.match("QE in Kings Lynn")

    assert len(organisations.close_matches(best)) == 1
    assert "King's Lynn" in best[0].name


def test_a_story_gives_the_organisations_it_is_about_and_not_those_in_passing():
    story = (
        "Mum fell on a ward at Southmead in May. The nurses never came, and the ambulance took "
        "six hours. I rang from my Vodafone phone outside Tesco and my MP wrote to them."
    )

    found = organisations.find_all(story)

    assert [mention.match.name.split()[0] for mention in found] == ["Bristol", "Ambulance"]
    assert [story[mention.start : mention.end] for mention in found] == ["Southmead", "ambulance"]


def test_a_kind_can_be_found_by_its_id_with_its_second_tier_and_place():
    assert organisations.find("dwp").second_tier == "ice"
    assert organisations.find("RR8").place == "england"
    assert organisations.find("S01").branch == "OUT"
    assert organisations.find("nothing") is None
