"""Tests that need Rasa itself: run by its own interpreter, from tests/bot/test_rasa_process.py."""
