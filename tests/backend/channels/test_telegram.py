"""Telegram: its secret, its updates, its keyboards, groups and changed messages."""

import json
from collections.abc import Iterator

import pytest

from backend.channels.base import Button, Forged, Media, Out
from backend.channels.telegram import Telegram
from backend.services.posting import SendingFailed
from tests.backend.channels.fakes.events import NOON, Pressed, Said
from tests.backend.channels.fakes.telegram import SECRET, TOKEN, TelegramApi, TelegramKit

URL = "https://complaints.example.org/channels/telegram"


@pytest.fixture
def kit() -> Iterator[TelegramKit]:
    with TelegramApi() as running:
        yield TelegramKit(running)


def update(kit: TelegramKit, **message: object) -> dict:
    told = kit.update(Said("7", "hello"))
    told["message"] |= message
    return told


def test_without_a_secret_nothing_is_proven(kit):
    call = kit.signed(kit.update(Said("7", "hello")))
    call.headers["x-telegram-bot-api-secret-token"] = ""

    with pytest.raises(Forged):
        Telegram({**kit.given(), "TELEGRAM_SECRET": ""}).verify(call)


def test_updates_keep_the_order_that_telegram_counts_them_in(kit):
    arrived = kit.adapter().read(kit.calls(Said("10000", "hello"))[0]).messages[0]

    assert (arrived.order, arrived.provider_id, arrived.at) == (10000, "10000", NOON)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/start", "START"),
        ("/start from_our_site", "START"),
        ("/stop@ombudsman_bot", "STOP"),
        ("/Help", "HELP"),
        ("/stop the clock please", "/stop the clock please"),
        ("/home/sam was the place", "/home/sam was the place"),
        ("start", "start"),
    ],
)
def test_a_command_of_telegrams_is_the_word_of_ours(kit, written, read):
    arrived = kit.adapter().read(kit.signed(update(kit, text=written))).messages[0]

    assert arrived.text == read


def test_of_a_photo_the_largest_is_taken(kit):
    sizes = [{"file_id": "small"}, {"file_id": "middle"}, {"file_id": "large"}]
    told = update(kit, photo=sizes, caption="the letter")
    del told["message"]["text"]

    arrived = kit.adapter().read(kit.signed(told)).messages[0]

    assert arrived.media == (Media("large", "image/jpeg"),)
    assert arrived.text == "the letter"


def test_a_document_comes_with_its_name_and_kind(kit):
    document = {"file_id": "d", "mime_type": "application/pdf", "file_name": "letter.pdf"}
    told = update(kit, document=document)

    arrived = kit.adapter().read(kit.signed(told)).messages[0]

    assert arrived.media == (Media("d", "application/pdf", "letter.pdf"),)


def in_group(kit: TelegramKit, **more: object) -> dict:
    chat = {"id": -1001, "type": "supergroup", "title": "Family"}
    return update(kit, chat=chat, **more)


@pytest.mark.parametrize(("language", "begins"), [("en", "Hello."), ("cy", "Helo."), (None, "Hel")])
def test_a_group_is_asked_kindly_to_write_alone_and_nothing_is_read_there(kit, language, begins):
    person = {"id": 5, "is_bot": False, "language_code": language}
    call = kit.signed(in_group(kit, **{"from": person}))

    answer = kit.adapter().challenge(call)

    assert answer is not None and answer.content_type == "application/json"
    told = json.loads(answer.body)
    assert (told["method"], told["chat_id"]) == ("sendMessage", -1001)
    assert told["text"].startswith(begins)
    assert not kit.adapter().read(call).messages


def test_a_button_that_is_pressed_in_a_group_is_not_read(kit):
    told = kit.update(Pressed("7", "v.1"))
    told["callback_query"]["message"] = in_group(kit)["message"]

    assert not kit.adapter().read(kit.signed(told)).messages


def test_whoever_changes_a_message_is_asked_to_send_it_again(kit):
    told = update(kit)
    told["edited_message"] = told.pop("message")
    call = kit.signed(told)

    answer = kit.adapter().challenge(call)

    assert answer is not None and "new message" in json.loads(answer.body)["text"]
    assert not kit.adapter().read(call).messages


def test_nobody_is_told_anything_who_does_not_know_the_secret(kit):
    call = kit.signed(in_group(kit))
    call.headers["x-telegram-bot-api-secret-token"] = SECRET + "x"

    with pytest.raises(Forged):
        kit.adapter().challenge(call)


def test_what_is_no_message_is_none(kit):
    assert not kit.adapter().read(kit.signed({"update_id": 7, "poll": {}})).messages


def test_choices_are_buttons_under_the_message_one_a_row(kit):
    kit.adapter().send(Out(kit.sender, "Well?", (Button("Yes", "v.1"), Button("No", "v.2"))))

    rows = kit.api.sent[0].raw["reply_markup"]["inline_keyboard"]
    assert rows == [
        [{"text": "Yes", "callback_data": "v.1"}],
        [{"text": "No", "callback_data": "v.2"}],
    ]


def test_a_value_too_long_for_a_button_makes_keys_that_write_the_label(kit):
    fits, too_long = "é" * 32, "é" * 32 + "x"
    kit.adapter().send(Out(kit.sender, "Well?", (Button("Yes", fits),)))
    kit.adapter().send(Out(kit.sender, "Well?", (Button("Yes", too_long), Button("No", "v"))))

    assert "inline_keyboard" in kit.api.sent[0].raw["reply_markup"]
    assert kit.api.sent[1].raw["reply_markup"]["keyboard"] == [[{"text": "Yes"}], [{"text": "No"}]]


def test_the_clock_on_a_pressed_button_is_stopped(kit):
    arrived = kit.adapter().read(kit.calls(Pressed("7", "v.1"))[0]).messages[0]

    kit.adapter().show(arrived.sender, "read", arrived.thread)
    kit.adapter().show(arrived.sender, "typing", arrived.thread)

    answered, typing = kit.api.seen
    assert answered.path.endswith("/answerCallbackQuery")
    assert answered.json == {"callback_query_id": "97"}
    assert typing.json == {"chat_id": kit.sender, "action": "typing"}


def test_words_are_sent_without_marks_and_without_a_picture_of_a_link(kit):
    kit.adapter().send(Out(kit.sender, "*not bold* https://example.org"))

    raw = kit.api.sent[0].raw
    assert "parse_mode" not in raw and raw["link_preview_options"] == {"is_disabled": True}


def test_an_answer_that_says_no_is_a_failure_though_it_came(kit):
    kit.api.failures.append(lambda: kit.api.error(429, "Too Many Requests", retry_after=3600))

    with pytest.raises(SendingFailed) as failed:
        kit.adapter().send(Out(kit.sender, "hello"))

    assert (failed.value.why, failed.value.wait) == ("telegram_429", 3600)


def test_a_way_out_of_the_folder_of_files_leads_nowhere(kit):
    away = {"file_id": "x", "file_path": "@example.org/stolen"}
    kit.api.failures.append(lambda: kit.api.fine(away))
    kit.api.files["stolen"] = b"ours"

    assert kit.adapter().fetch(Media("x"), 100) == b"ours"  # still at Telegram's, under our token
    assert kit.api.seen[-1].path.startswith(f"/file/bot{TOKEN}/")


def test_the_address_is_set_with_the_secret_and_the_updates_that_we_read(kit):
    said = kit.adapter().set_webhook(URL)

    assert kit.api.seen[0].path == f"/bot{TOKEN}/setWebhook"
    assert kit.api.seen[0].json == {
        "url": URL,
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query"],
    }
    assert SECRET not in said and TOKEN not in said
