"""The classifier of the pipeline: reads a message only over what the asked question allows."""

# ruff: noqa: UP006, UP035 - Rasa compares these annotations with those of its own components
from __future__ import annotations

from typing import Any, Dict, List, Type

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.answer_model import AnswerModel

FILE = "conditioned.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConditionedClassifier(GraphComponent, IntentClassifier):
    """Ranks the values of the asked question (`question.value`) beside the other intents."""

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        """Nothing is learnt yet."""
        self._storage, self._resource = storage, resource
        self.model: AnswerModel | None = None

    @classmethod
    def required_components(cls) -> List[Type]:
        """It counts words and pieces of words itself."""
        return []

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Nothing to set: what was measured to be best is in the model's own file."""
        return {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConditionedClassifier:
        """Makes the component for training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ConditionedClassifier:
        """Makes the component with what was learnt."""
        made = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made.model = AnswerModel.from_state(joblib.load(folder / FILE))
        made.model.ranking("", None)  # the encoder is unpacked now, not in somebody's first turn
        return made

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example, the values' and the intents'."""
        examples: Dict[str, List[str]] = {}
        for example in training_data.intent_examples:
            examples.setdefault(example.get(INTENT), []).append(example.get(TEXT))
        self.model = AnswerModel.learn(examples)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self.model.state(), folder / FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """No later component learns from what this one hears."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Ranks each message in the light of the question that was asked."""
        for message in messages:
            metadata = message.get("metadata") or {}
            text = message.get(TEXT) or ""
            ranking = self.model.ranking(text, metadata.get("question")) if self.model else []
            named = [{"name": name, "confidence": round(share, 4)} for name, share in ranking]
            message.set(INTENT_RANKING_KEY, named, add_to_output=True)
        return messages
