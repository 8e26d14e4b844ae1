"""The declared rates: how many patients a practice has for each indicator, and how many meet it.

Belongs here: every number that shapes an indicator's result. Invented values, near published ones where
`domain.md` of the design names any. Does not belong here: which rows carry a patient (`patients.py`,
`sources/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rate:
    """The chance that a patient meets an indicator, on the logit scale around `base`.

    `practice_sd` and `cluster_sd` are standard deviations of normal effects, `trend` is added per year from
    1 July 2024, `older` for patients of 75 years or more, `women` for women.
    """

    base: float
    practice_sd: float
    cluster_sd: float = 0.12
    trend: float = 0.0
    older: float = 0.0
    women: float = 0.0


RATES = {
    "af_anticoagulation": Rate(0.82, 0.35, trend=0.10, older=-0.10),
    "af_echocardiography": Rate(0.70, 0.40, older=-0.20),
    "af_thyroid": Rate(0.74, 0.35, women=0.10),
    "heart_failure_triple_therapy": Rate(0.58, 0.35, trend=0.18, older=-0.45),
    "saba_without_ics": Rate(0.31, 0.35, trend=-0.10),
    "asthma_lung_function": Rate(0.76, 0.40, trend=0.08),
    "asthma_annual_control": Rate(0.72, 0.35, women=0.10),
    "polypectomy": Rate(0.40, 0.30, older=0.30, women=-0.25),
    "repeat_gastroscopy": Rate(0.20, 0.30),
    "ppi_without_gastroscopy": Rate(0.60, 0.35, older=0.25),
}


#: When children are born, unless a recipe says otherwise: a first day and so many after it.
CHILDREN = ("2010-06-01", 2500)


@dataclass(frozen=True)
class Cohort:
    """Patients whom the practices of a specialty have because of one disease or procedure.

    `yearly`: new patients (or, for panels, patients under treatment) per ordinary practice and year.
    `age` and `age_sd` in years on 1 January 2024; `women` is a share; `minors` a share of children.
    """

    name: str
    specialty: str
    yearly: float
    age: float
    age_sd: float
    women: float
    indicators: tuple[str, ...]
    minors: float = 0.0
    #: A panel is a group of persons followed over the years; otherwise every patient is one event.
    panel: bool = False
    #: Counted in drastma, whose size has a factor of its own.
    visits: bool = False
    children: tuple[str, int] = CHILDREN


COHORTS = (
    Cohort("af", "kardiologi", 95, 72, 10, 0.44, ("af_anticoagulation", "af_echocardiography", "af_thyroid")),
    Cohort("hf", "kardiologi", 80, 73, 10, 0.38, ("heart_failure_triple_therapy",), minors=0.01, panel=True),
    Cohort("saba", "lungemedicin", 78, 44, 16, 0.55, ("saba_without_ics",), panel=True),
    Cohort("asthma", "lungemedicin", 68, 40, 17, 0.58, ("asthma_lung_function", "asthma_annual_control"),
           minors=0.05, visits=True),
    Cohort("colonoscopy", "gastroenterologi", 88, 60, 14, 0.52, ("polypectomy",)),
    Cohort("gastroscopy", "gastroenterologi", 85, 57, 15, 0.54, ("repeat_gastroscopy",)),
    Cohort("ppi", "gastroenterologi", 66, 62, 14, 0.57, ("ppi_without_gastroscopy",),
           minors=0.02, panel=True),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One cluster's jump in one indicator on one day: what a run chart should find."""

    indicator: str
    cluster: str
    day: date
    size: float


STEP = Step("af_echocardiography", "Kardiologi Østjylland", date(2025, 4, 1), 1.1)

#: Shares of odd rows, over all sources.
BLANK_INDICATION = 0.15
UNKNOWN_LUNG_FUNCTION = 0.04
UNKNOWN_PROVIDER = 0.002
CORRECTED = 0.005
NOT_DETECTED = 0.03
CHILD_ON_ADULT = 0.02
NOT_IN_PERSON_REGISTER = 0.004
