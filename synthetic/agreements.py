"""What the invented clusters agreed on at their meetings, as they sent it back.

Belongs here: a handful of agreements per cluster, drawn from the seed. Does not belong here: how they are delivered
(`tables.py`). Which indicators a specialty has is read off the names of its models, so that none is listed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from synthetic.organisation import Practice
from synthetic.scale import LAST_DAY

#: speciale, klynge, indikator, aftalt, hvad, hvem, senest, status, bemaerkning.
Row = tuple[str, str, str | None, date, str, str, date, str, str | None]

_INDICATORS = Path(__file__).parents[1] / "dbt_project" / "models" / "indicators"
#: Clusters meet twice a year; the day differs by a few weeks.
_MEETINGS = (date(2025, 4, 22), date(2025, 10, 28), date(2026, 5, 5))
_MEASURED = (
    ("Vi gennemgår fem journaler hver og tager det, vi lærer, med til næste møde", "alle praksisser"),
    ("Sekretæren laver hver måned en liste over patienter, der mangler opfølgning", "sekretærerne"),
    ("Fast tekst i journalen, så svaret altid kan findes igen", "tovholderen"),
    ("Fælles instruks om, hvem der følger op, og hvornår", "formanden"),
    ("Patienten får næste tid med hjem, før konsultationen slutter", "klinikpersonalet"),
    ("Vi prøver en tjekliste i tre praksisser og fortæller om den på næste møde", "tre praksisser"),
)
_OTHER = (
    ("Vi inviterer den lokale hospitalsafdeling med til et klyngemøde", "tovholderen"),
    ("Alle retter oplysningerne om egen praksis på sundhed.dk", "alle praksisser"),
)
#: How it went, once the day has passed: status and remark.
_ENDS: tuple[tuple[str, str | None], ...] = (
    ("gennemført", None),
    ("gennemført", "Er blevet en fast rutine"),
    ("i gang", "Halvdelen af praksisserne er kommet i gang"),
    ("opgivet", "Tog for lang tid i hverdagen"),
)


def draw_agreements(practices: Iterable[Practice], seed: int) -> list[Row]:
    """Return every cluster's agreements by specialty, cluster and day: one a meeting, and one of nothing measured."""
    clusters = {(m.plan.specialty, m.plan.name) for p in practices for m in p.memberships}
    return [row for specialty, name in sorted(clusters) for row in _of_cluster(specialty, name, seed)]


def _of_cluster(specialty: str, name: str, seed: int) -> Iterator[Row]:
    rng = Random(f"agreements/{seed}/{name}")
    indicators = sorted(p.stem.removeprefix("ind_") for p in (_INDICATORS / specialty).glob("ind_*.sql"))
    chosen = rng.sample(indicators, min(2, len(indicators)))
    words = rng.sample(_MEASURED, len(_MEETINGS))
    for number, meeting in enumerate(_MEETINGS):
        about = chosen[number % len(chosen)] if chosen else None
        yield _row(specialty, name, about, meeting, words[number], rng)
    yield _row(specialty, name, None, _MEETINGS[rng.randrange(len(_MEETINGS))], rng.choice(_OTHER), rng)


def _row(
    specialty: str, name: str, indicator: str | None, meeting: date, words: tuple[str, str], rng: Random
) -> Row:
    agreed = meeting + timedelta(days=rng.randrange(21))
    due = agreed + timedelta(days=30 * rng.randint(3, 7))
    status, remark = rng.choice(_ENDS) if due < LAST_DAY else (rng.choice(("planlagt", "i gang")), None)
    return (specialty, name, indicator, agreed, *words, due, status, remark)
