"""Somatic examination in an assessment for ADHD: the rule again, its named persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, case, crowd

DAY = "2026-08-03"


@rule("boerne_og_ungdomspsykiatri", "events", 1, case_mix=("sex",))
def somatic_examination(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    told = {"ja": "met", "nej": "not_met", "uoplyst": "unknown"}
    for person in registers.people.values():
        for report in person.reports["adhd.assessments"]:
            assessed = day(report["udredningsdato"])
            assert assessed is not None
            practice = registers.practice(code(report["ydernr"], 6), assessed)
            if practice:
                status = told[report["somatisk_undersoegelse"]]
                yield person.name, practice, assessed, "excluded" if report["ekskluderet"] == "ja" else status


def examination(**expected: str):
    return case("somatic_examination", "boerne_og_ungdomspsykiatri", **expected)


def _assessed(p: Patient, answer: str, on: str = DAY, **other: str) -> None:
    p.reported(
        "adhd.assessments",
        **{"udredningsdato": on, "somatisk_undersoegelse": answer, "miljoeobservation": "uoplyst",
           "semistruktureret_interview": "nej", "ekskluderet": "nej", **other},
    )  # fmt: skip


@examination(K3_2026="met")
def somatic_examination_done_is_met(p: Patient) -> None:
    _assessed(p, "ja")


@examination(K3_2026="not_met")
def somatic_examination_not_done_is_not_met(p: Patient) -> None:
    _assessed(p, "nej", miljoeobservation="ja", semistruktureret_interview="ja")


@examination(K3_2026="unknown")
def somatic_examination_uoplyst_is_unknown(p: Patient) -> None:
    _assessed(p, "uoplyst")


@examination(K3_2026="excluded")
def somatic_examination_ekskluderet_is_excluded(p: Patient) -> None:
    _assessed(p, "ja", ekskluderet="ja")


@examination(K2_2026="not_met", K3_2026="met")
def somatic_examination_each_assessment_counts_on_its_day(p: Patient) -> None:
    _assessed(p, "nej", "2026-06-30")
    _assessed(p, "ja", "2026-07-01")


@examination()
def somatic_examination_reported_by_another_practice_is_theirs(p: Patient) -> None:
    _assessed(p, "ja", ydernr=OTHER)


@crowd("boerne_og_ungdomspsykiatri", 80)
def adhd_lives(p: Patient, chance: Random) -> None:
    p.born(str(date(2007, 1, 1) + timedelta(chance.randrange(4500))), chance.choice("12"))
    answers = ("ja", "ja", "nej", "uoplyst")
    for on in {date(2023, 7, 1) + timedelta(chance.randrange(1180)) for _ in range(chance.randrange(1, 3))}:
        _assessed(
            p, chance.choice(answers), str(on), miljoeobservation=chance.choice(answers[1:]),
            semistruktureret_interview=chance.choice(answers[1:]),
            ekskluderet=chance.choice(("nej", "nej", "nej", "ja")), ydernr=chance.choice((p.home, p.home, OTHER)),
        )  # fmt: skip
