"""No recurrence within fifteen months of treatment: the rule again, its persons, its part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers, code, day
from tests.models.world import OTHER, Patient, after, case, crowd

TREATED = "2025-06-01"  # 456 days later is 2026-08-31


@rule("dermatologi", "events", 1)
def bcc_recurrence_free(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        for course in person.reports["nmsc.courses"]:
            diagnosed, treated = day(course["diagnosedato"]), day(course.get("behandlingsdato"))
            assert diagnosed is not None
            practice = registers.practice(code(course["ydernr"], 6), diagnosed)
            if treated is None or practice is None:
                continue
            status = recurrence_status(
                course["recidiv"],
                treated,
                day(course.get("opfoelgningsdato")),
                day(course.get("recidivdato")),
            )
            status = "excluded" if course["ekskluderet"] == "ja" else status
            yield person.name, practice, treated + days(456), status


def recurrence_status(recurrence: str, treated: date, followed: date | None, on: date | None) -> str:
    if recurrence == "ja" and on is not None and on >= treated:
        return "not_met" if (on - treated).days <= 456 else "met"
    if recurrence == "nej" and followed is not None and followed > treated:
        return "met"
    return "unknown"


def free(**expected: str):
    return case("bcc_recurrence_free", "dermatologi", **expected)


def course(p: Patient, recurrence: str = "nej", followed: str | None = None, on: str | None = None, **also):
    """Report a course treated on TREATED unless said."""
    words = {
        "diagnosedato": "2025-05-15", "diagnose": "DC443", "risiko": "lavrisiko", "behandlingsdato": TREATED,
        "behandling": "kirurgi", "viderehenvist": "nej", "opfoelgningsdato": followed, "recidiv": recurrence,
        "recidivdato": on, "ekskluderet": "nej",
    }  # fmt: skip
    p.reported("nmsc.courses", **{**words, **also})


@free(K3_2026="met")
def bcc_without_recurrence_the_day_after_treatment_is_met(p: Patient) -> None:
    course(p, followed=after(TREATED, 1))


@free(K3_2026="unknown")
def bcc_followed_only_on_the_day_of_treatment_is_unknown(p: Patient) -> None:
    course(p, followed=TREATED)


@free(K3_2026="unknown")
def bcc_never_followed_is_unknown(p: Patient) -> None:
    course(p)


@free(K3_2026="unknown")
def bcc_with_uoplyst_recurrence_is_unknown(p: Patient) -> None:
    course(p, "uoplyst", followed="2025-09-01")


@free(K3_2026="not_met")
def bcc_recurring_on_the_day_of_treatment_is_not_met(p: Patient) -> None:
    course(p, "ja", followed="2025-09-01", on=TREATED)


@free(K3_2026="unknown")
def bcc_recurring_before_treatment_is_unknown(p: Patient) -> None:
    course(p, "ja", followed="2025-09-01", on=after(TREATED, -1))


@free(K3_2026="not_met")
def bcc_recurring_456_days_after_is_not_met(p: Patient) -> None:
    course(p, "ja", followed="2026-09-15", on="2026-08-31")


@free(K3_2026="met")
def bcc_recurring_457_days_after_is_met(p: Patient) -> None:
    course(p, "ja", followed="2026-09-15", on="2026-09-01")


@free(K3_2026="unknown")
def bcc_recurring_without_a_date_is_unknown(p: Patient) -> None:
    course(p, "ja", followed="2025-09-01")


@free(K3_2026="excluded")
def bcc_ekskluderet_is_excluded(p: Patient) -> None:
    course(p, followed="2025-09-01", ekskluderet="ja")


@free()
def bcc_not_treated_is_not_in_it(p: Patient) -> None:
    course(p, followed="2025-09-01", behandlingsdato=None)


@free()
def bcc_whose_fifteen_months_have_not_passed_is_not_counted(p: Patient) -> None:
    course(p, followed="2025-09-01", behandlingsdato="2025-07-02")  # 456 days later is 2026-10-01


@free(K3_2026="met")
def bcc_whose_fifteen_months_end_on_the_last_day_is_counted(p: Patient) -> None:
    course(p, followed="2025-09-01", behandlingsdato="2025-07-01")


@free(K4_2023="met")
def bcc_treated_in_the_first_year_is_counted(p: Patient) -> None:
    course(p, followed="2022-09-01", diagnosedato="2022-06-15", behandlingsdato="2022-07-02")


@free()
def bcc_reported_by_another_practice_is_theirs(p: Patient) -> None:
    course(p, followed="2025-09-01", ydernr=OTHER)


@free(K1_2026="not_met", K3_2026="met")
def each_bcc_is_an_event(p: Patient) -> None:
    course(p, "ja", followed="2025-03-01", on="2025-03-01", behandlingsdato="2024-12-01",
           diagnosedato="2024-11-20")  # fmt: skip
    course(p, followed="2025-09-01")


@crowd("dermatologi")
def many_treated_bcc(p: Patient, chance: Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        diagnosed = str(date(2022, 3, 1) + days(chance.randrange(1400)))
        treated = after(diagnosed, chance.randrange(60))
        course(
            p, chance.choice(("nej", "nej", "ja", "uoplyst")),
            followed=chance.choice((None, treated, after(treated, 90), after(treated, 400))),
            on=chance.choice((None, after(treated, chance.randrange(-20, 600)))),
            diagnosedato=diagnosed, behandlingsdato=chance.choice((None, treated, treated, treated)),
            ekskluderet=chance.choice(("ja", "nej", "nej", "nej")),
        )  # fmt: skip
