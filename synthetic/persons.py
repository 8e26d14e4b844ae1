"""Personal numbers of persons who do not exist.

Belongs here: making them. They look right (ten digits, day 01-31 or 61-91, month 01-12) but the day is never
in the calendar: 30 or 31 February, 31 April, 31 June, 31 September, 31 November, plain or with 60 added to
the day, as the administrative replacement numbers have. The CPR office issues a number for a birth date or,
for a replacement number, for such a date plus 60; hence none of these can belong to anybody, and anyone can
see it. They carry no birth date: that stands in the person register.
"""

from __future__ import annotations

_DAYS = ("3002", "3102", "3104", "3106", "3109", "3111", "9002", "9102", "9104", "9106", "9109", "9111")
#: How many different numbers there are: 12 days without a date, 100 years, 10,000 serial numbers.
CAPACITY = len(_DAYS) * 1_000_000
#: Prime, so no common factor with CAPACITY: i -> i * step + shift modulo CAPACITY meets every number once.
_STEP = 7_368_787


def _shift(seed: int) -> int:
    return seed * 2_654_435_761 % CAPACITY


def personal_number(person: int, seed: int) -> str:
    """Return the ten digits of person `person` (0..CAPACITY-1); different persons have different numbers."""
    if not 0 <= person < CAPACITY:
        raise ValueError(f"person {person} is outside 0..{CAPACITY - 1}: there are no more numbers")
    place = (person * _STEP + _shift(seed)) % CAPACITY
    return f"{_DAYS[place // 1_000_000]}{place % 1_000_000:06d}"


def personal_number_sql(person: str, seed: int) -> str:
    """Return the SQL expression (DuckDB) that equals `personal_number` for the BIGINT expression `person`."""
    place = f"((({person})::BIGINT * {_STEP} + {_shift(seed)}) % {CAPACITY})"
    days = ", ".join(f"'{d}'" for d in _DAYS)
    return f"([{days}][({place} // 1000000) + 1] || lpad(({place} % 1000000)::VARCHAR, 6, '0'))"


def is_synthetic(number: str) -> bool:
    """Tell whether ten digits are one of ours, that is: whether they cannot be a real person's."""
    return len(number) == 10 and number.isdigit() and number[:4] in _DAYS
