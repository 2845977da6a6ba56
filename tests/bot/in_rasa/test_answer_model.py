"""The conditioned classifier reads a message over the asked question's values alone."""

import unittest

from bot.components import sentences
from bot.components.answer_model import AnswerModel, pairs, questions

EXAMPLES = {
    "final_response.yes": ["they wrote back", "the letter came", "I have their answer"],
    "final_response.no": ["I heard nothing", "they ignored me", "still waiting for them"],
    "impact.money": ["it cost me a lot", "I lost money", "we are in debt"],
    "impact.family": ["my marriage ended", "the children suffer", "it split the family"],
    "affirm": ["yes", "yes they did", "yep"],
    "deny": ["no", "no they did not", "nope"],
    "not_sure": ["I do not know", "no idea", "not sure"],
    "help": ["what do you mean", "explain that", "I do not follow"],
    "faq_cost": ["is it free", "what do you charge", "how much is it"],
    "inform": ["my mum was ill", "the nurse was rude", "it began in May"],
}


class TheConditionedClassifier(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = AnswerModel.learn(EXAMPLES)

    def first(self, text, question):
        return self.model.ranking(text, question)[0][0]

    def test_the_same_words_are_read_by_the_question(self):
        self.assertEqual(
            self.first("nothing came from them", "final_response"), "final_response.no"
        )
        self.assertNotIn(".", self.first("nothing came from them", "name"))

    def test_a_yes_means_what_the_question_makes_of_it(self):
        self.assertEqual(self.first("yes they did", "final_response"), "final_response.yes")

    def test_only_labels_that_the_question_allows_are_ranked(self):
        ranked = self.model.ranking("it cost us money", "final_response")
        self.assertFalse([name for name, _ in ranked if name.startswith("impact")])
        self.assertAlmostEqual(sum(share for _, share in ranked), 1.0, places=3)

    def test_a_question_back_is_likelier_than_any_value(self):
        self.assertEqual(self.first("what do you mean by that", "final_response"), "help")

    def test_several_values_may_hold_at_once(self):
        ranked = dict(self.model.ranking("I lost money and it split the family", "impact"))
        self.assertGreater(min(ranked["impact.money"], ranked["impact.family"]), 0.5)

    def test_a_kept_model_ranks_as_before(self):
        again = AnswerModel.from_state(self.model.state())
        said = ("they never answered", "final_response")
        self.assertEqual(again.ranking(*said), self.model.ranking(*said))

    def test_what_is_told_in_passing_is_no_value_and_no_wish(self):
        aside = {"aside": ["the food was cold", "it rained all day", "the lift was broken"]}
        aside["final_response.aside"] = ["my stitches came out", "the bus was late that day"]
        self.assertLessEqual(
            {(text, "~") for texts in aside.values() for text in texts},
            set(pairs({**EXAMPLES, **aside}, "final_response")),
        )
        self.assertNotIn(("the food was cold", "~"), pairs({**EXAMPLES, **aside}, "impact"))
        model = AnswerModel.learn({**EXAMPLES, **aside})
        self.assertEqual(model.ranking("the lift was cold", "final_response")[0][0], "inform")

    def test_every_text_has_a_ranking(self):
        for text in ("", "?!", "\U0001f44d", "x" * 5000, "日本語", "a " * 3000):
            self.assertTrue(self.model.ranking(text, "final_response"))

    def test_examples_of_no_value_stand_for_something_else(self):
        learnt = dict(pairs(EXAMPLES, "final_response"))
        self.assertEqual((learnt["is it free"], learnt["nope"]), ("~", "no"))
        self.assertEqual(questions(EXAMPLES), ["final_response", "impact"])


class TheSentenceEncoder(unittest.TestCase):
    def test_what_means_the_same_lies_nearer_than_what_does_not(self):
        encode = sentences.encoder().encode
        reply, same, other = (
            encode(text)
            for text in ("they never replied to me", "nobody answered us", "my tooth was pulled")
        )
        self.assertGreater(reply @ same, reply @ other)
        self.assertAlmostEqual(float(reply @ reply), 1.0, places=5)
