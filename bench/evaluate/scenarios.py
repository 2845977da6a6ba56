"""Scores of whole conversations, driven in free text through the public chat API."""

from statistics import median
from typing import Any

from bench.chat import Chat
from bench.evaluate.score import Score
from bench.evaluate.sets import as_list, same_value

MOST_TURNS = 45
Case = dict[str, Any]


def score_scenarios(cases: list[Case], url: str) -> Score:
    """Every scenario; questions until the result and false NOT_FOR_US are counted beside."""
    score = Score("scenarios")
    asked: list[int] = []
    false_no = 0
    for case in cases:
        talk = Talk(case, Chat(url))
        talk.run()
        wrong = faults(case["expect"], talk)
        wanted = as_list(case["expect"].get("result"))
        score.count(
            not wrong,
            said=case["id"],
            expected=wanted,
            found=talk.result,
            faults=wrong,
            questions=talk.questions,
        )
        score.tally("result", not wanted or talk.result in wanted)
        score.confuse(wanted[0] if wanted else "any", talk.result)
        false_no += talk.result == "NOT_FOR_US" and "NOT_FOR_US" not in wanted
        if talk.result:
            asked.append(len(talk.questions))
    score.beside["false_not_for_us"] = false_no
    score.beside["questions_median"] = median(asked) if asked else None
    score.beside["questions_most"] = max(asked, default=None)
    return score


class Talk:
    """One scenario being talked through."""

    def __init__(self, case: Case, chat: Chat) -> None:
        self.case, self.chat = case, chat
        self.result: str | None = None
        self.opened = False
        self.questions: list[str] = []
        self.asked_since: list[str] = []
        """Questions that came after the opening was told."""
        self.risk_shown = False
        self.replies_wrong: list[str] = []
        self.left = list(case.get("interruptions") or [])
        self.corrections = list(case.get("corrections") or [])
        self.answers = {"privacy_ack": "yes that's fine", **(case.get("answers") or {})}

    def run(self) -> None:
        """Talk until the result is known and nothing is left to say, or the end is reached."""
        opening = self.case.get("opening")
        due: Case | None = None
        for _ in range(MOST_TURNS):
            question = self.chat.question
            if question is None or self.chat.state["status"] != "open":
                return
            if question == "confirm" or (self.result and self.done(question)):
                return
            if due:
                said, due = due["say"], None
            elif opening and question != "privacy_ack":
                said, opening = opening, None
                self.opened = True
            elif (interruption := self.interruption(question)) is not None:
                self.say(interruption["say"])
                self.check_reply(interruption)
                continue
            else:
                said = self.answers.get(question, self.case.get("default", "not sure"))
                due = self.correction(question)
            self.say(said)

    def done(self, question: str) -> bool:
        """True when nothing that the scenario still has to say can come."""
        return not self.corrections and not self.left and question not in self.answers

    def interruption(self, question: str) -> Case | None:
        """What is said instead of the answer the first time the question comes."""
        return take(self.left, "at", question)

    def correction(self, question: str) -> Case | None:
        """What is said at the first message after the answer to the question."""
        return take(self.corrections, "after", question)

    def say(self, text: str) -> None:
        """One message, and what it led to."""
        if self.result is None and self.chat.question not in self.questions:
            self.questions.append(str(self.chat.question))
        state = self.chat.say(str(text))
        if self.opened and self.chat.question:
            self.asked_since.append(self.chat.question)
        self.result = state["result"] or self.result
        self.risk_shown |= any(m["kind"] == "risk" for m in self.chat.messages)

    def check_reply(self, interruption: Case) -> None:
        """Note an interruption whose reply lacks what it should mention."""
        said = self.chat.said.casefold()
        for word in as_list(interruption.get("expect_reply_mentions")):
            if str(word).casefold() not in said:
                self.replies_wrong.append(f"reply to {interruption['say']!r} lacks {word!r}")


def take(cases: list[Case], key: str, question: str) -> Case | None:
    """The first case that belongs to this question, which is then used up."""
    found = next((each for each in cases if each[key] == question), None)
    if found:
        cases.remove(found)
    return found


def faults(expect: Case, talk: Talk) -> list[str]:
    """All that is not as expected, a sentence each."""
    draft = talk.chat.draft()
    wrong = list(talk.replies_wrong)
    if (wanted := as_list(expect.get("result"))) and talk.result not in wanted:
        wrong.append(f"result {talk.result}, not {wanted}")
    missing = set(expect.get("flags_all") or []) - set(draft["flags"])
    if missing:
        wrong.append(f"flags missing: {sorted(missing)}")
    signposts = {s["id"] if isinstance(s, dict) else s for s in draft["signposts"]}
    any_of = expect.get("signposts_any") or []
    if any_of and not signposts & set(any_of):
        wrong.append(f"signposts {sorted(signposts)}, none of {any_of}")
    for key, value in (expect.get("extracted") or {}).items():
        if not same_value(value, draft["facts"].get(key)):
            wrong.append(f"{key}: {draft['facts'].get(key)!r}, not {value!r}")
    asked_again = set(expect.get("must_not_ask") or []) & set(talk.asked_since)
    if asked_again:
        wrong.append(f"asked needlessly: {sorted(asked_again)}")
    if expect.get("max_questions") and len(talk.questions) > expect["max_questions"]:
        wrong.append(f"{len(talk.questions)} questions, at most {expect['max_questions']}")
    if expect.get("risk") and not talk.risk_shown:
        wrong.append("no help was shown")
    return wrong
