"""Channels: every way of writing to the service that is not its own page or widget."""
