"""EEG at new epilepsy: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, minor, rule, weeks_apart
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd


@rule("neurologi", "events", 1)
def eeg_at_new_epilepsy(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    members = {
        last: {m["practice"] for m in registers.members(last) if m["specialty"] == "neurologi"}
        for _name, _first, last in quarters
    }
    for person in registers.people.values():
        diagnosed = person.first("DG40")
        if diagnosed is None or diagnosed < date(2022, 7, 1):
            continue
        index = diagnosed + days(63)
        neurology = next((members[last] for _name, first, last in quarters if first <= index <= last), set())
        near = [s for s in person.services if abs(weeks_apart(diagnosed, s["week"])) <= 9]
        ours = [
            (abs(weeks_apart(diagnosed, s["week"])), s["week"], s["number"], practice)
            for s in near
            if (practice := registers.practice(s["number"], s["week"])) in neurology
        ]
        if ours:
            met = any(s["service"] in ("182124", "182125") for s in near)
            status = "excluded" if minor(person, index) else "met" if met else "not_met"
            yield person.name, min(ours)[3], index, status


def eeg(**expected: str):
    return case("eeg_at_new_epilepsy", "neurologi", **expected)


DAY = "2026-05-01"  # a Friday; index date 2026-07-03
FIRST, EEG, EEG_WITH_SLEEP = "180110", "182124", "182125"


def epilepsy(p: Patient, day: str = DAY) -> None:
    p.diagnosed("DG409", day)
    p.claimed(FIRST, day)


@eeg(K3_2026="met")
def eeg_9_weeks_before_is_met(p: Patient) -> None:
    epilepsy(p)
    p.claimed(EEG, after(DAY, weeks=-9))


@eeg(K3_2026="met")
def eeg_with_sleep_9_weeks_after_is_met(p: Patient) -> None:
    epilepsy(p)
    p.claimed(EEG_WITH_SLEEP, after(DAY, weeks=9))


@eeg(K3_2026="not_met")
def eeg_10_weeks_before_is_too_early(p: Patient) -> None:
    epilepsy(p)
    p.claimed(EEG, after(DAY, weeks=-10))


@eeg(K3_2026="not_met")
def eeg_10_weeks_after_is_too_late(p: Patient) -> None:
    epilepsy(p)
    p.claimed(EEG, after(DAY, weeks=10))


@eeg(K3_2026="met")
def eeg_done_elsewhere_is_met(p: Patient) -> None:
    epilepsy(p)
    p.claimed(EEG, after(DAY, weeks=2), by=OTHER)


@eeg(K1_2026="met")
def eeg_weeks_are_counted_across_new_year(p: Patient) -> None:
    epilepsy(p, "2025-10-31")  # index date 2026-01-02; nine weeks later begins on 29 December
    p.claimed(EEG, "2026-01-02")


@eeg(K3_2026="met")
def eeg_alone_makes_the_patient_ours(p: Patient) -> None:
    p.diagnosed("DG403", DAY, kind="B")
    p.claimed(EEG, after(DAY, weeks=-9))


@eeg()
def epilepsy_seen_10_weeks_after_is_too_late(p: Patient) -> None:
    p.diagnosed("DG409", DAY)
    p.claimed(FIRST, after(DAY, weeks=10))


@eeg()
def epilepsy_nearest_claim_of_another_practice_decides(p: Patient) -> None:
    p.diagnosed("DG409", DAY)
    p.claimed(EEG, after(DAY, weeks=2))
    p.claimed(FIRST, after(DAY, weeks=-1), by=OTHER)


@eeg(K3_2026="not_met")
def epilepsy_equally_near_claims_the_earlier_decides(p: Patient) -> None:
    p.diagnosed("DG409", DAY)
    p.claimed(FIRST, after(DAY, weeks=-2))
    p.claimed(FIRST, after(DAY, weeks=2), by=OTHER)


@eeg()
def epilepsy_in_the_first_half_of_2022_is_not_new(p: Patient) -> None:
    p.diagnosed("DG409", "2022-06-30")
    epilepsy(p)


@eeg()
def epilepsy_refuted_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DG409", DAY, refuted="Ja")
    p.claimed(EEG, DAY)


@eeg(K3_2026="K 0-17 excluded")
def a_child_with_epilepsy_is_excluded(p: Patient) -> None:
    p.born("2008-07-04")
    epilepsy(p)


@eeg(K3_2026="K 18-39 not_met")
def eighteen_on_the_index_date_with_epilepsy_is_adult(p: Patient) -> None:
    p.born("2008-07-03")
    epilepsy(p)


@crowd("neurologi")
def lives_with_epilepsy(p: Patient, chance: Random) -> None:
    day = str(date(2023, 8, 1) + timedelta(chance.randrange(1050)))
    p.diagnosed(chance.choice(("DG409", "DG401")), day, chance.choice("AAB"))
    for _ in range(chance.randrange(1, 5)):
        service = chance.choice((FIRST, FIRST, EEG, EEG_WITH_SLEEP))
        p.claimed(
            service, after(day, weeks=chance.randrange(-12, 13)), chance.choice((p.home, p.home, OTHER))
        )
