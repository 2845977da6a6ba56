"""A conversation with the dialogue alone: no Rasa, no HTTP, everything through JSON as in life."""

import json
from datetime import date

from bot.actions.dialogue import Turn, sending, take
from intake import safety

TODAY = date(2026, 11, 22)
REFERENCE = "C-1234-5678"


class Conversation:
    """Keeps what the backend would keep, and what was said last."""

    def __init__(self, **facts):
        self.draft = {"facts": facts, "sources": {}, "dialogue": {}, "question": None}
        self.number = 0
        self.messages = []
        self.result = None
        self.status = "open"
        self.locale = "en"
        self.stage = ""  # where staff are with it, once it is sent

    def start(self):
        return self._turn(payload="start")

    def say(self, text, nlu=None):
        screening = safety.screen(text, self.question)
        risk = {"level": screening.level, "flags": list(screening.flags)}
        return self._turn(text=text, risk=risk, nlu=nlu)

    def choose(self, label):
        value = self.choice(label)["value"]
        return self._turn(payload="choose", choice=value, text=label)

    def choose_several(self, *labels):
        values = [self.choice(label)["value"] for label in labels]
        return self._turn(payload="choose", choice=values, text=", ".join(labels))

    def change(self, question):
        return self._turn(payload="choose", change=question)

    def speak(self, locale):
        """Asks for another language: the gateway sets it, and tells the bot by a command."""
        self.locale = locale
        return self._turn(payload="choose", choice="cmd:language", text=locale)

    def repeat(self):
        return self._turn(payload="repeat", same=True)

    def answer_all(self, default="not sure", until=None, **answers):
        """Answers questions by their ids until the question `until`, or the summary."""
        asked = []
        while self.question not in (None, "confirm", until):
            assert len(asked) < 60, asked[-3:]
            asked.append(self.question)
            self.say(answers.get(self.question, default))
        return asked

    @property
    def question(self):
        return self.draft["question"]

    @property
    def facts(self):
        return self.draft["facts"]

    @property
    def memory(self):
        return self.draft["dialogue"]

    @property
    def said(self):
        return "\n".join(message["text"] for message in self.messages)

    @property
    def kinds(self):
        return [message["kind"] for message in self.messages]

    @property
    def asked(self):
        return [m["question"] for m in self.messages if m["question"] is not None]

    @property
    def labels(self):
        return [choice["label"] for message in self.messages for choice in message["choices"]]

    def choice(self, label):
        for message in reversed(self.messages):
            for choice in message["choices"]:
                if choice["label"].lower().startswith(label.lower()):
                    return choice
        raise LookupError(f"{label!r} is not among {self.labels}")

    def _turn(self, payload=None, text="", same=False, nlu=None, **more):
        self.number += 0 if same else 1
        metadata = {
            "turn": self.number,
            "payload": payload,
            "text": text,
            "today": TODAY.isoformat(),
            "locale": self.locale,
            "stage": self.stage,
            **self.draft,
            **more,
        }
        metadata = json.loads(json.dumps(metadata))
        parsed = nlu or {"intent": {"name": None}, "intent_ranking": []}
        turn = Turn.read(metadata, parsed)
        result = take(turn)
        self.messages = result.messages
        if result.submit:
            self.messages = sending.messages(turn, result, REFERENCE)
        self.result, self.status = result, result.status
        self.draft = json.loads(
            json.dumps(
                {
                    "facts": result.facts,
                    "sources": result.sources,
                    "dialogue": result.dialogue,
                    "question": result.question,
                }
            )
        )
        return self


def a_conversation(**facts):
    """One that has been opened."""
    return Conversation(**facts).start()


def an_eligible_one():
    """One that has come to the result: a hospital complaint with a final answer, in time."""
    talk = a_conversation()
    talk.say("yes")
    talk.say("The ward lost my test results and nobody told me that I needed another scan")
    talk.answer_all(until="should_have_happened", **ELIGIBLE)
    return talk


ELIGIBLE = {
    "privacy_ack": "yes",
    "acting_for": "me",
    "organisation": "Leeds Teaching Hospitals NHS Trust",
    "care_place": "england",
    "care_payer": "the nhs",
    "complained_locally": "yes",
    "final_response": "yes",
    "final_response_on": "1 September 2026",
    "complained_on": "april 2026",
    "aware_on": "february 2026",
    "happened_on": "february 2026",
    "legal_action": "no",
    "previous_ombudsman": "no",
    "should_have_happened": "They should have told me about the scan",
    "impact": "it was very upsetting",
    "outcomes": "an apology, and changes so it does not happen to others",
    "outcome_priority": "an apology",
    "adjustments": "none",
    "evidence": "the final response",
    "name": "Sam Taylor",
    "contact_method": "email",
    "email": "sam.taylor@example.org",
    "safe_contact": "no",
}
