"""The data files of the register are whole and agree with each other."""

import datetime
import re

import pytest

from intake import organisations, second_tiers, signposts, subjects
from intake.organisations import files, nhs_names, register
from intake.organisations.models import BRANCHES
from intake.organisations.search import MOST

BODIES = files.rows("bodies.yml", "bodies")
KINDS = files.rows("kinds.yml", "kinds")
PROVIDERS = files.rows("providers.yml", "providers")
OUTSIDE = files.load("outside.yml")
ODS_CODE = re.compile(r"^[A-Z0-9]{3,5}$")


def _found(text):
    return {match.id for match in organisations.match(text)}


def test_there_are_58_signposts_in_order_each_with_somewhere_to_go():
    posts = signposts.all()

    assert [post.id for post in posts] == [f"S{n:02d}" for n in range(1, 59)]
    assert all(post.label and post.handler and post.phrases and post.source for post in posts)
    assert all(post.url.startswith("https://") for post in posts)


def test_every_entry_says_when_it_was_checked_and_where_it_comes_from():
    entries = [*register.all_organisations().values(), *signposts.all(), *second_tiers.all_tiers()]

    for entry in entries:
        assert datetime.date.fromisoformat(entry.checked_on) <= datetime.date.today()
        assert entry.source


def test_all_317_nhs_organisations_are_there_with_codes_that_look_right():
    rows = files.nhs_rows()

    assert len(rows) == len({row["id"] for row in rows}) == 317
    assert all(ODS_CODE.match(row["ods_code"]) for row in rows if row["ods_code"])


def test_ids_are_used_once_over_all_files():
    ids = [row["id"] for row in [*BODIES, *KINDS, *PROVIDERS, *files.nhs_rows()]]
    ids += [post.id for post in signposts.all()]

    assert len(ids) == len(set(ids)) == len(register.all_organisations())


def test_every_merged_organisation_leads_to_one_that_still_exists():
    known = register.all_organisations()
    merged = [row["id"] for row in files.nhs_rows() if row["status"] == "merged"]

    assert len(merged) == 74
    for organisation_id in merged:
        successors = register.current(organisation_id)
        assert successors and not any(known[s.id].merged_into for s in successors)


def test_branches_signposts_parents_and_second_tiers_exist():
    known = register.all_organisations()

    for organisation in known.values():
        assert organisation.branch in BRANCHES
        assert organisation.in_remit in ("yes", "no", "part", "check")
        assert organisation.signpost is None or signposts.get(organisation.signpost)
        assert organisation.second_tier is None or second_tiers.find(organisation.second_tier)
        assert organisation.parent is None or organisation.parent in known
        assert set(organisation.becomes.values()) <= set(known)


def test_every_second_tier_covers_bodies_of_the_register():
    known = register.all_organisations()

    assert all(body in known for tier in second_tiers.all_tiers() for body in tier.covers)


def test_subjects_lead_to_signposts_that_exist():
    rows = files.load("subjects.yml")["subjects"]

    assert all(row["signpost"] is None or signposts.get(row["signpost"]) for row in rows)
    assert {row["kind"] for row in rows} == {
        subjects.EXCLUSION,
        subjects.ELSEWHERE,
        subjects.OTHER_BODY,
    }


@pytest.mark.parametrize("row", [*BODIES, *KINDS, *PROVIDERS], ids=lambda row: row["id"])
def test_what_people_type_for_a_body_finds_it(row):
    keys = ("aliases", "phrases", "alone", "capitals", "old_names")

    for name in [str(name) for key in keys for name in row.get(key, [])]:
        assert row["id"] in _found(name), name


@pytest.mark.parametrize("post", OUTSIDE["outside"])
def test_an_outside_name_leads_to_its_signpost(post):
    for name in [str(name) for names in OUTSIDE["outside"][post].values() for name in names]:
        assert post in {match.signpost for match in organisations.match(name)}, name


@pytest.mark.parametrize("row", files.nhs_rows(), ids=lambda row: row["id"])
def test_every_name_of_an_nhs_organisation_finds_it_or_its_successor(row):
    wanted = {organisation.id for organisation in register.current(row["id"])}

    for name, _ in nhs_names.aliases(row):
        matches = organisations.match(name)
        crowded = len(matches) == MOST and matches[0].score == matches[-1].score
        assert crowded or wanted & {match.id for match in matches}, name
