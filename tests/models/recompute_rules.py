"""Who counts and who meets it, in plain Python: what the rules in `indicators/` are made of.

Belongs here: registering a rule (one function per indicator, straight from its words) and what several share.
`RULES` is what the tests compare the catalogue with. Does not belong here: the rules themselves
(`indicators/<specialty>/`), reading rows (`registers.py`), periods and sums (`recompute.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.models.registers import Person, Registers, monday

#: person, practice, index date, status; for a volume also the amount.
Unit = tuple[Any, ...]
Spans = list[tuple[str, date, date]]
Find = Callable[[Registers, Spans, Spans], Iterator[Unit]]


@dataclass(frozen=True)
class Rule:
    specialty: str
    counts: str
    year_closes: int
    find: Find
    case_mix: tuple[str, ...] = ("sex", "age_band")


RULES: dict[str, Rule] = {}


def rule(
    specialty: str, counts: str, year_closes: int, case_mix: tuple[str, ...] = ("sex", "age_band")
) -> Callable[[Find], Find]:
    """Register the function as the rule of the indicator it is named after."""

    def keep(find: Find) -> Find:
        RULES[find.__name__] = Rule(specialty, counts, year_closes, find, case_mix)
        return find

    return keep


def days(count: int) -> timedelta:
    return timedelta(days=count)


def weeks_apart(one: date, other: date) -> int:
    return (monday(other) - monday(one)).days // 7


def minor(person: Person, when: date) -> bool:
    age = person.age(when)
    return age is not None and age < 18


def prescribed(
    registers: Registers, person: Person, first: date, last: date, amount: str, *atc: str
) -> dict[str, Any]:
    """Practice -> packs times `amount` that it prescribed and that were dispensed in the span."""
    total: dict[str, Any] = {}
    for d in person.dispensings:
        practice = registers.practice(d["number"], d["day"])
        if practice and first <= d["day"] <= last and d["atc"].startswith(atc):
            total[practice] = total.get(practice, 0) + d["packs"] * d[amount]
    return total
