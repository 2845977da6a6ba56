"""The pipeline's last step: the gateway's word is taken, and words without it are screened here."""

import unittest

from rasa.shared.nlu.training_data.message import Message

from bot.components.risk_screen import RiskScreen

DANGER = "I want to die"


def intent(text, **metadata):
    message = Message.build(text)
    message.set("intent_ranking", [{"name": "inform", "confidence": 0.9}])
    message.set("metadata", {"text": text, **metadata})
    RiskScreen().process([message])
    return message.get("intent")["name"]


class TheRiskScreen(unittest.TestCase):
    def test_words_that_nobody_screened_are_screened(self):
        self.assertEqual(intent(DANGER), "risk")
        self.assertEqual(intent("I complained in May"), "inform")

    def test_what_the_gateway_found_is_taken(self):
        self.assertEqual(intent("yes", risk={"level": "R4"}), "risk")
        self.assertEqual(intent(DANGER, risk={"level": "R0"}), "inform")

    def test_a_level_that_there_is_not_is_no_word_of_the_gateway(self):
        self.assertEqual(intent(DANGER, risk={"level": "none"}), "risk")


if __name__ == "__main__":
    unittest.main()
