"""What is said where the service cannot start as it is set up."""


class SettingsError(ValueError):
    """A setting is missing or wrong; the message is one sentence for the operator."""
