"""Stand-ins for each provider: they sign, batch, repeat, limit and refuse as the provider says."""
