"""Which servers are believed to be who they say: one set of certificates for every call out."""

import ssl
from functools import cache

import httpx


@cache
def certificates() -> ssl.SSLContext:
    """The certificates that are trusted, read once: reading them takes longer than most calls."""
    return httpx.create_ssl_context()
