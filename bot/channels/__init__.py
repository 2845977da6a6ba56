"""Ways into Rasa. There is one, private and behind a shared secret."""
