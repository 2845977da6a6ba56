"""Parts that run inside the Rasa process."""
