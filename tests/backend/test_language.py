"""The language of a conversation: begun in one, changed in its middle, kept with every message."""

from intake import wording


def test_a_conversation_begins_in_welsh_where_it_is_asked_for(client, bot):
    reply = client.post("/api/chat/conversations", json={"locale": "cy"}).get_json()

    assert reply["state"]["locale"] == "cy"
    assert {message["lang"] for message in reply["messages"]} == {"cy"}
    assert bot.turns[-1]["metadata"]["locale"] == "cy"


def test_a_language_that_we_do_not_speak_becomes_english(client):
    reply = client.post("/api/chat/conversations", json={"locale": "pl"}).get_json()

    assert reply["state"]["locale"] == "en"


def test_typing_cymraeg_changes_the_language_and_the_bot_is_told_so(person, bot):
    person.go_to("matter").say("Cymraeg")

    asked = bot.turns[-1]
    assert (asked["payload"], asked["metadata"]["choice"]) == ("choose", "cmd:language")
    assert asked["metadata"]["locale"] == "cy"
    assert person.state["locale"] == "cy"
    assert {message["lang"] for message in person.messages} == {"cy"}


def test_a_message_keeps_the_language_it_was_said_in(person):
    person.go_to("matter").say("Cymraeg")
    person.say("English")
    person.read()

    langs = [message["lang"] for message in person.messages]
    assert langs[0] == langs[-1] == "en"
    assert "cy" in langs
    assert person.state["locale"] == "en"


def test_the_same_message_again_changes_nothing_more(person, bot):
    person.go_to("matter").say("Cymraeg", id="once")
    turns = len(bot.turns)
    person.say("Cymraeg", id="once")

    assert len(bot.turns) == turns
    assert person.state["locale"] == "cy"


def test_a_choice_whose_label_is_a_language_is_only_a_choice(person, bot):
    person.choose("Yes")

    assert bot.turns[-1]["metadata"]["choice"] == "yes"


def test_while_the_bot_is_down_the_language_changes_all_the_same(person, bot):
    person.go_to("matter")
    bot.down = "unreachable"
    person.say("Cymraeg")

    assert person.state["locale"] == "cy"
    assert person.messages[-1]["kind"] == "error"
    assert person.messages[-1]["text"] == wording.text("service.rasa_down", "cy")
    assert person.messages[-1]["choices"][0]["label"] == wording.text("service.try_again", "cy")

    bot.down = ""
    person.choose(wording.text("service.try_again", "cy"))
    assert bot.turns[-1]["metadata"]["choice"] == "cmd:language"


def test_help_in_danger_comes_in_the_language_of_the_conversation(client, person):
    person.go_to("matter").say("Cymraeg")
    person.say("dw i eisiau lladd fy hun")

    assert person.messages[0]["kind"] == "risk"
    assert person.messages[0]["lang"] == "cy"
    assert person.messages[0]["text"].startswith("Diolch am ddweud wrthyf")
    assert "116 123" in person.said


def test_an_error_is_told_in_the_language_that_the_chat_asks_for(client):
    for header, locale in (("cy", "cy"), ("en-GB,en;q=0.9", "en"), ("pl", "en"), ("", "en")):
        headers = {"Accept-Language": header} if header else {}
        answer = client.get("/api/chat/messages", headers=headers)

        assert answer.status_code == 401
        assert answer.get_json()["detail"] == wording.text("service.token_missing", locale)


def test_every_sentence_of_the_service_is_there_in_welsh():
    english = {key for key, _ in wording.entries("en") if key.startswith(("service.", "page."))}
    welsh = {key for key, _ in wording.entries("cy") if key.startswith(("service.", "page."))}

    assert english == welsh
