"""How the actions reach the backend: HTTP, time-outs, named errors."""
