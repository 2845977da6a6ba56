"""The narrow encoder: two layers over the published word vectors, taught by the wide one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from bench.risk_encoder import examples, layers
from bench.risk_encoder.pool import Pool
from bench.risk_encoder.wide import WORTH, missed
from bot.components.shrink import bytes_of
from intake.safety.encoded import ATTENTION_HEADS
from intake.safety.learned import HEADS

LAYERS, WIDTH, WIDER = 2, 192, 384
ROUNDS, BATCH, RATE, SEED = 4.0, 64, 1.5e-3, 3
# How much the messages themselves count beside what the wide encoder says, and how much its figures
# count beside its yes and no.
OWN, FIGURES = 0.4, 0.03
CHUNK = 20


def begun(words: np.ndarray) -> layers.Weights:
    """Layers that know nothing yet; words are seen along the directions they differ in most."""
    dice = np.random.default_rng(0)
    some = words[dice.choice(len(words), 6000, replace=False)] - words.mean(0)
    directions = np.linalg.svd(some, full_matrices=False)[2][:WIDTH].T * 4

    def small(*shape: int) -> np.ndarray:
        return (dice.normal(size=shape) * 0.05).astype(np.float32)

    sizes = {
        "attend": (WIDTH, 3 * WIDTH),
        "attended": (WIDTH, WIDTH),
        "widen": (WIDTH, WIDER),
        "narrow": (WIDER, WIDTH),
    }
    even = np.stack([np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)])
    layer = [
        {name: small(*shape) for name, shape in sizes.items()}
        | {f"{name}_bias": np.zeros(shape[1], np.float32) for name, shape in sizes.items()}
        | {"norm1": even, "norm2": even}
        for _ in range(LAYERS)
    ]
    return {
        "look": directions.astype(np.float32),
        "places": small(examples.PIECES, WIDTH) * 0.2,
        "norm": even,
        "layers": layer,
        "heads": small(2 * WIDTH, len(HEADS)),
        "bias": np.zeros(len(HEADS), np.float32),
    }


def forward(held: layers.Weights, words: jax.Array, mask: jax.Array, key: Any = None) -> jax.Array:
    """Figures of shape (messages, heads) from published word vectors (messages, pieces, 384)."""
    seen = layers.dropped(words, key, 500, 0.05) @ held["look"]
    x = layers.normed(seen + held["places"][: words.shape[1]], held["norm"])
    x = layers.dropped(x, key, 0, 0.1)
    for number, layer in enumerate(held["layers"]):
        x = layers.through(x, layer, mask, ATTENTION_HEADS, jax.nn.relu, key, number)
    return layers.judged(x, mask, held, key, 0.2)


def apart(said: jax.Array, known: jax.Array, wanted: jax.Array) -> jax.Array:
    """How far the narrow encoder is from the messages' labels and from the wide encoder."""
    agreed = optax.sigmoid_binary_cross_entropy(said, jax.nn.sigmoid(wanted)).mean(0)
    near = ((said - wanted) ** 2).mean(0)
    return OWN * missed(said, known) + ((agreed + FIGURES * near) @ WORTH) / WORTH.sum()


def batches(pool: Pool, dice: random.Random) -> Iterator[list[int]]:
    """Messages of like length together, in an order by chance."""
    order = dice.sample(range(len(pool.numbers)), len(pool.numbers))
    found: list[list[int]] = []
    for start in range(0, len(order), BATCH * CHUNK):
        near = sorted(order[start : start + BATCH * CHUNK], key=lambda one: len(pool.numbers[one]))
        found += [near[at : at + BATCH] for at in range(0, len(near) - BATCH + 1, BATCH)]
    dice.shuffle(found)
    yield from found


def taught(words: np.ndarray, pool: Pool) -> layers.Weights:
    """The narrow encoder after some rounds over the pool."""
    dice = random.Random(SEED)
    steps = int(ROUNDS * len(pool.numbers) / BATCH)
    pace = optax.warmup_cosine_decay_schedule(0, RATE, steps // 15, steps, 0)
    rule = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(pace, weight_decay=0.02))
    vectors = jnp.array(words)

    @jax.jit
    def step(held: Any, state: Any, ids: Any, mask: Any, known: Any, wanted: Any, key: Any) -> Any:
        def far(weights: Any) -> jax.Array:
            return apart(forward(weights, vectors[ids], mask, key), known, wanted)

        loss, slopes = jax.value_and_grad(far)(held)
        change, state = rule.update(slopes, state, held)
        return optax.apply_updates(held, change), state, loss

    held = jax.tree.map(jnp.array, begun(words))
    state, key = rule.init(held), jax.random.PRNGKey(0)
    number = 0
    while number < steps:
        for chosen in batches(pool, dice):
            ids, mask = examples.padded([pool.numbers[one] for one in chosen])
            key, now = jax.random.split(key)
            known, wanted = pool.known[chosen], pool.said[chosen]
            held, state, loss = step(held, state, ids, mask, known, wanted, now)
            number += 1
            if number % 500 == 0:
                print(f"narrow encoder: step {number} of {steps}, {float(loss):.3f}", flush=True)
    return held


def kept(held: layers.Weights, words: np.ndarray, names: list[str], target: Path) -> None:
    """Writes the file that intake/safety/encoded.py reads, weights in one byte each."""
    seen, scale = bytes_of(words @ np.asarray(held["look"]), 1)
    made = {
        "pieces": np.array("\n".join(names)),
        "words": seen,
        "words_scale": scale[:, 0],
        "layers": np.array(LAYERS),
    }
    made |= {name: np.asarray(held[name]) for name in ("places", "norm", "heads", "bias")}
    for number, layer in enumerate(held["layers"]):
        for name, weights in layer.items():
            if name in ("attend", "attended", "widen", "narrow"):
                small, size = bytes_of(np.asarray(weights), 0)
                made |= {f"{number}_{name}": small, f"{number}_{name}_scale": size}
            else:
                made[f"{number}_{name}"] = np.asarray(weights)
    np.savez_compressed(target, **made)
