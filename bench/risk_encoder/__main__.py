"""Teaches both encoders and writes the narrow one: `python -m bench.risk_encoder`."""

from __future__ import annotations

import numpy as np

from bench.risk_encoder import examples, narrow, pool, wide
from bot.components.shrink import KEPT, model_folder, tensors
from intake.safety.encoded import FILE
from intake.word_pieces import WordPieces


def main() -> None:
    """Reads the published encoder, teaches, writes."""
    folder = model_folder()
    held = tensors(folder / "model.safetensors")
    listed = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    places = [place for place, name in enumerate(listed) if KEPT.fullmatch(name)]
    names = [listed[place] for place in places]
    words = held["embeddings.word_embeddings.weight"][places]
    held["embeddings.word_embeddings.weight"] = words
    pieces, told = WordPieces(names), examples.bags()
    teacher = wide.taught(wide.published(held), pieces, told)
    learned = narrow.taught(words, pool.made(teacher, pieces, names, told))
    narrow.kept(learned, np.asarray(words), names, FILE)
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
