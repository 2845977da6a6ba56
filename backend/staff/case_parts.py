"""The smaller rows that hang on a case, all asked of the database in one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select, union_all
from sqlalchemy.orm import Session

from backend.data.case_api import ApiToken
from backend.data.casework import CaseChange
from backend.data.files import AttachedFile
from backend.data.letters import CaseLetter
from backend.data.models import CaseTheme
from backend.services import case_tokens

OF_CASE: tuple[Any, ...] = (CaseTheme, AttachedFile, CaseChange, CaseLetter)


@dataclass(frozen=True)
class Parts:
    """Themes, files, changes and letters of a case, and what case systems are called."""

    themes: dict[str, list[dict[str, str]]]
    files: Sequence[AttachedFile]
    changes: Sequence[CaseChange]
    letters: Sequence[CaseLetter]
    systems: dict[str, str]


def read(session: Session, case: str) -> Parts:
    """All of them; each line of the answer holds one row of one table, and nothing of the others.

    A number for each table stands in front, so that no row is multiplied by those of another.
    """
    ways = [select(literal(place).label("part")) for place in range(len(OF_CASE) + 1)]
    part = union_all(*ways).subquery("part")
    query = select(*OF_CASE, ApiToken.id, ApiToken.name).select_from(part)
    for place, table in enumerate(OF_CASE):
        query = query.outerjoin(table, and_(part.c.part == place, table.conversation_id == case))
    last: ColumnElement[bool] = part.c.part == len(OF_CASE)
    rows = session.execute(query.outerjoin(ApiToken, last)).all()
    themes, files, changes, letters = (
        [row[place] for row in rows if row[place] is not None] for place in range(len(OF_CASE))
    )
    return Parts(
        themes={each.code: each.words for each in sorted(themes, key=lambda each: each.code)},
        files=sorted(files, key=lambda each: (each.at, each.place)),
        changes=sorted(changes, key=lambda each: each.version),
        letters=sorted(letters, key=lambda each: (-each.created_at.timestamp(), each.id)),
        systems=case_tokens.named((row.id, row.name) for row in rows if row.id is not None),
    )
