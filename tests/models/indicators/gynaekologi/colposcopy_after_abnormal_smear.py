"""Colposcopy after new cervical dysplasia: the rule, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.gynaekologi._findings import new_finding
from tests.models.recompute_rules import Spans, Unit, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd

#: A Friday; 91 days later is 2026-03-06. Its week begins on the Monday before.
DAY, WEEK = "2025-12-05", "2025-12-01"
COLPOSCOPIES = ("072201", "072304", "072404")


@rule("gynaekologi", "events", 1, case_mix=("age_band",))
def colposcopy_after_abnormal_smear(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    for person, practice, diagnosed, index in new_finding(registers, quarters, "DN87", 91):
        apart = [weeks_apart(diagnosed, s["week"]) for s in person.services if s["service"] in COLPOSCOPIES]
        if any(-13 <= weeks < 0 for weeks in apart):
            status = "excluded"
        else:
            status = "met" if any(0 <= weeks <= 13 for weeks in apart) else "not_met"
        yield person.name, practice, index, status


def colposcopy(**expected: str):
    return case("colposcopy_after_abnormal_smear", "gynaekologi", **expected)


@colposcopy(K1_2026="met")
def colposcopy_in_the_week_of_the_diagnosis(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("072304", WEEK)


@colposcopy(K1_2026="met")
def colposcopy_13_weeks_after_the_diagnosis_elsewhere(p: Patient) -> None:
    p.diagnosed("DN870", DAY)
    p.claimed("070110", WEEK)
    p.claimed("072404", after(WEEK, weeks=13), by=OTHER)


@colposcopy(K1_2026="not_met")
def colposcopy_14_weeks_after_the_diagnosis(p: Patient) -> None:
    p.diagnosed("DN872", DAY, kind="B")
    p.claimed("070110", WEEK)
    p.claimed("072304", after(WEEK, weeks=14))


@colposcopy(K1_2026="not_met")
def smear_is_no_colposcopy(p: Patient) -> None:
    p.diagnosed("DN879", DAY)
    p.claimed("072102", WEEK)


@colposcopy(K1_2026="excluded")
def colposcopy_13_weeks_before_the_diagnosis(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("072304", after(WEEK, weeks=-13))
    p.claimed("072404", after(WEEK, weeks=4))


@colposcopy(K1_2026="met")
def colposcopy_14_weeks_before_the_diagnosis_is_forgotten(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("072304", after(WEEK, weeks=-14))
    p.claimed("072201", after(WEEK, weeks=4))


@colposcopy()
def colposcopy_at_the_practice_that_was_further_away(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("072304", after(WEEK, weeks=3))
    p.claimed("070110", after(WEEK, weeks=2), by=OTHER)


@colposcopy(K1_2026="met")
def colposcopy_at_the_practice_of_the_earlier_week(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("070110", after(WEEK, weeks=-3))
    p.claimed("072304", after(WEEK, weeks=3), by=OTHER)


@colposcopy()
def dysplasia_seen_14_weeks_after_is_nobodys(p: Patient) -> None:
    p.diagnosed("DN871", DAY)
    p.claimed("072304", after(WEEK, weeks=14))


@colposcopy()
def dysplasia_seen_again_is_not_new(p: Patient) -> None:
    p.diagnosed("DN871", "2022-06-30")
    p.diagnosed("DN871", DAY)
    p.claimed("072304", DAY)


@colposcopy(K1_2026="met")
def dysplasia_refuted_before_is_not_the_first(p: Patient) -> None:
    p.diagnosed("DN871", "2022-06-30", refuted="Ja")
    p.diagnosed("DN871", DAY)
    p.claimed("072304", DAY)


@colposcopy()
def dysplasia_of_the_vagina_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DN891", DAY)
    p.claimed("072304", DAY)


@crowd("gynaekologi", persons=120)
def dysplasia_life(patient: Patient, chance: Random) -> None:
    when = date(2022, 6, 1) + timedelta(chance.randrange(1400))
    patient.diagnosed(chance.choice(("DN870", "DN871", "DN872")), str(when), chance.choice("AAABG"))
    for _ in range(chance.randrange(1, 4)):
        seen = when + timedelta(7 * chance.choice((-14, -13, -2, 0, 1, 5, 13, 14)))
        by = chance.choice((patient.home, patient.home, OTHER))
        patient.claimed(chance.choice(("070110", "072102", *COLPOSCOPIES)), str(seen), by=by)
