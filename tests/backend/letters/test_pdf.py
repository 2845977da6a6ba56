"""PDFs to print: Welsh letters, large print, language and title, and the pack for an MP."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from backend.data.models import CaseEvent
from backend.letters import mp_pack, printed
from backend.letters.mp_pack import Pack
from backend.letters.pdf import LARGE, STANDARD, Paper
from backend.letters.printed import Printed
from tests.backend.staff.cases import FACTS, make_case
from tests.backend.staff.letters import LETTERS, make_letter
from tests.backend.staff.test_letters import the_case
from tests.backend.staff.working import CASE, form

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = date(2026, 11, 20)
BODY = "Annwyl Siân\n\n# Pam\n* Dŵr a thŷ\n\nŴyn, ŷd, â ê î ô û."
HMRC = {"name": "HM Revenue and Customs (HMRC)", "id": "hmrc", "branch": "GOV", "match": "exact"}
GOV = {
    **FACTS, "organisation": HMRC, "mp_referral": "not_asked",
    "matter": "They lost my form.\n# {{ 7 * 7 }}\nTwice.",
}  # fmt: skip


def read(made):
    return PdfReader(io.BytesIO(made))


def text(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def welsh(size=STANDARD):
    letter = Printed("cy", "Eich cwyn", BODY, "Siân Ŵyn", "1 Heol Fawr, Caerdydd", "OMB-ONE", DAY)
    return read(printed.pdf(letter, Paper("Eich cwyn", "cy", NOW, size)))


def test_a_letter_has_its_language_its_title_and_welsh_letters():
    made = welsh()

    assert made.trailer["/Root"]["/Lang"] == "cy" and made.metadata.title == "Eich cwyn"
    assert made.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    said = text(made)
    for words in (
        "Dŵr a thŷ",
        "Ŵyn, ŷd",
        "Siân Ŵyn",
        "20 Tachwedd 2026",
        "Eich cyfeirnod: OMB-ONE",
    ):
        assert words in said
    assert "1 Heol Fawr" in said and "Pam" in str(made.outline)


def test_its_letters_stand_in_the_file_itself():
    fonts = welsh().pages[0]["/Resources"]["/Font"]

    for font in fonts.values():
        about = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in about


def sizes(reader):
    found = re.findall(
        r"/F\d+ ([\d.]+) Tf", reader.pages[0].get_contents().get_data().decode("latin-1")
    )
    return {float(size) for size in found}


def test_large_print_is_fourteen_points_and_nothing_on_it_is_smaller():
    assert min(sizes(welsh())) == STANDARD
    assert min(sizes(welsh(LARGE))) == LARGE == 14
    assert printed.size("easy_read", large=False) == LARGE


def test_signs_that_the_type_does_not_have_stop_nothing():
    letter = Printed("en", "x", "Hello 漢 \U0001f600 ا", "Ada", "", "OMB-ONE", DAY)

    assert "Hello ? ? ?" in text(read(printed.pdf(letter, Paper("x", "en", NOW))))


def test_the_pack_for_an_mp_says_what_the_law_asks_and_has_every_field():
    made = read(mp_pack.pdf(Pack(GOV, "OMB-ONE", ["letter.jpg"], DAY, NOW)))

    said = text(made)
    for words in (
        "section 5(1)(a)", "section 5(1)(b)", "section 6(3)", "1 February 2027",
        "members.parliament.uk/FindYourMP", "020 7219 3000", "Citygate",
        "HM Revenue and Customs", "Ada Example", "They lost my form. # {{ 7 * 7 }} Twice.",
        "Someone should have come within an hour.", "How it affected the person",
        "What the person wants", "A real apology", "letter.jpg", "The final answer from the body",
        "Signature of the person who complains", "Constituency", "Signature of the MP",
        "Not given yet. Please write it here:",
    ):  # fmt: skip
        assert words in said, words
    assert (
        made.metadata.title.startswith("Asking your MP")
        and made.trailer["/Root"]["/Lang"] == "en-GB"
    )


def test_the_pack_is_there_in_welsh_with_the_same_parts():
    english, cymraeg = mp_pack.read("en"), mp_pack.read("cy")

    assert english.keys() == cymraeg.keys()
    for name in ("sections", "evidence", "person_signs", "mp_signs"):
        assert english[name].keys() == cymraeg[name].keys()
    for name, ours in english["sections"].items():
        assert ours["fields"].keys() == cymraeg["sections"][name]["fields"].keys()
    assert "Dŷ'r Cyffredin" in text(read(mp_pack.pdf(Pack(GOV, "OMB-ONE", [], DAY, NOW, "cy"))))


@pytest.mark.parametrize(
    ("facts", "needed"),
    [(GOV, True), (FACTS, False), ({**GOV, "victim_of_crime": "yes"}, False), ({}, False)],
)
def test_a_pack_is_made_where_the_law_asks_for_an_mp(facts, needed):
    assert mp_pack.is_for(facts, DAY) is needed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestDownloads:
    """From the page of the case, and on the record."""

    def kinds(self, session):
        session.rollback()
        return list(session.scalars(select(CaseEvent.kind)))

    def test_the_pack_is_downloaded_from_a_government_complaint(self, clerk, session):
        make_case(session, facts=GOV)
        casey = clerk()
        page = casey.open(CASE).text

        got = casey.client.post(f"{CASE}/mp-pack", data=form(page, f"{CASE}/mp-pack"))

        assert got.content_type == "application/pdf" and got.data.startswith(b"%PDF")
        assert 'filename="mp-pack-OMB-ONE.pdf"' in got.headers["Content-Disposition"]
        assert "mp_pack_made" in self.kinds(session)

    def test_of_another_complaint_there_is_none(self, casey, session):
        page = casey.open(CASE).text
        assert "pack for an MP" not in page
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

        got = casey.client.post(f"{CASE}/mp-pack", data={"csrf_token": token})

        assert got.status_code == 302 and "mp_pack_made" not in self.kinds(session)

    def test_a_letter_is_downloaded_and_that_is_recorded(self, casey, session):
        make_letter(session, the_case(session))

        got = casey.client.get(f"{LETTERS}/letter-one/pdf?size=large")

        assert got.data.startswith(b"%PDF") and "letter_printed" in self.kinds(session)
        assert min(sizes(read(got.data))) == LARGE
