"""Anticoagulation of new atrial fibrillation: the rule again, its persons and those of the population."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.kardiologi._af import DAY, SEEN, af, af_units
from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case


@rule("kardiologi", "events", 3)
def af_anticoagulation(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    oac = ("B01AA", "B01AE07", "B01AF01", "B01AF02", "B01AF03")
    yield from af_units(registers, quarters, lambda p, d: p.packs(d - days(30), d + days(30), *oac) > 0)


def oac(**expected: str):
    return case("af_anticoagulation", "kardiologi", **expected)


@oac(K3_2026="met")
def oac_30_days_after_is_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF02", after(DAY, 30))


@oac(K3_2026="not_met")
def oac_31_days_after_is_too_late(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF02", after(DAY, 31))


@oac(K3_2026="met")
def oac_30_days_before_is_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AA03", after(DAY, -30))


@oac(K3_2026="not_met")
def oac_31_days_before_is_too_early(p: Patient) -> None:
    af(p)
    p.dispensed("B01AA03", after(DAY, -31))


@oac(K3_2026="not_met")
def oac_handed_back_is_not_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF01", after(DAY, 2), packs=2)
    p.dispensed("B01AF01", after(DAY, 4), packs=-2)


@oac(K3_2026="not_met")
def aspirin_is_no_oac(p: Patient) -> None:
    af(p)
    p.dispensed("B01AC06", DAY)


@oac(K3_2026="excluded")
def valve_disease_at_the_index_date_is_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DI052", after(DAY, 90))
    p.dispensed("B01AF01", DAY)


@oac(K3_2026="not_met")
def valve_disease_after_the_index_date_is_not_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DZ952", after(DAY, 91))


@oac(K3_2026="not_met")
def refuted_valve_disease_is_not_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DI050", "2024-01-01", refuted="Ja")


@oac()
def refuted_af_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, refuted="Ja")
    p.claimed(SEEN, DAY)


@oac()
def referral_diagnosis_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, kind="H")
    p.claimed(SEEN, DAY)


@oac()
def repeated_lpr2_contact_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, system="LPR2")
    p.claimed(SEEN, DAY)


@oac(K3_2026="met")
def unnamed_reporting_system_counts(p: Patient) -> None:
    p.diagnosed("DI489", DAY, system=None)
    p.claimed(SEEN, DAY)
    p.dispensed("B01AE07", DAY)


@oac()
def af_in_the_first_half_of_2022_is_prevalent(p: Patient) -> None:
    p.diagnosed("DI489", "2022-06-30")
    af(p)


@oac(K3_2026="not_met")
def only_the_first_diagnosis_counts(p: Patient) -> None:
    p.diagnosed("DI489", after(DAY, 40))
    af(p)
    p.dispensed("B01AF02", after(DAY, 50))


@oac()
def unseen_by_cardiology_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY)


@oac(K3_2026="not_met")
def seen_13_weeks_after_counts(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=13))


@oac()
def seen_14_weeks_after_is_too_late(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=14))


@oac(K3_2026="not_met")
def the_nearest_claim_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=2))
    p.claimed(SEEN, after(DAY, weeks=-3), by=OTHER)


@oac(K3_2026="not_met")
def equally_near_claims_the_earlier_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=-2))
    p.claimed(SEEN, after(DAY, weeks=2), by=OTHER)


@oac()
def same_week_claims_the_lower_number_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, DAY)
    p.claimed(SEEN, DAY, by=OTHER)


@oac(K3_2026="K 0-17 met")
def age_is_read_on_the_index_date(p: Patient) -> None:
    af(p)
    p.born(after("2008-07-30", 1))
    p.dispensed("B01AF02", DAY)


@oac(K3_2026="M 75+ met")
def birthday_on_the_index_date_is_the_next_band(p: Patient) -> None:
    af(p)
    p.born("1951-07-30", sex="1")
    p.dispensed("B01AF02", DAY)


@oac(K3_2026="U U met")
def nobody_registered_is_sex_and_age_unknown(p: Patient) -> None:
    af(p)
    p.born(None)
    p.dispensed("B01AF02", DAY)


@oac(K4_2023="met")
def first_quarter_of_the_window_counts(p: Patient) -> None:
    af(p, "2023-07-03")  # index date 2023-10-01
    p.dispensed("B01AF02", "2023-07-03")


@oac()
def the_day_before_the_window_does_not_count(p: Patient) -> None:
    af(p, "2023-07-02")
    p.dispensed("B01AF02", "2023-07-02")
