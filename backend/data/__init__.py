"""Models, sessions and queries: the only place that knows SQL."""
