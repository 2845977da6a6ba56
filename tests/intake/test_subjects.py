"""What a matter is about, read with an eye to who did what to whom."""

import pytest

from intake import signposts, subjects

ABOUT = {
    "I was sacked as a nurse": "X_PERSONNEL",
    "the trust has not paid my wages": "X_PERSONNEL",
    "I am a GP and they cut the funding in my contract": "X_PROVIDER_DISPUTE",
    "my company lost the tender": "X_CONTRACT",
    "I disagree with their decision": "X_MERITS",
    "they should change the law on PIP": "X_POLICY_LAW",
    "the judge gave my ex custody": "X_COURT",
    "the magistrate was rude and biased": "X_COURT",
    "MI5 are watching me": "X_CRIME_SECURITY",
    "the government's foreign policy": "X_FOREIGN",
    "he is being extradited": "X_EXTRADITION",
    "they refused a royal pardon": "X_MERCY",
    "she was nominated for an MBE": "X_HONOURS",
    "it is before the Covid Inquiry": "X_INQUIRY",
    "sectioned unlawfully and given the wrong meds": "S32",
    "I want to get off my section": "S33",
    "they shared my records with my ex without consent": "S38",
    "PIP refused": "S41",
    "universal credit sanctioned me": "S41",
    "my visa was refused": "S42",
    "HMRC fined me for a late tax return": "S43",
    "I want to sue the hospital": "S44",
    "the coroner got the cause of death wrong": "S45",
    "I want the doctor struck off": "S27",
    "the AMHP never listened": "S02",
    "police dragged him out": "S07",
}
NOT_ABOUT = """
the nurse was rude
the doctor dismissed my symptoms as anxiety
I want the nurse sacked
I lost my job because of the delay
they did not follow their own policy
court staff lost my form
my son was sectioned and the ward was filthy
they discharged him from his section too early
she had an emergency c section
DWP refused to answer my calls about PIP
universal credit took 5 months to pay me
Home Office have taken 3 years over my visa
HMRC never answer the phone
I don't want to sue, I want answers
""".strip().splitlines()


@pytest.mark.parametrize(("text", "code"), ABOUT.items())
def test_a_subject_is_seen(text, code):
    assert code in [subject.code for subject in subjects.find(text)]


@pytest.mark.parametrize("text", NOT_ABOUT)
def test_a_word_of_a_subject_is_not_the_subject(text):
    assert subjects.find(text) == []


def test_the_words_are_as_the_person_wrote_them():
    found = subjects.find("They’ve  stopped my Carer's Allowance!")

    assert [subject.words for subject in found] == ["stopped my Carer's Allowance"]


def test_exclusions_come_before_other_bodies():
    kinds = [s.kind for s in subjects.find("police came and then I was sacked from my job")]

    assert kinds == ["exclusion", "other_body"]


def test_a_text_leads_to_signposts_the_longest_phrase_first():
    found = signposts.for_text("The care home and the council, about a school admission appeal")

    assert [post.id for post in found] == ["S04", "S02", "S01", "S21"]


def test_an_unknown_signpost_is_none():
    assert signposts.get("S99") is None
    assert signposts.get(None) is None
