"""The conversation: language understanding and dialogue in Rasa, turns in the action server."""
