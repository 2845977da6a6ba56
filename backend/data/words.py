"""The words of a sent case, as staff search them."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import Base


class CaseWords(Base):
    """All that can be searched of one sent case; gone when the case is.

    The database keeps an index of `words` beside it (migration 0010): FTS5 on SQLite, `vector`
    with GIN on PostgreSQL. Private numbers are masked before they come here.
    """

    __tablename__ = "case_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), unique=True
    )
    words: Mapped[str] = mapped_column(Text)
