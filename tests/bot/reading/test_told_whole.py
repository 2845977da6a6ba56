"""What people tell of reviewers, reasons, groups and half known names, and what is like it."""

from __future__ import annotations

import pytest

from bot.reading.stories import extract
from tests.bot.reading.said import TODAY, answer_to

REFUSED = """
Complained to the Jobcentre. I wrote to ICE in July and they emailed to say they can't consider it
HMRC fined me. The Adjudicator got it in May and told me she could not take it as I was late
DWP lost my claim. Sent it to the Case Examiner and they wrote, they are unable to accept it
It went to ICE in spring but it was more than six months after DWP's last letter so no go
My visa took two years. The Independent Examiner wrote back in August, they won't look at it
CMS got my income wrong. I asked ICE and in the end they said they would not investigate it
The examiner, after a month of nothing, said they could not accept it because it came too late
HMRC messed up. I tried the Adjudicator in March, who wrote they will not consider it
""".strip().splitlines()
NOT_REFUSED = """
HMRC messed up. The Adjudicator cannot look at it until HMRC give me their final answer
DWP lost my claim. ICE said they won't take it unless I have a final response first
CMS got my income wrong. I have not asked ICE because they would not look at it anyway
DWP lost my claim. ICE upheld part of it in May and said they cannot make DWP pay more
""".strip().splitlines()

DECIDED_ONLY = """
It's the refusal. I've no complaint about how I was treated
the answer they gave, I can't fault the staff at all
They did it all by the book but the conclusion is wrong
The outcome. There was nothing wrong with the way they handled it
the decision, no issue with the service
I couldn't criticise how they dealt with me, they just said no and I disagree
I have no gripe with the process, only with what they concluded
The staff were impeccable, the decision is the trouble
""".strip().splitlines()
HOW_AFTER_ALL = """
I have no quarrel with the decision, it's how they dealt with me
No problem with the outcome, they were rude though
they did not follow their own procedure properly
""".strip().splitlines()

NO_COMPLAINT = """
rang PALS a couple of times but not a proper complaint
only spoke to the ward sister, never made it an official complaint
Just chatted with PALS, I've not put in a formal complaint
I told the receptionist but it was not a complaint as such, no
more of a moan to the nurse than a complaint really
I phoned PALS, it was just an enquiry not a complaint
not an actual complaint, I only asked PALS what was going on
Mentioned it to the matron but I didn't make it a formal complaint
""".strip().splitlines()
COMPLAINED = """
yes, it was a proper complaint in writing
I spoke to PALS first and then I made a formal complaint in May
yes a formal complaint, they never answered it
""".strip().splitlines()

ITS_PRIVATE = [
    "Fairholme Skin Clinic, it's private",
    "Bexley Laser Clinic, all of it private",
    "Oakhurst cosmetic clinic which is private",
    "Denby Dental, its private not nhs",
    "a clinic in Leeds, it is a private one",
    "The Hartfield Clinic, they are private",
    "Marlow eye clinic, it's all private",
    "Bright Day dental clinic, it's private",
]
ASKS_OF_PRIVACY = ["is this private?", "will it be kept private", "is what I say confidential?"]

GROUPS = """
I am writing on behalf of our parish council about the Environment Agency
I'm treasurer of the allotment society and complain for it, not as an individual, about HMRC
This is sent on behalf of the governing body about how Ofsted dealt with us
We write on behalf of the town council, DVLA charged us twice
On behalf of the trustees I complain about the Charity Commission's delay
I'm contacting you on behalf of the bowls club, HMRC lost our return
Complaint on behalf of my company, Companies House struck us off by mistake
I act as clerk and am complaining for the parish council about National Highways
""".strip().splitlines()
NO_GROUPS = """
I am writing on behalf of my mum about the hospital in Leeds
I work for the council and DWP stopped my claim
On behalf of my son I complain about the surgery on Church Road
I am a school secretary and the DVLA lost my licence
""".strip().splitlines()
PUBLIC = GROUPS[0], GROUPS[3], GROUPS[7]

UNKNOWN_TIMES = """
I don't know, could be last year, could be three years ago
no idea when I realised, maybe 2023 or maybe last summer
I can't remember, either 2024 or this spring
not sure at all, might have been last Christmas or might have been two years before, 2023
couldn't tell you, 2022 or 2025, something like that
forgotten. Perhaps last year, perhaps four years ago
hard to say, it was either in 2021 or last autumn
not a clue, maybe January 2024 or maybe this January
""".strip().splitlines()
KNOWN_TIMES = [
    "not sure, maybe March 2025",
    "I don't know the day, either May or June this year",
    "March or April 2026",
]

HALF_KNOWN = """
Penhale Outreach I think, no idea if they're NHS
Brightwater Mobility Services, don't know if they're council or NHS
Ottermead Assist or something, I don't know who they work for
Kelby Wellbeing, not sure who pays them
Thornleigh Support Solutions or whatever, couldn't say whose they are
Foxcombe Pathways, no clue who runs it
Larkfield Independence, I dont know if its the council
Marrick Equipment Hire I believe, dunno if that's the NHS
""".strip().splitlines()

