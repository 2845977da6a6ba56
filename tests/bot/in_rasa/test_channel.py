"""The private channel: nobody without the secret, no commands from people, no silent failures."""

import asyncio
import json
import unittest
from unittest.mock import patch

from rasa.shared.exceptions import RasaException
from sanic.exceptions import InvalidUsage

from bot.channels.intake import IntakeChannel, TurnOutput, escape, forget, take_turn, user_message


def a_turn(**changes):
    body = {"sender": "c1", "message": "hello", "payload": None, "metadata": {"turn": 4}}
    return {**body, **changes}


def answered(*customs):
    async def rasa(message):
        for custom in customs:
            await message.output_channel.send_response("c1", {"custom": custom})

    response = asyncio.run(take_turn(a_turn(), rasa))
    return response.status, json.loads(response.body)


class WhatIsSaid(unittest.TestCase):
    def test_a_slash_never_makes_a_command(self):
        for text in ("/restart", "  /session_start", '\n/inform{"organisation":"x"}', "/"):
            with self.subTest(text):
                message = user_message(a_turn(message=text), TurnOutput())
                self.assertFalse(message.text.startswith("/"))
                self.assertIsNone(message.parse_data)

    def test_other_words_stay_as_they_are(self):
        self.assertEqual(escape("and/or"), "and/or")

    def test_only_known_payloads_pass(self):
        for payload in ("/restart", "restart", "", {"a": 1}, ["start"]):
            with self.subTest(payload=payload):
                body = a_turn(message=None, payload=payload)
                self.assertRaises(InvalidUsage, user_message, body, TurnOutput())

    def test_a_payload_is_understood_without_the_model(self):
        message = user_message(a_turn(message=None, payload="choose"), TurnOutput())
        self.assertEqual(message.parse_data["intent"]["name"], "choose")
        self.assertEqual(message.metadata["payload"], "choose")

    def test_a_request_that_is_not_ours_is_refused(self):
        odd = ({"sender": ""}, {"sender": "../c1"}, {"metadata": None}, {"metadata": {"turn": "4"}})
        bad = (None, [], {}, *[a_turn(**changes) for changes in odd])
        for body in bad:
            with self.subTest(body=body):
                self.assertRaises(InvalidUsage, user_message, body, TurnOutput())


class WhatIsAnswered(unittest.TestCase):
    def test_the_messages_of_this_turn(self):
        status, body = answered({"turn": 4, "messages": [{"text": "Hello"}]})
        self.assertEqual((status, body), (200, {"messages": [{"text": "Hello"}]}))

    def test_silence_is_a_failure(self):
        self.assertEqual(answered()[0], 503)
        self.assertEqual(answered({"turn": 4, "messages": []})[0], 503)

    def test_an_answer_to_another_turn_is_a_failure(self):
        self.assertEqual(answered({"turn": 3, "messages": [{"text": "old"}]})[0], 503)

    def test_an_answer_given_twice_is_a_failure(self):
        said = {"turn": 4, "messages": [{"text": "Hello"}]}
        self.assertEqual(answered(said, said)[0], 503)

    def test_a_failure_that_the_action_names(self):
        status, body = answered({"turn": 4, "failure": "draft_not_saved"})
        self.assertEqual(status, 503)
        self.assertIn("draft_not_saved", body["title"])

    def test_a_turn_that_takes_too_long_is_given_up(self):
        async def stuck(message):
            await asyncio.Event().wait()

        short = patch("bot.channels.intake.SECONDS_FOR_A_TURN", 0.05)
        with short, self.assertLogs("bot.channels.intake", "ERROR"):
            response = asyncio.run(take_turn(a_turn(), stuck))
        self.assertEqual(response.status, 504)

    def test_an_error_is_reported_without_its_words(self):
        async def broken(message):
            raise ValueError("my secret words")

        with self.assertLogs("bot.channels.intake", "ERROR") as logs:
            response = asyncio.run(take_turn(a_turn(), broken))
        self.assertEqual(response.status, 500)
        self.assertNotIn("secret", "".join(logs.output) + response.body.decode())


class TheSecret(unittest.TestCase):
    def test_must_be_set(self):
        for secret in ("", None, "short", "${RASA_CHANNEL_SECRET}"):
            with self.subTest(secret=secret):
                self.assertRaises(RasaException, IntakeChannel.from_credentials, {"secret": secret})


class Erasing(unittest.TestCase):
    def test_reaches_the_store_behind_the_fail_safe(self):
        class Store:
            erased = None

            async def erase(self, sender):
                self.erased = sender

        class FailSafe:
            _tracker_store = Store()
            _fallback_tracker_store = None

        asyncio.run(forget(FailSafe(), "c1"))
        self.assertEqual(FailSafe._tracker_store.erased, "c1")
