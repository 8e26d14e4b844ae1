"""Contact after skin cancer surgery: the rule again and its persons (the crowd: skin_cancer_re_excision)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.models.indicators.plastikkirurgi.skin_cancer_re_excision import OPERATION, operations
from tests.models.recompute_rules import Spans, Unit, days, rule
from tests.models.registers import Registers
from tests.models.world import OTHER, Patient, after, case

WEEK = "2026-05-04"  # a Monday; 91 days later is 2026-08-03
CONTACTS = ("230105", "230120", "230130", "230201")


@rule("plastikkirurgi", "events", 4)
def skin_cancer_control(registers: Registers, _: Spans, __: Spans) -> Iterator[Unit]:
    for person in registers.people.values():
        hospital = [d["day"] for d in person.diagnoses if d["code"].startswith(("DC43", "DC44"))]
        seen = [
            (registers.practice(s["number"], s["week"]), s["week"])
            for s in person.services
            if s["service"] in CONTACTS
        ]
        done = {(registers.practice(number, week), week) for week, number in operations(person)}
        for practice, week in done:
            if practice is None:
                continue
            met = any(who == practice and 7 <= (when - week).days <= 91 for who, when in seen)
            status = "met" if met else "not_met"
            if any(week <= d <= week + days(91) for d in hospital):
                status = "excluded"
            yield person.name, practice, week + days(91), status


def contact(**expected: str):
    return case("skin_cancer_control", "plastikkirurgi", **expected)


@contact(K3_2026="met")
def telephone_the_week_after_skin_surgery_is_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230201", after(WEEK, weeks=1))


@contact(K3_2026="met")
def consultation_13_weeks_after_skin_surgery_is_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230130", after(WEEK, weeks=13))


@contact(K3_2026="not_met")
def consultation_14_weeks_after_skin_surgery_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230130", after(WEEK, weeks=14))


@contact(K3_2026="not_met")
def consultation_in_the_week_of_skin_surgery_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230120", after(WEEK, 4))


@contact(K3_2026="not_met")
def consultation_elsewhere_after_skin_surgery_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230120", after(WEEK, weeks=2), by=OTHER)


@contact(K3_2026="not_met")
def first_consultation_after_skin_surgery_is_not_met(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230110", after(WEEK, weeks=2))


@contact(K3_2026="excluded")
def hospital_for_skin_cancer_on_the_monday_is_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC443", WEEK)


@contact(K3_2026="excluded")
def hospital_for_melanoma_91_days_after_skin_surgery_is_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230130", after(WEEK, weeks=2))
    p.diagnosed("DC435", after(WEEK, 91))


@contact(K3_2026="not_met")
def hospital_for_skin_cancer_92_days_after_surgery_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.diagnosed("DC443", after(WEEK, 92))


@contact(K3_2026="met")
def hospital_for_skin_cancer_before_surgery_is_not_excluded(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed("230105", after(WEEK, weeks=2))
    p.diagnosed("DC443", after(WEEK, -1))


@contact()
def contact_after_skin_surgery_elsewhere_is_theirs(p: Patient) -> None:
    p.claimed(OPERATION, WEEK, by=OTHER)
    p.claimed("230130", after(WEEK, weeks=2))


@contact(K3_2026="met")
def skin_surgery_twice_in_a_week_has_one_control(p: Patient) -> None:
    p.claimed(OPERATION, WEEK)
    p.claimed(OPERATION, after(WEEK, 1))
    p.claimed("230130", after(WEEK, weeks=2))
