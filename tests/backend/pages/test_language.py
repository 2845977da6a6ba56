"""The pages without script in Welsh, and the switch between the languages."""

import re

from intake import wording


def switch(page: str) -> str:
    return re.search(r'<(?:p|form)[^>]*class="language.*?</(?:p|form)>', page, re.DOTALL)[0]


def test_the_first_page_links_to_itself_in_welsh_and_keeps_nothing(reader):
    reader.open()

    assert 'href="/chat?lang=cy"' in switch(reader.page)
    assert 'lang="cy"' in switch(reader.page)
    assert "Cymraeg" in switch(reader.page)
    assert "Set-Cookie" not in reader.headers


def test_the_first_page_in_welsh_is_welsh_from_its_root(reader):
    reader.open("/chat?lang=cy")

    assert '<html lang="cy" dir="ltr">' in reader.page
    assert wording.text("page.start", "cy") in reader.page
    assert wording.text("page.intro_how") not in reader.page
    assert 'action="/chat/start?lang=cy"' in reader.page
    assert 'href="/chat?lang=en"' in switch(reader.page)


def test_a_language_that_we_do_not_speak_is_english(reader):
    assert '<html lang="en"' in reader.open("/chat?lang=xx").page


def test_starting_from_the_welsh_page_begins_in_welsh(reader, bot):
    reader.open("/chat?lang=cy").send("/chat/start?lang=cy")

    assert bot.turns[0]["metadata"]["locale"] == "cy"
    assert '<html lang="cy"' in reader.page


def test_within_a_conversation_the_switch_goes_on_in_the_other_language(reader, bot):
    reader.start()
    reader.send("/chat/language", lang="cy")

    assert reader.status == 200
    assert '<html lang="cy"' in reader.page
    assert bot.turns[-1]["metadata"]["choice"] == "cmd:language"
    assert "English" in switch(reader.page)

    reader.send("/chat/language", lang="en")
    assert '<html lang="en"' in reader.page


def test_lines_of_the_other_language_say_which_it_is(reader):
    reader.start()
    reader.send("/chat/language", lang="cy")

    assert re.search(r'<p class="words" lang="en"', reader.page)


def test_typing_cymraeg_does_the_same(reader):
    reader.start().say("Cymraeg")

    assert '<html lang="cy"' in reader.page


def test_errors_on_the_page_are_told_in_its_language(reader):
    reader.start().say("Cymraeg")
    reader.say("")

    assert reader.status == 422
    assert wording.text("service.empty", "cy") in reader.page.replace("&#39;", "'")


def test_other_addresses_carry_the_language_while_nothing_is_kept(reader):
    reader.open("/chat?lang=cy")

    assert (
        "lang=cy"
        in re.search(r'href="(/chat/return[^"]*|/chat/[^"]*reference[^"]*)"', reader.page)[1]
    )
