"""Scores of the service on folders of hand-written evaluation sets."""
