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
    for path in sorted((ROOT / "bot" / "data" / "nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            found.setdefault(entry["intent"], []).extend(line.removeprefix("- ") for line in lines)
    return found


def safety_examples():
    """The texts that the safety screen learns from, whatever they are grouped by."""

    def texts(held):
        if isinstance(held, str):
            yield held
        elif isinstance(held, (list, dict)):
            for each in held.values() if isinstance(held, dict) else held:
                yield from texts(each)

    path = ROOT / "intake" / "data" / "safety_training.yml"
    return list(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def evaluated():
    texts = set()
    for path in (ROOT / "tests" / "evaluation").glob("*.yml"):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            texts |= {plain(str(case[key])) for key in ("text", "opening") if case.get(key)}
    return texts


def test_no_long_training_example_is_an_evaluation_case():
    known = evaluated()
    # "yes" and "not yet" cannot be told apart from themselves; a sentence of one's own can.
    taught = [e for lines in examples().values() for e in lines] + safety_examples()
    both = [e for e in taught if plain(e) in known]
    assert [example for example in both if len(example.split()) > 3] == []


def test_each_intent_has_examples_enough():
    few = {name for name, lines in examples().items() if len(lines) < LEAST_EXAMPLES}

    assert few <= NAMED_ELSEWHERE


def test_no_example_means_two_things_at_one_question():
    found = {}
    for name, lines in examples().items():
        for line in map(plain, lines):
            found.setdefault((name.split(".")[0] if "." in name else "any", line), set()).add(name)

    assert {key: names for key, names in found.items() if len(names) > 1} == {}


def test_every_common_question_has_an_answer():
    for intent in examples():
        if intent.startswith("faq_"):
            name = intent.removeprefix("faq_")
            assert wording.has(f"faq.{name}") or wording.has(f"chat.faq.{name}"), intent