WONDERED = """
The people who came about the rails. I don't know if they are NHS or council. They never came back
Somebody came to mum, not sure whether that was the council or the NHS, and lost the form
No idea who it was, if it was the council or the hospital, but a lady promised me a ramp in May
I can't tell if this is NHS or social services, they left me without a chair
They fitted a rail wrong. Dunno who they are, whether it's the NHS or the council
A man came to measure the stairs, I do not know if he is council or NHS
Unsure whether it is the NHS or the council that sends them but nobody turned up
I couldn't work out who they were, if that's the council or the NHS, they just left
""".strip().splitlines()

OWN_PAST = """
Bright Smile in Swindon, they stopped doing NHS in March 2026
Elm House surgery, the practice closed in June this year
Park Dental, it went private in April 2026
Moss Lane practice, taken over by another lot in May 2026
The Grove clinic, it shut down in August 2026
Hill Top surgery, it merged with another in July 2026
the Beeches, renamed in February 2026
Castle Dental, they no longer take NHS patients since May 2026
""".strip().splitlines()

TURNED_OUT = """
My hip op in Derby was on 9 February. It turned out on 4 March that they had cut a nerve
They scanned me in Leeds in January. In May it emerged that the pictures were somebody else's
Had the baby at Leeds in April. Turned out in June they'd left a swab in me
My eyes were done in Hull on 3 March. 12 April was when the surgeon told me the lens was wrong
The ward in Hull lost my bloods in May. It came out in July that they had never sent them
Op at Leeds on 1 May. It then transpired on 20 May that the plate was too long
Treated in York in February. On 9 March, that's when another doctor told me it was broken all along
They operated on me in Leeds on 2 June. Turns out on 30 June they had the wrong notes
""".strip().splitlines()


def told(story: str, question: str) -> object:
    """What a story tells of a question."""
    found = extract(story, TODAY).get(question)
    return found.value if found else None


@pytest.mark.parametrize("story", REFUSED)
def test_a_reviewer_that_will_not_look_has_refused(story: str):
    assert told(story, "second_tier") == "refused"


@pytest.mark.parametrize("story", NOT_REFUSED)
def test_a_reviewer_that_only_waits_or_has_decided_has_not_refused(story: str):
    assert told(story, "second_tier") != "refused"


@pytest.mark.parametrize("text", DECIDED_ONLY)
def test_no_quarrel_with_how_is_about_the_decision(text: str):
    assert answer_to("matter_kind", text).value == "decision"


@pytest.mark.parametrize("text", HOW_AFTER_ALL)
def test_no_quarrel_with_the_decision_is_about_how(text: str):
    assert answer_to("matter_kind", text).value == "how"


@pytest.mark.parametrize("text", NO_COMPLAINT)
def test_a_word_that_was_no_complaint_is_none(text: str):
    assert answer_to("complained_locally", text).value == "no"


@pytest.mark.parametrize("text", COMPLAINED)
def test_a_formal_complaint_is_one(text: str):
    assert answer_to("complained_locally", text).value == "yes"


@pytest.mark.parametrize("text", ITS_PRIVATE)
def test_a_private_clinic_is_no_question_of_privacy(text: str):
    assert answer_to("organisation", text).intent == "answer"


@pytest.mark.parametrize("text", ASKS_OF_PRIVACY)
def test_a_question_of_privacy_is_one(text: str):
    assert answer_to("organisation", text).intent == "faq_privacy"


@pytest.mark.parametrize("story", GROUPS)
def test_a_body_that_complains_is_a_group(story: str):
    assert told(story, "acting_for") == "group"


@pytest.mark.parametrize("story", NO_GROUPS)
def test_a_person_who_complains_is_no_group(story: str):
    assert told(story, "acting_for") != "group"


@pytest.mark.parametrize("story", GROUPS)
def test_only_of_a_council_is_it_told_that_it_is_public(story: str):
    assert told(story, "public_body") == ("yes" if story in PUBLIC else None)


@pytest.mark.parametrize("text", UNKNOWN_TIMES)
def test_times_far_apart_that_are_only_guessed_are_not_known(text: str):
    assert answer_to("aware_on", text).value["precision"] == "unknown"


@pytest.mark.parametrize("text", KNOWN_TIMES)
def test_a_guess_that_is_near_is_a_date(text: str):
    assert answer_to("aware_on", text).value["precision"] != "unknown"


@pytest.mark.parametrize("text", HALF_KNOWN)
def test_a_name_that_nobody_bears_stays_unknown(text: str):
    value = answer_to("organisation", text).value

    assert (value["id"], value["branch"]) == (None, "UNSURE")


@pytest.mark.parametrize("story", WONDERED)
def test_a_body_that_is_only_wondered_about_is_not_named(story: str):
    assert told(story, "organisation") is None


@pytest.mark.parametrize("text", OWN_PAST)
def test_what_became_of_a_practice_is_not_what_happened(text: str):
    assert told(text, "happened_on") is None


@pytest.mark.parametrize("story", TURNED_OUT)
def test_what_turned_out_later_was_known_then(story: str):
    happened, aware = told(story, "happened_on"), told(story, "aware_on")

    assert isinstance(happened, dict)
    assert isinstance(aware, dict)
    assert happened["to"] < aware["from"]
