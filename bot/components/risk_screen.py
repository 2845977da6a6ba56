"""The last step of the pipeline: the safety screen recognises risk, never the classifier."""

# ruff: noqa: UP006, UP035 - Rasa compares these annotations with those of its own components
from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from intake import safety

RISK_INTENT = "risk"
ANSWER_INTENT = "inform"
"""What the rules see of a value: that something was told."""
PAUSING_LEVELS = ("R3", "R4")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RiskScreen(GraphComponent, IntentClassifier):
    """Sets the intent `risk` at R3 and above, and takes it away below."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """It works after any classifier, or after none."""
        return []

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Nothing to set: the screen has its own data."""
        return {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RiskScreen:
        """Makes the component for training and for running alike; the screen reads its data now."""
        safety.screen("")
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Screens each message, in the light of the question that was asked."""
        for message in messages:
            self._screen(message)
        return messages

    def process_training_data(self, training_data: Any) -> Any:
        """Training examples are not people: they are left as they are."""
        return training_data

    def _screen(self, message: Message) -> None:
        metadata = message.get("metadata") or {}
        level = _known(metadata) or _screened(message, metadata)
        ranking = [
            entry
            for entry in message.get(INTENT_RANKING_KEY) or []
            if entry.get("name") != RISK_INTENT
        ]
        if level in PAUSING_LEVELS:
            ranking.insert(0, {"name": RISK_INTENT, "confidence": 1.0})
        # The classifier has examples of risk only so that such words do not train another intent.
        first = dict(ranking[0]) if ranking else {"name": None, "confidence": 0.0}
        if "." in (first["name"] or ""):
            first["name"] = ANSWER_INTENT
        message.set(INTENT, first, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _known(metadata: Dict[str, Any]) -> str | None:
    """What the gateway's own screen of the same words found; None where it did not say."""
    level = (metadata.get("risk") or {}).get("level")
    return level if level in safety.LEVELS else None


def _screened(message: Message, metadata: Dict[str, Any]) -> str:
    text = metadata.get("text") or message.get(TEXT) or ""
    return safety.screen(text, metadata.get("question")).level if text else "R0"
