"""The action server: one action takes each turn of a conversation."""
