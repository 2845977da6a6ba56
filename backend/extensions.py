"""Extensions that need one object for the whole process; create_app binds them."""

import threading

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from limits.storage import MemoryStorage

from backend.data.session import db

SWEEP_SECONDS = 5.0


class SweptMemory(MemoryStorage):
    """Counts of calls in memory. The library starts a thread at nearly every call to sweep out
    old ones; here that happens every few seconds, which halves the cost of a request."""

    STORAGE_SCHEME = ["swept-memory"]  # noqa: RUF012

    def _MemoryStorage__schedule_expiry(self) -> None:
        if not self.timer.is_alive():
            self.timer = threading.Timer(SWEEP_SECONDS, self._MemoryStorage__expire_events)  # type: ignore[attr-defined]
            self.timer.daemon = True
            self.timer.start()


csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def bind_database(app: Flask) -> None:
    """Bind the database, without closing the asynchronous sessions that we never open.

    The hook for those would start an event loop and a thread at the end of each request.
    """
    db.init_app(app)
    hooks = app.teardown_appcontext_funcs
    hooks[:] = [hook for hook in hooks if hook.__name__ != "_close_async_sessions"]
