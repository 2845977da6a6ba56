"""What a score is made of: each case right or wrong, and what was expected and found."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Score:
    """The cases of one set, counted."""

    name: str
    right: int = 0
    total: int = 0
    misses: list[dict[str, Any]] = field(default_factory=list)
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    """Group, expected and found, for the drawing of the confusions."""
    beside: dict[str, Any] = field(default_factory=dict)

    def count(self, right: bool, *, said: str, expected: Any, found: Any, **more: Any) -> None:
        """Count one case; a miss is kept with what was said, expected and found."""
        self.total += 1
        self.right += right
        if not right:
            self.misses.append({"text": said, "expected": expected, "found": found, **more})

    def confuse(self, expected: Any, found: Any, group: str = "") -> None:
        """Note what was found for an expected value, in a group of its own where there is one."""
        self.pairs.append((group, in_short(expected), in_short(found)))

    def tally(self, name: str, right: bool) -> None:
        """Count a figure that is shown beside the score, as right of total."""
        so_far = self.beside.setdefault(name, [0, 0])
        so_far[0] += right
        so_far[1] += 1

    @property
    def share(self) -> float:
        """The share of right cases, 0 to 1."""
        return self.right / self.total if self.total else 0.0

    @property
    def shares(self) -> dict[str, float]:
        """The set's own share and those counted beside it."""
        beside = {name: v[0] / v[1] for name, v in self.beside.items() if isinstance(v, list)}
        return {self.name: self.share, **{f"{self.name}.{n}": v for n, v in beside.items()}}

    @property
    def line(self) -> str:
        """The set's last line: `organisations: 214/220 = 97.3 %`."""
        return f"{self.name}: {self.right}/{self.total} = {100 * self.share:.1f} %"

    def as_dict(self) -> dict[str, Any]:
        """The set's part of report.json."""
        return {
            "right": self.right,
            "total": self.total,
            "score": round(self.share, 4),
            "misses": self.misses,
            **self.beside,
        }


def in_short(value: Any) -> str:
    """A value as the drawing names it: a list by its codes, a date or a name as such."""
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, dict):
        return str(value.get("name") or value.get("precision") or "given")
    return str(value)
