"""Much triptan: the rule again, its persons and its crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, minor, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

TRIPTAN = "N02CC"


@rule("neurologi", "persons", 3)
def triptan_overuse(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for _name, first, last in years:
            used = sum(
                d["packs"] * d["ddd"]
                for d in person.dispensings
                if first <= d["day"] <= last and d["atc"].startswith(TRIPTAN)
            )
            status = "excluded" if minor(person, last) else "met" if used >= 120 else "not_met"
            here: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and first <= d["day"] <= last and d["atc"].startswith(TRIPTAN):
                    here[practice] = here.get(practice, 0) + d["packs"]
            for practice, packs in here.items():
                if packs > 0:
                    yield person.name, practice, last, status


def triptan(**expected: str):
    return case("triptan_overuse", "neurologi", **expected)


@triptan(Y_2026K3="met")
def exactly_120_triptan_doses_is_met(p: Patient) -> None:
    p.dispensed("N02CC01", "2025-10-01", packs=4, ddd=12)
    p.dispensed("N02CC04", "2026-09-30", packs=6, ddd=12)


@triptan(Y_2026K3="not_met")
def just_under_120_triptan_doses_is_not_met(p: Patient) -> None:
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=11.9999)


@triptan(Y_2025K3="not_met", Y_2026K3="not_met")
def triptan_doses_of_two_years_do_not_add_up(p: Patient) -> None:
    p.dispensed("N02CC01", "2025-09-30", packs=9, ddd=12)
    p.dispensed("N02CC01", "2025-10-01", packs=9, ddd=12)


@triptan(Y_2026K3="met")
def triptan_doses_from_another_doctor_add_up(p: Patient) -> None:
    p.dispensed("N02CC01", "2026-02-01", packs=1, ddd=12)
    p.dispensed("N02CC03", "2026-03-01", packs=9, ddd=12, by="7001AB2")


@triptan()
def triptan_from_another_doctor_alone_is_theirs(p: Patient) -> None:
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=12, by=OTHER)


@triptan(Y_2026K3="not_met")
def triptan_doses_handed_back_are_subtracted(p: Patient) -> None:
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=12)
    p.dispensed("N02CC01", "2026-02-08", packs=-1, ddd=12)


@triptan()
def triptan_all_handed_back_is_not_in_it(p: Patient) -> None:
    p.dispensed("N02CC01", "2026-02-01", packs=2, ddd=12)
    p.dispensed("N02CC01", "2026-02-08", packs=-2, ddd=12)


@triptan()
def ergotamine_is_no_triptan(p: Patient) -> None:
    p.dispensed("N02CA02", "2026-02-01", packs=10, ddd=12)


@triptan(Y_2026K3="K 0-17 excluded")
def a_minor_on_triptan_is_excluded(p: Patient) -> None:
    p.born("2008-10-01")
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=12)


@triptan(Y_2026K3="M 18-39 met")
def eighteen_on_the_last_day_is_adult_on_triptan(p: Patient) -> None:
    p.born("2008-09-30", sex="1")
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=12)


@triptan(Y_2026K3="U U met")
def unregistered_on_triptan_is_not_excluded(p: Patient) -> None:
    p.born(None)
    p.dispensed("N02CC01", "2026-02-01", packs=10, ddd=12)


@crowd("neurologi")
def lives_with_migraine(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 8)):
        p.dispensed(
            chance.choice(("N02CC01", "N02CC04", "N02CC03", "N02BE01")),
            str(date(2023, 10, 1) + timedelta(chance.randrange(1095))), chance.choice((1, 4, 8, 12, -1)),
            ddd=chance.choice((6, 12, 18.5)), by=chance.choice((p.home, p.home, OTHER)),
        )  # fmt: skip
