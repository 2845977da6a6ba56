"""The console's staff, for the tests that download from it."""

from tests.backend.staff.conftest import add_user, casey, clerk, session

__all__ = ["add_user", "casey", "clerk", "session"]
