"""What a rule is: data with its source, and one small function that reads a situation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from intake.decision import Result
from intake.situation import Situation

HSCA_IN_FORCE = date(1994, 2, 5)
PCA_IN_FORCE = date(1967, 4, 1)


@dataclass(frozen=True)
class Citation:
    """Where a rule comes from, in each branch of the law."""

    nhs: str
    gov: str

    def of(self, branch: str) -> str:
        """The source for one branch; both while the branch is not known."""
        if branch == "NHS":
            return self.nhs
        if branch == "GOV":
            return self.gov
        return self.nhs if self.nhs == self.gov else f"{self.nhs}; {self.gov}"


@dataclass(frozen=True)
class Finding:
    """What a rule found: a result, the wording key of its reason, and what follows from it."""

    result: Result
    key: str
    answer: str = ""
    flags: tuple[str, ...] = ()
    signposts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    # An exclusion is stored under its own id and source.
    rule_id: str | None = None
    citation: Citation | None = None
    # Gives way to a step to do first: asking staff about it would be too early.
    yields: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule: its source, when it is in force, which answers it needs, and its check."""

    id: str
    title: str
    citation: Citation
    needs: tuple[str, ...]
    check: Callable[[Situation], Iterable[Finding]]
    in_force_from: date
    in_force_until: date | None = None
    # Whether it only matters for a body that the ombudsman can look at.
    needs_remit: bool = True

    def in_force(self, day: date) -> bool:
        """Whether the rule applied on a day."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )


def passed(key: str = "pass", answer: str = "", **more: tuple[str, ...]) -> Finding:
    """A finding with nothing against."""
    return Finding(Result.PASS, key, answer, **more)  # type: ignore[arg-type]
