"""Pipelines that read language, compared on held-out texts."""
