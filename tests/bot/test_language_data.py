"""Training examples are ours alone: none is also an evaluation case, and all kinds are covered."""

from pathlib import Path

import yaml

from intake import wording

ROOT = Path(__file__).resolve().parents[2]
LEAST_EXAMPLES = 10
# The classifier decides nothing about these: the safety screen and the channel name them.
NAMED_ELSEWHERE = {"risk", "start", "choose"}


def plain(text):
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!?")


def examples():
    found = {}
    for path in sorted((ROOT / "bot" / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            found.setdefault(entry["intent"], []).extend(line.removeprefix("- ") for line in lines)
    return found


def evaluated():
    texts = set()
    for path in (ROOT / "tests" / "evaluation").glob("*.yml"):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            texts |= {plain(str(case[key])) for key in ("text", "opening") if case.get(key)}
    return texts


def test_no_long_training_example_is_an_evaluation_case():
    known = evaluated()
    # "yes" and "not yet" cannot be told apart from themselves; a sentence of one's own can.
    both = [e for lines in examples().values() for e in lines if plain(e) in known]
    assert [example for example in both if len(example.split()) > 3] == []


def test_each_intent_has_examples_enough_and_no_example_has_two_intents():
    found = examples()
    few = {name for name, lines in found.items() if len(lines) < LEAST_EXAMPLES}
    assert few <= NAMED_ELSEWHERE
    every = [plain(line) for lines in found.values() for line in lines]
    several = {line for line in every if every.count(line) > 1}
    assert all(sum(line in map(plain, v) for v in found.values()) == 1 for line in several)


def test_every_common_question_has_an_answer():
    for intent in examples():
        if intent.startswith("faq_"):
            name = intent.removeprefix("faq_")
            assert wording.has(f"faq.{name}") or wording.has(f"chat.faq.{name}"), intent
