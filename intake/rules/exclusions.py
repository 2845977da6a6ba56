"""The matters that the law keeps out, as data: what each is, its result, and who helps instead."""

from __future__ import annotations

from dataclasses import dataclass

from intake.decision import Result
from intake.rules.model import Citation

OUT, STAFF, DISCRETION, IN = (
    Result.NOT_FOR_US,
    Result.NEEDS_STAFF,
    Result.LIKELY_DISCRETION,
    Result.PASS,
)


@dataclass(frozen=True)
class Exclusion:
    """One excluded matter; with `asks_kind`, complaining of how it was done keeps it in."""

    code: str
    title: str
    result: Result
    citation: Citation
    signposts: tuple[str, ...] = ()
    asks_kind: bool = False


def _both(text: str) -> Citation:
    return Citation(text, text)


EXCLUSIONS: dict[str, Exclusion] = {
    each.code: each
    for each in (
        Exclusion(
            "X_PERSONNEL",
            "Getting, holding or losing a job, pay, discipline, a pension as staff",
            OUT,
            Citation("HSCA 1993 s.7(1)", "PCA 1967 Sch.3 para 10"),
            ("S40",),
        ),
        Exclusion(
            "X_CONTRACT",
            "A commercial contract, buying and selling (not arrangements for care)",
            STAFF,
            Citation("HSCA 1993 s.7(2)", "PCA 1967 Sch.3 para 9"),
        ),
        Exclusion(
            "X_PROVIDER_DISPUTE",
            "A practice complaining about its own NHS contract",
            OUT,
            _both("HSCA 1993 s.7(3A)"),
        ),
        Exclusion(
            "X_MERITS",
            "Only disagreeing with a decision that was properly made",
            DISCRETION,
            Citation("HSCA 1993 s.3(4)-(6)", "PCA 1967 s.12(3)"),
            asks_kind=True,
        ),
        Exclusion(
            "X_POLICY_LAW",
            "A law or a government policy itself",
            OUT,
            Citation("HSCA 1993 s.3(1)", "PCA 1967 s.5(1)"),
            asks_kind=True,
        ),
        Exclusion(
            "X_COURT",
            "A judge's decision, or how court proceedings were started or run",
            OUT,
            Citation("HSCA 1993 s.4(1)", "PCA 1967 Sch.3 paras 6, 6A, 6B, 12"),
            ("S10",),
        ),
        Exclusion(
            "X_CRIME_SECURITY",
            "The investigation of crime, or state security",
            STAFF,
            _both("PCA 1967 Sch.3 para 5"),
        ),
        Exclusion(
            "X_FOREIGN",
            "Relations with other states, and acts abroad that are not consular",
            STAFF,
            _both("PCA 1967 Sch.3 paras 1-3"),
        ),
        Exclusion("X_EXTRADITION", "Extradition", OUT, _both("PCA 1967 Sch.3 para 4")),
        Exclusion(
            "X_MERCY", "A pardon or the prerogative of mercy", OUT, _both("PCA 1967 Sch.3 para 7")
        ),
        Exclusion("X_HONOURS", "Honours and awards", OUT, _both("PCA 1967 Sch.3 para 11")),
        Exclusion(
            "X_NHS_VIA_SOS",
            "NHS acts done for the Secretary of State: looked at as an NHS complaint",
            IN,
            _both("PCA 1967 Sch.3 para 8"),
        ),
        Exclusion(
            "X_INQUIRY", "The subject of a formal NHS inquiry", STAFF, _both("HSCA 1993 s.4(2)")
        ),
        Exclusion(
            "S13",
            "A pension scheme",
            OUT,
            Citation("HSCA 1993 s.7(1)", "PCA 1967 Sch.3 para 10"),
            ("S13",),
        ),
        Exclusion(
            "S32",
            "How powers under the Mental Health Act were used",
            OUT,
            _both("Mental Health Act 1983 s.120 (Care Quality Commission)"),
            ("S32",),
        ),
        Exclusion(
            "S33",
            "Being released from a section",
            OUT,
            _both("Mental Health Act 1983 Part V (tribunal)"),
            ("S33",),
        ),
        Exclusion(
            "S38",
            "Personal data and access to records",
            STAFF,
            _both("Data Protection Act 2018 s.165 (Information Commissioner)"),
            ("S38",),
        ),
        Exclusion(
            "S40",
            "A job or an employer",
            OUT,
            Citation("HSCA 1993 s.7(1)", "PCA 1967 Sch.3 para 10"),
            ("S40",),
        ),
    )
}
# Decisions with an appeal of their own (E8): by the signpost of the appeal, and by body.
APPEALS = ("S41", "S42", "S43")
APPEAL_OF_BODY = {
    "dwp": "S41",
    "jobcentre-plus": "S41",
    "child-maintenance-service": "S41",
    "pension-service": "S41",
    "dwp-debt": "S41",
    "dwp-contractors": "S41",
    "veterans-uk": "S41",
    "home-office": "S42",
    "ukvi": "S42",
    "hmrc": "S43",
    "valuation-office": "S43",
}
# Matters under the Mental Health Act that stand beside care.
MENTAL_HEALTH_ACT = ("S32", "S33")
COURT_STAFF = ("hmcts",)
