"""The gateway: takes a person's message, keeps it, asks Rasa, keeps and gives back the replies."""
