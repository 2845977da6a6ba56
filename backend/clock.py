"""What time it is: passed about, so that tests and evaluation can set it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Clock:
    """The real time, with the day of the law (London) fixed where a setting says so."""

    fixed_today: date | None = None

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today's date in London."""
        return self.fixed_today or self.now().astimezone(LONDON).date()
