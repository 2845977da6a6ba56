"""A bot as `rasa init` would lead to it, over the same questions, to measure against."""
