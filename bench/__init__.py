"""Measurements: speed against stock Rasa, and scores on evaluation sets."""
