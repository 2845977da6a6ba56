"""Every organisation that the service knows, by id."""

from __future__ import annotations

from functools import cache
from typing import Any

from intake import signposts
from intake.organisations import files
from intake.organisations.models import ENGLAND, GOV, NHS, OUT, Organisation


@cache
def all_organisations() -> dict[str, Organisation]:
    """NHS organisations, government bodies, kinds of service, and one entry for each signpost."""
    found = [_nhs(row) for row in files.nhs_rows()]
    found += [_body(row) for row in files.rows("bodies.yml", "bodies")]
    found += [_kind(row) for row in files.rows("kinds.yml", "kinds")]
    found += [_outside(post) for post in signposts.all()]
    found += [_provider(row) for row in files.rows("providers.yml", "providers")]
    return {organisation.id: organisation for organisation in found}


def find(organisation_id: str | None) -> Organisation | None:
    """The organisation with this id, or None."""
    return all_organisations().get(organisation_id) if organisation_id else None


def current(organisation_id: str) -> list[Organisation]:
    """The organisation itself, or those that took over from it."""
    organisation = all_organisations()[organisation_id]
    if not organisation.merged_into:
        return [organisation]
    return [later for i in organisation.merged_into for later in current(i)]


def _nhs(row: dict[str, str]) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        branch=NHS,
        place=ENGLAND,
        merged_into=tuple(filter(None, row["merged_into"].split("|"))),
        checked_on=row["checked_on"],
        source=row["source"],
        group="care",
    )


def _body(row: dict[str, Any]) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        kind="government" if row["branch"] == GOV else "other",
        branch=row["branch"],
        signpost=row.get("signpost"),
        second_tier=row["second_tier"],
        handles=row["handles"],
        in_remit=row["in_remit"],
        checked_on=str(row["checked_on"]),
        source=row["source"],
        parent=row["parent"],
        group="government",
        devolved=tuple(row.get("devolved", ())),
        in_passing=row["in_passing"],
        becomes=_becomes(row, "health"),
        name_cy=row.get("cy", ""),
    )


def _kind(row: dict[str, Any]) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        kind="kind",
        branch=row["branch"],
        signpost=row["signpost"],
        in_remit=_REMIT.get(row["branch"], "check"),
        checked_on=str(row["checked_on"]),
        source=row["source"],
        group=row["group"],
        trusts=row["trusts"],
        in_passing=row["in_passing"],
        becomes=_becomes(row, "private", "nhs"),
        name_cy=row.get("cy", ""),
    )


def _provider(row: dict[str, Any]) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        kind="provider",
        branch=row["branch"],
        signpost=row["signpost"],
        in_remit="part",
        checked_on=str(row["checked_on"]),
        source=row["source"],
        group="provider",
        name_cy=row.get("cy", ""),
    )


def _outside(post: signposts.Signpost) -> Organisation:
    return Organisation(
        id=post.id,
        name=post.label,
        kind="outside",
        branch=OUT,
        signpost=post.id,
        in_remit="no",
        checked_on=post.checked_on,
        source=post.source,
        group="out",
        name_cy=_inside(post.cy.get("label", "")),
        in_passing=post.id not in _DEVOLVED,
    )


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def _becomes(row: dict[str, Any], *cases: str) -> dict[str, str]:
    return {case: row[f"if_{case}"] for case in cases if row[f"if_{case}"]}


_DEVOLVED = ("S35", "S36", "S37")
_REMIT = {NHS: "yes", OUT: "no"}
