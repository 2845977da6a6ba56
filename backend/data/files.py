"""The files that people attach to a draft; what is in them lies locked in a folder."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import ID, Base
from backend.data.types import Moment


class AttachedFile(Base):
    """A file that a person attached. Without its key here nobody can read what lies on disk."""

    __tablename__ = "attached_file"
    __table_args__ = (
        UniqueConstraint("conversation_id", "place"),  # two sent at once never make one too many
        UniqueConstraint("conversation_id", "sha256"),  # one sent twice is kept once
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    place: Mapped[int]  # 1 to the most that there may be
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))  # of the file as it came
    scan: Mapped[str] = mapped_column(String(12))  # clean, not_scanned
    notes: Mapped[list[str]] = mapped_column(default=list)
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_key: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)
