"""Writes the stock bot's files from the flow and trains it with Rasa's default configuration."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import yaml

from ops.processes import ROOT

RASA = [str(ROOT / ".venv-rasa/bin/python"), "-m", "rasa"]
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
# What `rasa init` leaves commented out is filled in by Rasa's default recipe when it trains:
# DIET, a response selector, and the memoization, rule, UnexpecTED and TED policies.
CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "en",
    "pipeline": None,
    "policies": None,
}
FORM = "stock_form"


def prepare(
    folder: Path, flow: list[tuple[str, str]], actions_url: str, questions: dict[str, str]
) -> Path:
    """Write the bot and train it unless that flow is trained already; returns the model's path."""
    model = folder / "models" / "stock.tar.gz"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "endpoints.yml", {"action_endpoint": {"url": f"{actions_url}/webhook"}})
    write(folder / "credentials.yml", {"rest": None})
    marker = folder / "flow.json"
    if (
        model.exists()
        and marker.exists()
        and json.loads(marker.read_text()) == [list(f) for f in flow]
    ):
        return model
    write(folder / "config.yml", CONFIG)
    write(folder / "domain.yml", domain(flow, questions))
    (folder / "data").mkdir(exist_ok=True)
    write(folder / "data" / "nlu.yml", nlu(flow))
    write(folder / "data" / "rules.yml", rules())
    subprocess.run(
        [*RASA, "train", "--out", "models", "--fixed-model-name", "stock"],
        cwd=folder,
        check=True,
        env={**os.environ, **QUIET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    marker.write_text(json.dumps(flow))
    return model


def domain(flow: list[tuple[str, str]], questions: dict[str, str]) -> dict[str, Any]:
    """One text slot and one question for each step of the flow, in one form."""
    names = [name for name, _ in flow]
    slots = {}
    for name in names:
        condition = {"active_loop": FORM, "requested_slot": name}
        slots[name] = {
            "type": "text",
            "influence_conversation": False,
            "mappings": [{"type": "from_text", "conditions": [condition]}],
        }
    asked = {
        f"utter_ask_{name}": [{"text": questions.get(name, f"What about {name}?")}]
        for name in names
    }
    return {
        "version": "3.1",
        "intents": [each["intent"] for each in nlu(flow)["nlu"]],
        "slots": slots,
        "forms": {FORM: {"required_slots": names}},
        "responses": {**asked, "utter_done": [{"text": "Thank you."}]},
        "actions": [f"validate_{FORM}"],
    }


def nlu(flow: list[tuple[str, str]]) -> dict[str, Any]:
    """The project's own training examples, so that both understand the same language."""
    examples: dict[str, list[str]] = {}
    for file in sorted((ROOT / "bot" / "data").rglob("*.yml")):
        for each in (yaml.safe_load(file.read_text()) or {}).get("nlu", []):
            if "intent" in each and "/" not in each["intent"]:
                lines = each["examples"].splitlines()
                examples.setdefault(each["intent"], []).extend(x for x in lines if x.strip())
    examples.setdefault("greet", ["- hello", "- hi", "- good morning"])
    return {
        "version": "3.1",
        "nlu": [{"intent": name, "examples": "\n".join(rows)} for name, rows in examples.items()],
    }


def rules() -> dict[str, Any]:
    """Hello opens the form; its end is thanked for."""
    return {
        "version": "3.1",
        "rules": [
            {
                "rule": "open",
                "steps": [{"intent": "greet"}, {"action": FORM}, {"active_loop": FORM}],
            },
            {
                "rule": "done",
                "condition": [{"active_loop": FORM}],
                "steps": [{"action": FORM}, {"active_loop": None}, {"action": "utter_done"}],
            },
        ],
    }


def write(file: Path, content: dict[str, Any]) -> None:
    """Write YAML in the order given."""
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
