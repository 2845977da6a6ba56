"""The validator that is built once judges exactly as Rasa's own."""

import unittest

import rasa
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.components import action_validation

RASAS_OWN = RemoteAction._validate_action_result
SLOT = {"event": "slot", "timestamp": None, "name": "turn", "value": 3}
RESULTS = {
    "nothing": {},
    "no events": {"events": [], "responses": []},
    "a slot": {"events": [SLOT], "responses": []},
    "a slot and words": {"events": [SLOT], "responses": [{"custom": {"turn": 3}}]},
    "a followup": {"events": [{"event": "followup", "name": "action_listen"}]},
    "an unknown event": {"events": [{"event": "not_an_event"}]},
    "an event without its kind": {"events": [{"name": "turn"}]},
    "a slot without a name": {"events": [{"event": "slot", "value": 1}]},
    "events that are no list": {"events": "slot"},
    "responses that are no list": {"events": [], "responses": {"text": "hello"}},
    "a response that is no object": {"events": [], "responses": ["hello"]},
    "a list": [],
    "nothing at all": None,
    "words": "hello",
}


def verdict(check, result):
    try:
        return bool(check(None or RemoteAction("validate_intake_form", None), result))
    except ValidationError:
        return "rejected"


class TheValidator(unittest.TestCase):
    def test_accepts_and_rejects_the_same_results_as_rasa(self):
        for name, result in RESULTS.items():
            with self.subTest(name):
                own = verdict(RASAS_OWN, result)
                self.assertEqual(verdict(action_validation.validate_action_result, result), own)

    def test_some_are_accepted_and_some_rejected(self):
        verdicts = {verdict(action_validation.validate_action_result, r) for r in RESULTS.values()}
        self.assertEqual(verdicts, {True, "rejected"})

    def test_a_rejection_does_not_quote_what_was_said(self):
        result = {"events": [], "responses": ["my secret words"]}
        with self.assertRaises(ValidationError) as caught:
            action_validation.validate_action_result(RemoteAction("any", None), result)
        self.assertNotIn("secret", str(caught.exception))

    def test_another_version_of_rasa_is_not_patched(self):
        before = rasa.__version__
        rasa.__version__ = "3.7.0"
        try:
            self.assertRaises(action_validation.OtherVersion, action_validation.install)
        finally:
            rasa.__version__ = before
