"""What a matter is about, read with an eye to who did what to whom."""

import pytest

from intake import matter, signposts, subjects

ABOUT = {
    "I was a nurse there and they dismissed me after I raised staffing": "X_PERSONNEL",
    "the trust disciplined me for nothing": "X_PERSONNEL",
    "a judge in Norwich decided against me without reading the report": "X_COURT",
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
OF_WORK_ALONE = """
I was dismissed for gross misconduct over a drug error. It is not about patient care
They suspended me from my job on the ward and HR never heard my grievance. I was never a patient
Unfair dismissal by the trust. They said I gave the wrong medication. This is purely about my job
I complain as an employee about my line manager on the ward, nothing to do with patient care
I was sacked as a healthcare assistant after a patient fell. I'm not complaining about any treatment
The disciplinary panel sacked me over the insulin charts. I was not a patient
I was demoted at work for reporting falls. No patient was harmed and I am not a patient
My grievance about shifts on the discharge ward was ignored, it is only about my work
""".strip().splitlines()
OF_CARE_TOO = """
I was sacked as a nurse, I was not a patient there, then they botched my own operation
I was sacked from the ward and my mum was left in pain on it. Not about care, they say
My manager bullied me at work and when I was admitted they gave me the wrong tablets
""".strip().splitlines()
POLICY_ALONE = """
It's disgusting that the law says I can't retire till 67
The state pension age is too high, parliament should put it back to 65
I can't have my state pension until I'm 67 and the law's wrong
The government should scrap the tax on my savings
The law is an ass and ministers need to change the law
Pension age itself, they should lower it to 60
It is so unfair this law about pensions
Parliament must repeal the act
""".strip().splitlines()
NO_POLICY = """
They never told me the pension age was going up to 66
The law says they must reply within a month and DWP did not
Nobody wrote to me about my pension age being changed, I am a WASPI woman
they should put it back to how it was before they lost my file
""".strip().splitlines()
NOT_ABOUT = """
I am a teacher and the GP dismissed me
they dismissed me from A&E with painkillers
I lost my job because the hospital lost my referral
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


@pytest.mark.parametrize("text", OF_WORK_ALONE)
def test_a_job_and_nobodys_care_stands_alone(text):
    found = matter.read(text).subject("X_PERSONNEL")

    assert found is not None
    assert found.alone


@pytest.mark.parametrize("text", OF_CARE_TOO)
def test_a_job_beside_somebodys_care_never_stands_alone(text):
    found = matter.read(text).subject("X_PERSONNEL")

    assert found is None or not found.alone


@pytest.mark.parametrize("text", POLICY_ALONE)
def test_the_law_itself_stands_alone(text):
    found = matter.read(text).subject("X_POLICY_LAW")

    assert found is not None
    assert found.alone


@pytest.mark.parametrize("text", NO_POLICY)
def test_what_was_done_under_a_law_is_not_the_law(text):
    found = matter.read(text).subject("X_POLICY_LAW")

    assert found is None or not found.alone


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


@pytest.mark.parametrize(
    ("story", "codes"),
    [
        ("I'm NOT complaining about what the judge decided. Cafcass lost my letters.", []),
        ("its not about my sentence, its the healthcare in there", []),
        (
            "I'm a healthcare assistant. My ward manager docked my pay, so I put in a grievance.",
            ["X_PERSONNEL"],
        ),
        (
            "I want to complain about the law that makes everybody renew at 70. I've no quarrel "
            "with how they dealt with me.",
            ["X_POLICY_LAW"],
        ),
    ],
)
def test_what_a_story_denies_is_not_what_it_is_about(story, codes):
    found = matter.read(story)

    assert [subject.code for subject in found.subjects if subject.alone] == codes
