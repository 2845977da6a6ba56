"""The register of NHS organisations as loaded from the official files."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import Base
from backend.data.types import Moment

KIND = String(20)
ODS_CODE = String(12)


class ListedOrganisation(Base):
    """One organisation or site, under its ODS code; closed ones are kept, and marked."""

    __tablename__ = "organisation"

    code: Mapped[str] = mapped_column(ODS_CODE, primary_key=True)
    kind: Mapped[str] = mapped_column(KIND, index=True)
    name: Mapped[str] = mapped_column(String(200))
    town: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    nation: Mapped[str] = mapped_column(String(20), default="england")
    parent: Mapped[str | None] = mapped_column(ODS_CODE)
    opened_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed: Mapped[bool] = mapped_column(default=False)
    # The number of the run that changed it last; later runs have higher numbers.
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class OrganisationFile(Base):
    """A file that was loaded, with how much of it could be used."""

    __tablename__ = "organisation_file"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(KIND)
    loaded: Mapped[int]
    skipped: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(Moment)
