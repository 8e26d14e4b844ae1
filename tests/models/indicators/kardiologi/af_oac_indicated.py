"""Anticoagulation of new atrial fibrillation with an indication: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.indicators.kardiologi._af import DAY, SEEN, af, incident_af
from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case, crowd


@rule("kardiologi", "events", 2)
def af_oac_indicated(registers: Registers, quarters: Spans, _: Spans) -> Iterator[Unit]:
    oac = ("B01AA", "B01AE07", "B01AF01", "B01AF02", "B01AF03")
    for person, practice, diagnosed, excluded in incident_af(registers, quarters):
        for row in person.reports["afdk.patients"]:
            if excluded or row["klapsygdom"] == "ja" or row["ak_indikation"] == "nej":
                status = "excluded"
            elif row["ak_indikation"] == "uoplyst":
                status = "unknown"
            else:
                packs = person.packs(diagnosed - days(30), diagnosed + days(30), *oac)
                status = "met" if packs > 0 else "not_met"
            yield person.name, practice, diagnosed + days(90), status


def indicated(**expected: str):
    return case("af_oac_indicated", "kardiologi", **expected)


def registered(p: Patient, indication: str = "ja", valve: str = "nej", day: str = DAY) -> None:
    af(p, day)
    p.reported("afdk.patients", diagnosedato=day, ak_indikation=indication, klapsygdom=valve)


@indicated(K3_2026="met")
def indicated_oac_30_days_before_is_met(p: Patient) -> None:
    registered(p)
    p.dispensed("B01AE07", after(DAY, -30))


@indicated(K3_2026="met")
def indicated_oac_30_days_after_is_met(p: Patient) -> None:
    registered(p)
    p.dispensed("B01AF03", after(DAY, 30), by=OTHER)


@indicated(K3_2026="not_met")
def indicated_oac_31_days_before_is_too_early(p: Patient) -> None:
    registered(p)
    p.dispensed("B01AF01", after(DAY, -31))


@indicated(K3_2026="not_met")
def indicated_oac_31_days_after_is_too_late(p: Patient) -> None:
    registered(p)
    p.dispensed("B01AF01", after(DAY, 31))


@indicated(K3_2026="not_met")
def indicated_oac_handed_back_is_not_met(p: Patient) -> None:
    registered(p)
    p.dispensed("B01AF02", after(DAY, 1))
    p.dispensed("B01AF02", after(DAY, 9), packs=-1)


@indicated(K3_2026="unknown")
def indication_uoplyst_is_unknown_also_when_treated(p: Patient) -> None:
    registered(p, "uoplyst")
    p.dispensed("B01AF02", DAY)


@indicated(K3_2026="excluded")
def no_indication_is_excluded_also_when_treated(p: Patient) -> None:
    registered(p, "nej")
    p.dispensed("B01AF02", DAY)


@indicated(K3_2026="excluded")
def valve_disease_in_the_database_is_excluded_from_indicated(p: Patient) -> None:
    registered(p, "uoplyst", valve="ja")


@indicated(K3_2026="excluded")
def valve_disease_in_hospital_is_excluded_from_indicated(p: Patient) -> None:
    registered(p)
    p.diagnosed("DI050", after(DAY, 90))


@indicated()
def not_in_the_database_is_not_indicated(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF02", DAY)


@indicated()
def indicated_but_seen_elsewhere_is_theirs(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, DAY, by=OTHER)
    p.reported("afdk.patients", diagnosedato=DAY, ak_indikation="ja", klapsygdom="nej")


@indicated()
def prevalent_fibrillation_is_not_new_when_indicated(p: Patient) -> None:
    p.diagnosed("DI489", "2022-06-30")
    registered(p)


@crowd("kardiologi")
def lives_with_an_indication(p: Patient, chance: Random) -> None:
    day = str(date(2023, 7, 1) + timedelta(chance.randrange(1000)))
    valve = "ja" if chance.random() < 0.1 else "nej"
    registered(p, chance.choice(("ja", "ja", "ja", "nej", "uoplyst")), valve, day)
    if chance.random() < 0.7:
        p.dispensed(chance.choice(("B01AF02", "B01AA03", "B01AC06")), after(day, chance.randrange(-40, 41)))
