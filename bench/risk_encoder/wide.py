"""The wide encoder: the published one, taught on the messages themselves."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from bench.risk_encoder import examples, layers
from bench.risk_encoder.examples import Bag
from bot.components.shrink import Tensors
from intake.safety.learned import HEADS
from intake.word_pieces import WordPieces

LAYERS, ATTENTION_HEADS, WIDTH = 6, 12, 384
ROUNDS, BATCH, RATE, SEED, ASKED = 2, 32, 1.2e-4, 1, 128
# Danger counts double, what kind it is half.
WORTH = jnp.array([1.0, 1.0, 2.0, 1.0] + [0.5] * (len(HEADS) - 4))
# How much of yes and no is left open, so that a wrong label does less harm.
SOFT = 0.02


def published(held: Tensors) -> layers.Weights:
    """The first layers of the published encoder and new heads."""
    kind = held["embeddings.token_type_embeddings.weight"][0]
    dice = np.random.default_rng(0)
    return {
        "words": held["embeddings.word_embeddings.weight"],
        "places": held["embeddings.position_embeddings.weight"][: examples.PIECES] + kind,
        "norm": _norm(held, "embeddings.LayerNorm"),
        "layers": [_layer(held, f"encoder.layer.{number}.") for number in range(LAYERS)],
        "heads": (dice.normal(size=(2 * WIDTH, len(HEADS))) * 0.02).astype(np.float32),
        "bias": np.zeros(len(HEADS), np.float32),
    }


def _norm(held: Tensors, name: str) -> np.ndarray:
    return np.stack([held[f"{name}.weight"], held[f"{name}.bias"]])


def _layer(held: Tensors, start: str) -> layers.Weights:
    query = [f"attention.self.{part}" for part in ("query", "key", "value")]
    made: layers.Weights = {}
    for name, sources in {
        "attend": query,
        "attended": ["attention.output.dense"],
        "widen": ["intermediate.dense"],
        "narrow": ["output.dense"],
    }.items():
        made[name] = np.concatenate([held[f"{start}{one}.weight"] for one in sources]).T
        made[f"{name}_bias"] = np.concatenate([held[f"{start}{one}.bias"] for one in sources])
    made["norm1"] = _norm(held, f"{start}attention.output.LayerNorm")
    made["norm2"] = _norm(held, f"{start}output.LayerNorm")
    return made


def forward(held: layers.Weights, ids: jax.Array, mask: jax.Array, key: Any = None) -> jax.Array:
    """Figures of shape (messages, heads)."""
    x = layers.normed(held["words"][ids] + held["places"][: ids.shape[1]], held["norm"])
    x = layers.dropped(x, key, 0, 0.1)
    for number, layer in enumerate(held["layers"]):
        x = layers.through(x, layer, mask, ATTENTION_HEADS, layers.gelu, key, number)
    return layers.judged(x, mask, held, key, 0.1)


def missed(said: jax.Array, known: jax.Array) -> jax.Array:
    """How far what is said is from what is known, unknown heads left out."""
    counted = (known >= 0) * WORTH
    wanted = jnp.maximum(known, 0) * (1 - 2 * SOFT) + SOFT
    return (optax.sigmoid_binary_cross_entropy(said, wanted) * counted).sum() / counted.sum()


def figures(held: layers.Weights, numbers: Sequence[Sequence[int]]) -> np.ndarray:
    """What the encoder says of texts in pieces: (texts, heads)."""
    said = np.zeros((len(numbers), len(HEADS)), np.float32)
    order = sorted(range(len(numbers)), key=lambda place: len(numbers[place]))
    ask = jax.jit(forward)
    for start in range(0, len(order), ASKED):
        block = order[start : start + ASKED]
        ids, mask = examples.padded([numbers[place] for place in block])
        said[block] = np.asarray(ask(held, ids, mask))
    return said


def taught(held: layers.Weights, pieces: WordPieces, told: Sequence[Bag]) -> layers.Weights:
    """The encoder after some rounds over the messages."""
    dice = random.Random(SEED)
    steps = ROUNDS * (len(told) // BATCH)
    pace = optax.warmup_cosine_decay_schedule(0, RATE, steps // 15, steps, 0)
    rule = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(pace, weight_decay=0.01))

    @jax.jit
    def step(held: Any, state: Any, ids: Any, mask: Any, known: Any, key: Any) -> Any:
        def far(weights: Any) -> jax.Array:
            return missed(forward(weights, ids, mask, key), known)

        loss, slopes = jax.value_and_grad(far)(held)
        change, state = rule.update(slopes, state, held)
        return optax.apply_updates(held, change), state, loss

    held = jax.tree.map(jnp.array, held)
    state, key = rule.init(held), jax.random.PRNGKey(SEED)
    number = 0
    while number < steps:
        now = held

        def said(texts: list[str], weights: Any = now) -> np.ndarray:
            return figures(weights, examples.in_pieces(pieces, texts))

        rows = examples.rows(told, said if number else None)
        calm = examples.calm_rows(rows)
        dice.shuffle(rows)
        for start in range(0, len(rows) - BATCH, BATCH):
            chosen = rows[start : start + BATCH]
            batch = [examples.varied(row, rows, calm, dice) for row in chosen]
            ids, mask = examples.padded(examples.in_pieces(pieces, [text for text, _ in batch]))
            known = np.stack([label for _, label in batch])
            key, turn = jax.random.split(key)
            held, state, loss = step(held, state, ids, mask, known, turn)
            number += 1
            if number % 100 == 0:
                print(f"wide encoder: step {number} of {steps}, {float(loss):.3f}", flush=True)
    return held
