"""Observation or interview in an assessment for ADHD: the rule again and its named persons.

Its part of the crowd are the assessments of `somatic_examination.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.recompute_rules import Spans, Unit, rule
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, case


@rule("boerne_og_ungdomspsykiatri", "events", 1, case_mix=("sex",))
def environment_observation_or_interview(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for report in person.reports["adhd.assessments"]:
            assessed = day(report["udredningsdato"])
            assert assessed is not None
            practice = registers.practice(code(report["ydernr"], 6), assessed)
            answers = {report["miljoeobservation"], report["semistruktureret_interview"]}
            if report["ekskluderet"] == "ja":
                status = "excluded"
            elif "ja" in answers:
                status = "met"
            else:
                status = "not_met" if answers == {"nej"} else "unknown"
            if practice:
                yield person.name, practice, assessed, status


def observation(**expected: str):
    return case("environment_observation_or_interview", "boerne_og_ungdomspsykiatri", **expected)


def _assessed(p: Patient, observed: str, interviewed: str, on: str = "2026-08-03", **other: str) -> None:
    p.reported(
        "adhd.assessments",
        **{"udredningsdato": on, "somatisk_undersoegelse": "nej", "miljoeobservation": observed,
           "semistruktureret_interview": interviewed, "ekskluderet": "nej", **other},
    )  # fmt: skip


@observation(K3_2026="met")
def observation_alone_is_met(p: Patient) -> None:
    _assessed(p, "ja", "nej")


@observation(K3_2026="met")
def observation_missing_but_interview_done_is_met(p: Patient) -> None:
    _assessed(p, "nej", "ja")


@observation(K3_2026="met")
def observation_done_settles_an_interview_uoplyst(p: Patient) -> None:
    _assessed(p, "ja", "uoplyst")


@observation(K3_2026="not_met")
def observation_and_interview_not_done_are_not_met(p: Patient) -> None:
    _assessed(p, "nej", "nej", somatisk_undersoegelse="ja")


@observation(K3_2026="unknown")
def observation_not_done_and_interview_uoplyst_is_unknown(p: Patient) -> None:
    _assessed(p, "nej", "uoplyst")


@observation(K3_2026="unknown")
def observation_uoplyst_and_interview_not_done_is_unknown(p: Patient) -> None:
    _assessed(p, "uoplyst", "nej")


@observation(K3_2026="unknown")
def observation_and_interview_uoplyst_is_unknown(p: Patient) -> None:
    _assessed(p, "uoplyst", "uoplyst")


@observation(K3_2026="excluded")
def observation_ekskluderet_is_excluded(p: Patient) -> None:
    _assessed(p, "ja", "ja", ekskluderet="ja")


@observation(K2_2026="not_met", K3_2026="met")
def observation_each_assessment_counts_on_its_day(p: Patient) -> None:
    _assessed(p, "nej", "nej", "2026-06-30")
    _assessed(p, "ja", "ja", "2026-07-01")


@observation()
def observation_reported_by_another_practice_is_theirs(p: Patient) -> None:
    _assessed(p, "ja", "ja", ydernr=OTHER)
