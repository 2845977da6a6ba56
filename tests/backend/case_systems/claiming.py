"""A worker process of its own that takes webhooks, and sends them where it is told to."""

import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.data.session import engine_options, prepare
from backend.services import webhook_sending
from tests.backend.given import make_settings


def work(url: str, moment: str, *, send: bool) -> None:
    """Take what is due; say which, or send it and wait for an answer that does not come."""
    settings = make_settings(Path("."), url)
    options = engine_options(url)
    engine = create_engine(options.pop("url"), **options)
    prepare(engine)
    with Session(engine) as session:
        now = datetime.fromisoformat(moment)
        parcels = webhook_sending.claim(session, settings, now)
        print(*(parcel.delivery for parcel in parcels))
        if send:
            webhook_sending.send_all(parcels, settings, lambda _parcel, _outcome: None)


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2], send="send" in sys.argv)
