"""What the rules make of some facts, for anyone; nothing is kept."""

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint

import intake
from backend.api import schemas
from backend.api.chat import address_limit
from backend.api.description import problems
from backend.context import services

bp = APIBlueprint("assessments_api", __name__, url_prefix="/api", tag="Rules")


@bp.post("/assessments")
@bp.doc(summary="Assess facts", responses=problems(413, 415, 429))
@address_limit
@bp.input(schemas.Assess)
@bp.output(schemas.Assessed)
def assess(json_data: dict[str, Any]) -> dict[str, Any]:
    """Decides on the facts as they are, and says which question would come next."""
    today = json_data["today"] or services().clock.today()
    decision = intake.decide(json_data["facts"], today)
    following = intake.next_question(json_data["facts"], today)
    question = None if following is None else asdict(following)
    return {"decision": decision.as_dict(), "next_question": question}
