"""The same conversation as plain pages that work without script."""
