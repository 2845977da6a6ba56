"""The receiver in the guide for case systems works as it is printed."""

import re
from pathlib import Path

import pytest

from backend import webhook_jobs
from backend.data.session import db
from backend.services import case_tokens, casework
from backend.services.casework import Asked
from backend.services.webhook_types import EVERY
from tests.backend.case_systems.systems import make_webhook
from tests.backend.staff.cases import make_case

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "case-systems.md"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_receiver_takes_what_we_send_and_refuses_what_others_send(
    app, session, receiver, clock, monkeypatch
):
    make_case(session)
    app.extensions[webhook_jobs.TASK] = lambda: None
    monkeypatch.setenv("INTAKE_WEBHOOK_SECRET", make_webhook(app, receiver.url))
    with app.app_context():
        casework.note(db.session, "conversation-one", Asked(None, 0, None, clock.now()), "x")
        db.session.commit()
    webhook_jobs.send_webhooks(app)
    ((headers, body),) = receiver.got
    printed = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)[1]
    names = {"__name__": "receiver"}
    exec(printed, names)
    client = names["app"].test_client()

    assert client.post("/hooks", data=body, headers=headers).status_code == 204
    assert client.post("/hooks", data=body, headers=headers).status_code == 204
    assert len(names["seen"]) == 1
    assert client.post("/hooks", data=body + b" ", headers=headers).status_code == 401


def test_the_guide_names_every_scope_and_every_type_and_how_a_token_looks():
    guide = GUIDE.read_text(encoding="utf-8")

    for name in (*case_tokens.Scope, *EVERY):
        assert f"`{name}`" in guide, name
    assert case_tokens.SHAPE.pattern.replace("(", "").replace(")", "") in guide
