"""Yearly TSH and creatinine on lithium: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, case, crowd

TSH = ("NPU03577", "NPU27547")
CREATININE = ("NPU18016", "NPU04998", "NPU01807")


@rule("psykiatri", "persons", 2)
def lithium_control(registers: Registers, _: Spans, years: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        dialysis = person.first("DZ992")
        for _name, first, last in years:
            packs: dict[str, int] = {}
            for d in person.dispensings:
                practice = registers.practice(d["number"], d["day"])
                if practice and d["atc"] == "N05AN01" and first <= d["day"] <= last:
                    packs[practice] = packs.get(practice, 0) + d["packs"]
            samples = [s for s in person.samples if first <= s["day"] <= last]
            taken = [[s for s in samples if s["code"] in codes] for codes in (TSH, CREATININE)]
            told = [any(letter.isdigit() for s in kind for letter in str(s["value"] or "")) for kind in taken]
            if dialysis is not None and dialysis <= last:
                status = "excluded"
            elif all(told):
                status = "met"
            else:
                status = "unknown" if all(taken) else "not_met"
            for practice, count in packs.items():
                if count > 0:
                    yield person.name, practice, last, status


def lithium(**expected: str):
    return case("lithium_control", "psykiatri", **expected)


@lithium(Y_2026K2="met")
def lithium_tsh_and_creatinine_in_the_year_are_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2025-07-01", "2,1")
    p.sampled("NPU18016", "2026-06-30", "81")


@lithium(Y_2026K2="met")
def lithium_other_codes_of_both_are_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU27547", "2026-02-01", "<0,01")
    p.sampled("NPU04998", "2026-02-01", "81")


@lithium(Y_2026K2="met")
def lithium_third_creatinine_code_is_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU27547", "2026-02-01", "2")
    p.sampled("NPU01807", "2026-02-01", "0,081")


@lithium(Y_2026K2="not_met")
def lithium_tsh_the_day_before_the_year_is_not_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2025-06-30", "2")
    p.sampled("NPU18016", "2026-02-01", "81")


@lithium(Y_2025K2="not_met")
def lithium_creatinine_the_day_after_the_year_is_not_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2025-02-01")
    p.sampled("NPU03577", "2025-06-30", "2")
    p.sampled("NPU18016", "2025-07-01", "81")


@lithium(Y_2026K2="not_met")
def lithium_two_of_one_kind_are_not_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU18016", "2026-02-01", "81")
    p.sampled("NPU04998", "2026-02-01", "81")


@lithium(Y_2026K2="unknown")
def lithium_answer_without_a_number_is_unknown(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2026-02-01", "ikke påvist")
    p.sampled("NPU18016", "2026-02-01", "81")


@lithium(Y_2026K2="unknown")
def lithium_no_answer_is_unknown(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2026-02-01", "2")
    p.sampled("NPU18016", "2026-02-01")


@lithium(Y_2026K2="not_met")
def lithium_no_answer_and_no_other_sample_is_not_met(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2026-02-01", "hæmolyseret")


@lithium(Y_2026K2="met")
def lithium_a_new_sample_settles_one_without_a_number(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.sampled("NPU03577", "2026-02-01", "2")
    p.sampled("NPU18016", "2026-02-01", "hæmolyseret")
    p.sampled("NPU18016", "2026-02-03", "81")


@lithium(Y_2026K2="excluded")
def lithium_dialysis_by_the_end_of_the_year_is_excluded(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.diagnosed("DZ992", "2026-06-30", kind="B")


@lithium(Y_2026K2="not_met")
def lithium_dialysis_after_the_year_is_not_excluded(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01")
    p.diagnosed("DZ992", "2026-07-01")


@lithium()
def lithium_from_another_doctor_does_not_count_here(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01", by=OTHER)


@lithium()
def lithium_handed_back_is_not_in_it(p: Patient) -> None:
    p.dispensed("N05AN01", "2026-02-01", packs=2)
    p.dispensed("N05AN01", "2026-02-05", packs=-2)


@crowd("psykiatri", 80)
def lithium_lives(p: Patient, chance: Random) -> None:
    def near() -> str:
        return str(date(2024, 7, 1) + timedelta(chance.choice((-1, 0, 364, 365, 729, chance.randrange(820)))))

    for _ in range(chance.randrange(1, 5)):
        p.dispensed(
            "N05AN01", near(), chance.choice((1, 2, 2, -1)), by=chance.choice((p.home, p.home, OTHER))
        )
    for _ in range(chance.randrange(8)):
        p.sampled(chance.choice((*TSH, *CREATININE, "NPU27300")), near(),
                  chance.choice(("1,2", "<0,05", "88", None, "ikke påvist")))  # fmt: skip
    if chance.random() < 0.1:
        p.diagnosed("DZ992", near())
