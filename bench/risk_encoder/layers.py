"""The encoder in JAX: the same sums as intake/safety/encoded.py, with dropout for training."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

Weights = dict[str, Any]
FAR = -1e9


def normed(x: jax.Array, norm: jax.Array) -> jax.Array:
    """Each row to middle 0 and spread 1, then by weight and bias."""
    away = x - x.mean(-1, keepdims=True)
    return away / jnp.sqrt((away**2).mean(-1, keepdims=True) + 1e-12) * norm[0] + norm[1]


def dropped(x: jax.Array, key: jax.Array | None, number: int, share: float) -> jax.Array:
    """With some of its figures left out while learning."""
    if key is None:
        return x
    kept = jax.random.bernoulli(jax.random.fold_in(key, number), 1 - share, x.shape)
    return x * kept / (1 - share)


def through(
    x: jax.Array, layer: Weights, mask: jax.Array, heads: int, bend: Any, key: Any, number: int
) -> jax.Array:
    """One layer of attention and widening."""
    many, count, width = x.shape
    each = width // heads
    joined = (x @ layer["attend"] + layer["attend_bias"]).reshape(many, count, 3, heads, each)
    asked, keys, held = jnp.moveaxis(joined, 2, 0)
    sums = jnp.einsum("bnhd,bmhd->bhnm", asked, keys) * each**-0.5
    weights = jax.nn.softmax(sums + (1 - mask)[:, None, None, :] * FAR, -1)
    seen = jnp.einsum("bhnm,bmhd->bnhd", weights, held).reshape(many, count, width)
    seen = seen @ layer["attended"] + layer["attended_bias"]
    x = normed(x + dropped(seen, key, 10 * number + 1, 0.1), layer["norm1"])
    wide = bend(x @ layer["widen"] + layer["widen_bias"]) @ layer["narrow"] + layer["narrow_bias"]
    return normed(x + dropped(wide, key, 10 * number + 2, 0.1), layer["norm2"])


def judged(x: jax.Array, mask: jax.Array, held: Weights, key: Any, share: float) -> jax.Array:
    """One figure for each head from the middle and the highest of all pieces."""
    there = mask[:, :, None]
    middle = (x * there).sum(1) / there.sum(1)
    highest = jnp.where(there > 0, x, FAR).max(1)
    both = dropped(jnp.concatenate([middle, highest], -1), key, 999, share)
    return both @ held["heads"] + held["bias"]


def gelu(x: jax.Array) -> jax.Array:
    """The bend of the published model, nearly."""
    return x * jax.nn.sigmoid(1.702 * x)
