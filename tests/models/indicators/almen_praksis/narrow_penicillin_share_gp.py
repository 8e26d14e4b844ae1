"""Narrow-spectrum penicillins among the antibiotics of a general practice: rule, named persons, crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from tests.models.indicators.almen_praksis import chance_day
from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

DAY = "2026-08-03"


@rule("almen_praksis", "events", 1)
def narrow_penicillin_share_gp(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        allergy = person.first("DZ880")
        packs: Counter[tuple[object, ...]] = Counter()
        for d in person.dispensings:
            if d["atc"].startswith("J01"):
                packs[registers.practice(d["number"], d["day"]), d["day"], d["atc"]] += d["packs"]
        for (practice, when, atc), total in packs.items():
            if practice is None or total <= 0:
                continue
            status = "met" if str(atc).startswith("J01CE") else "not_met"
            yield person.name, practice, when, "excluded" if allergy and allergy <= when else status  # type: ignore[operator]


def narrow(**expected: str):
    return case("narrow_penicillin_share_gp", "almen_praksis", **expected)


@narrow(K3_2026="met")
def a_gp_narrow_penicillin_is_met(p: Patient) -> None:
    p.dispensed("J01CE02", DAY)


@narrow(K3_2026="not_met")
def a_gp_broad_penicillin_is_not_met(p: Patient) -> None:
    p.dispensed("J01CA04", DAY)


@narrow()
def gp_eye_drops_are_no_antibiotic(p: Patient) -> None:
    p.dispensed("S01AA01", DAY)


@narrow(K2_2026="met", K3_2026="not_met")
def each_gp_antibiotic_belongs_to_its_quarter(p: Patient) -> None:
    p.dispensed("J01CE02", "2026-06-30")
    p.dispensed("J01CA08", "2026-07-01")


@narrow(K3_2026="met")
def two_packs_of_a_gp_antibiotic_on_a_day_are_one(p: Patient) -> None:
    p.dispensed("J01CE02", DAY, packs=1)
    p.dispensed("J01CE02", DAY, packs=2)


@narrow()
def a_gp_antibiotic_handed_back_the_same_day_is_none(p: Patient) -> None:
    p.dispensed("J01CE02", DAY, packs=2)
    p.dispensed("J01CE02", DAY, packs=-2)


@narrow(K3_2026="not_met")
def a_gp_antibiotic_changed_the_same_day_is_the_other(p: Patient) -> None:
    p.dispensed("J01CE02", DAY)
    p.dispensed("J01CE02", DAY, packs=-1)
    p.dispensed("J01FA10", DAY)


@narrow()
def an_antibiotic_of_another_gp_is_theirs(p: Patient) -> None:
    p.dispensed("J01CE02", DAY, by=OTHER)


@narrow(K3_2026="excluded")
def gp_penicillin_allergy_on_the_day_is_excluded(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", DAY)


@narrow(K3_2026="not_met")
def gp_penicillin_allergy_the_day_after_does_not_count(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", "2026-08-04")


@narrow(K3_2026="not_met")
def gp_penicillin_allergy_refuted_does_not_count(p: Patient) -> None:
    p.dispensed("J01FA10", DAY)
    p.diagnosed("DZ880", "2026-01-01", refuted="Ja")


@crowd("almen_praksis", persons=80)
def gp_antibiotics(p: Patient, chance: Random) -> None:
    if chance.random() < 0.1:
        p.diagnosed(chance.choice(("DZ880", "DZ881")), chance_day(chance))
    for _ in range(chance.randrange(5)):
        day = chance_day(chance)
        atc = chance.choice(("J01CE02", "J01CE02", "J01CA08", "J01FA10", "J02AC01"))
        p.dispensed(atc, day, by=chance.choice((p.home, p.home, OTHER)))
        if chance.random() < 0.1:
            p.dispensed(atc, day, packs=-1)
