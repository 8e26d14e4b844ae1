"""Long-term use of benzodiazepines: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, minor, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd


@rule("psykiatri", "persons", 1)
def long_term_benzodiazepine(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        drugs = [
            d for d in person.dispensings if d["atc"][:5] in ("N05BA", "N05CF") and d["atc"] != "N05BA09"
        ]
        for _name, first, last in years:
            taken = [d for d in drugs if first <= d["day"] <= last]
            packs: dict[str, int] = {}
            for d in taken:
                if practice := registers.practice(d["number"], d["day"]):
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            if minor(person, last):
                status = "excluded"
            elif sum(d["packs"] * d["ddd"] for d in taken) > 180:
                status = "met"
            else:
                status = "unknown" if sum(d["packs"] for d in taken if d["ddd"] == 0) > 0 else "not_met"
            for practice, count in packs.items():
                if count > 0:
                    yield person.name, practice, last, status


def benzodiazepine(**expected: str):
    return case("long_term_benzodiazepine", "psykiatri", **expected)


@benzodiazepine(Y_2026K1="met")
def benzodiazepine_over_180_ddd_in_the_year_is_met(p: Patient) -> None:
    p.dispensed("N05BA01", "2025-04-01", ddd=150)
    p.dispensed("N05CF01", "2026-03-31", ddd=30.1)


@benzodiazepine(Y_2026K1="not_met")
def benzodiazepine_exactly_180_ddd_is_not_met(p: Patient) -> None:
    p.dispensed("N05CF01", "2025-06-01", packs=6, ddd=30)


@benzodiazepine(Y_2025K1="not_met", Y_2026K1="not_met")
def benzodiazepine_of_two_years_does_not_add_up(p: Patient) -> None:
    p.dispensed("N05BA04", "2025-03-31", ddd=120)
    p.dispensed("N05BA04", "2025-04-01", ddd=120)


@benzodiazepine(Y_2026K1="met")
def benzodiazepine_from_another_doctor_counts(p: Patient) -> None:
    p.dispensed("N05BA01", "2025-05-01", ddd=30)
    p.dispensed("N05BA01", "2025-06-01", packs=6, ddd=30, by="7001AB2")


@benzodiazepine()
def benzodiazepine_only_from_another_doctor_is_not_in_it(p: Patient) -> None:
    p.dispensed("N05BA01", "2025-06-01", packs=9, ddd=30, by=OTHER)


@benzodiazepine(Y_2026K1="not_met")
def benzodiazepine_handed_back_is_subtracted(p: Patient) -> None:
    p.dispensed("N05BA12", "2025-06-01", packs=7, ddd=30)
    p.dispensed("N05BA12", "2025-06-03", packs=-1, ddd=30)


@benzodiazepine()
def benzodiazepine_all_handed_back_is_not_in_it(p: Patient) -> None:
    p.dispensed("N05BA12", "2025-06-01", packs=2, ddd=30)
    p.dispensed("N05BA12", "2025-06-03", packs=-2, ddd=30)


@benzodiazepine()
def benzodiazepine_clobazam_is_not_in_it(p: Patient) -> None:
    p.dispensed("N05BA09", "2025-06-01", packs=9, ddd=30)


@benzodiazepine()
def benzodiazepine_hypnotics_of_other_groups_are_not_in_it(p: Patient) -> None:
    p.dispensed("N05CH01", "2025-06-01", packs=9, ddd=30)


@benzodiazepine(Y_2026K1="unknown")
def benzodiazepine_pack_without_ddd_is_unknown(p: Patient) -> None:
    p.dispensed("N05BA01", "2025-06-01", ddd=180)
    p.dispensed("N05BA02", "2025-06-01", ddd=None)  # type: ignore[arg-type]


@benzodiazepine(Y_2026K1="met")
def benzodiazepine_over_180_ddd_settles_a_pack_without(p: Patient) -> None:
    p.dispensed("N05BA01", "2025-06-01", ddd=181)
    p.dispensed("N05BA02", "2025-06-01", ddd=None)  # type: ignore[arg-type]


@benzodiazepine(Y_2026K1="excluded")
def benzodiazepine_under_18_at_the_end_of_the_year_is_excluded(p: Patient) -> None:
    p.born("2008-04-01")
    p.dispensed("N05BA01", "2025-06-01", ddd=181)


@benzodiazepine(Y_2026K1="met")
def benzodiazepine_18_on_the_last_day_of_the_year_counts(p: Patient) -> None:
    p.born("2008-03-31")
    p.dispensed("N05BA01", "2025-06-01", ddd=181)


@crowd("psykiatri", 90)
def benzodiazepine_lives(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 9)):
        p.dispensed(
            chance.choice(("N05BA01", "N05BA04", "N05BA09", "N05CF01", "N05CF02", "N05CH01")),
            str(date(2024, 4, 1) + timedelta(chance.choice((0, 364, 365, 729, chance.randrange(900))))),
            chance.choice((1, 2, 3, -1)), ddd=chance.choice((30, 60, 90, 0)),
            by=chance.choice((p.home, p.home, OTHER)),
        )  # fmt: skip
