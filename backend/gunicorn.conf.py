"""How gunicorn serves the backend. Settings come from the environment and .env."""

import os
from datetime import date
from typing import Any

from backend.config import read_env_file

read_env_file()  # before the application does: where to listen is asked here

bind = f"{os.environ.get('BACKEND_HOST', '127.0.0.1')}:{os.environ.get('BACKEND_PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("BACKEND_WORKERS", "1"))
# While a person's message waits for Rasa, its actions call back into this server. Each such turn
# therefore needs two threads: with too few, all would wait for Rasa and Rasa for them.
threads = int(os.environ.get("BACKEND_THREADS", "32"))
timeout = 60
graceful_timeout = 15
keepalive = 30
control_socket_disable = True  # two copies on one machine would share it
accesslog = None  # our own logs name events; addresses of people are not kept
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def post_worker_init(_worker: Any) -> None:
    """Read what every turn needs before taking the first."""
    from backend.services.assess import warm_up

    warm_up(date(2026, 1, 1))
