"""The service that the public and staff reach: chat gateway, drafts API, pages and console."""
