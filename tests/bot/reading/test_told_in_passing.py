"""Side remarks, denials and words with two meanings: what they do not say is not read into them."""

from datetime import date

import pytest

from bot.reading import corrections, read
from bot.reading.model import Reading
from bot.reading.stories import extract

TODAY = date(2026, 11, 22)


def told(story: str, question: str):
    """What a story tells of one question, or None."""
    found = extract(story, TODAY).get(question)
    return found.value if found else None


def answer(question: str, text: str) -> Reading:
    return read(question, text, None, TODAY, {})


@pytest.mark.parametrize(
    ("story", "question", "value"),
    [
        ("My wife had a baby in Derby. My wife wants that I write for her.", "acting_for",
         "adult_agrees"),
        ("They pulled my mum's wrong tooth. im doing this for her, she knows and shes fine with it",
         "acting_for_consent", "yes"),
        ("the receptionist laughed at me. i complained about it to my sister",
         "complained_locally", None),
        ("Essex Police kicked my door in. I'm not a victim of crime, it was them.",
         "victim_of_crime", "no"),
        ("I had my hip done at Spire but it was the NHS that paid for all of it.", "care_payer",
         "nhs"),
        ("Done at Spire, I paid with my own savings, because the NHS list was two years.",
         "care_payer", "self_or_insurance"),
        ("Nobody rang me back though their website says they will. I complained to them in May.",
         "final_response", None),
        ("Complained to HMRC in May, final response 1 June, got my mp to sign off the form last "
         "month", "mp_referral", "signed"),
        ("HMRC lost it. Complained 16 feb, final letter 20 april, adjudicator done 1st october",
         "second_tier", "done"),
        ("Wrong finger at Norwich hospital. Haven't taken it to court, but I'm thinking of it.",
         "legal_action", "thinking"),
        ("DVLA lost my letter. Had a blackout in 2023, all clear since.", "happened_on", None),
    ],
)  # fmt: skip
def test_a_story_tells_what_it_says_and_no_more(story, question, value):
    assert told(story, question) == value


def test_a_word_of_every_day_is_no_charity():
    story = "they discharged me with no care plan and no crisis number and nobody rang me"

    assert told(story, "organisation") is None


def test_a_hospital_that_had_no_part_in_it_is_not_complained_of():
    story = (
        "I was taken into Dumfries and Galloway Royal Infirmary and given penicillin. "
        "My own hospital in Carlisle had no part in it."
    )

    assert told(story, "organisation")["name"] == "NHS Dumfries and Galloway"


def test_a_reviewers_date_leaves_the_others_in_their_year():
    story = (
        "I was attacked last year. I found out on 6 March that the CPS dropped the case. I "
        "complained to the CPS on 11 March, their final reply was 28 May, and the Independent "
        "Assessor of Complaints sent hers on 30 September."
    )

    assert told(story, "aware_on")["from"] == "2026-03-06"


@pytest.mark.parametrize("text", ["for my wife", "my mum", "it's my dad", "my brother please"])
def test_a_relative_named_alone_is_alive_and_grown_up(text):
    sure_of_death = {"intent_ranking": [{"name": "acting_for.deceased", "confidence": 0.9}]}

    found = read("acting_for", text, sure_of_death, TODAY, {})

    assert found.value == "adult_agrees"


def test_a_relative_who_cannot_decide_asks_nothing():
    assert answer("acting_for", "My wife, who cannot decide for herself.").value == "adult_unable"


@pytest.mark.parametrize(
    "text",
    [
        "They should correct it in a few days, it's only a typing mistake",
        "check it before you pull",
    ],
)
def test_what_others_should_do_is_no_wish_to_change_an_answer(text):
    heard = {"intent_ranking": [{"name": "go_back", "confidence": 0.9}]}

    assert read("should_have_happened", text, heard, TODAY, {}).value == text


def test_stopping_and_starting_is_an_adjustment_and_no_wish_to_stop():
    found = answer("adjustments", "i might need to stop and start a bit, so more time please")

    assert found.value == ["more_time"]
    assert found.aside is None


def test_being_phoned_is_the_way_of_contact_and_no_more():
    found = answer("contact_method", "phone me")

    assert (found.value, found.aside) == ("phone", None)


@pytest.mark.parametrize(
    "text", ["no, my son says sue but I don't want to", "No. My daughter says leave it"]
)
def test_no_to_a_question_is_an_answer_whatever_follows(text):
    assert answer("legal_action", text).value == "no"
    assert corrections.read(text, "legal_action", {"acting_for": "self"}, TODAY) is None


@pytest.mark.parametrize("text", ["i haven't complained to them", "no, they don't know about it"])
def test_that_nobody_was_told_takes_a_complaint_back(text):
    found = corrections.read(text, "complained_on", {"complained_locally": "yes"}, TODAY)

    assert found is not None
    assert (found[0], found[1].value) == ("complained_locally", "no")


def test_a_friends_complaint_is_not_this_one():
    story = (
        "Royal London Hospital discharged me with a cannula in my arm. My mate complained to "
        "Homerton in 2023 and had his answer in a fortnight."
    )

    assert told(story, "organisation")["name"] == "Barts Health NHS Trust"


def test_a_final_letter_is_known_however_it_is_brought_in():
    story = "Boots gave me the wrong tablets. They wrote with what they call their final response."

    assert told(story, "final_response") == "yes"


def test_a_final_letter_may_say_what_it_likes():
    story = "I complained to Spire in May and they sent me their final letter saying it is normal."

    assert told(story, "final_response") == "yes"


@pytest.mark.parametrize("sent", ["sent a final letter", "sent their final letter"])
def test_a_letter_that_they_sent_is_their_answer(sent):
    story = f"The hospital lost it. i complained in march and they {sent} on 2nd june"

    assert told(story, "complained_on")["from"] == "2026-03-01"
    assert told(story, "final_response_on")["from"] == "2026-06-02"
