"""Courses of skin cancer in Hudkræftdatabasen: treated here or referred on, followed, and some that come back.

Recurrence-free near the published 96 %, high-risk courses referred near the published 61 %. High risk is far commoner
here than the published 1.5 %, so that the demo has figures to show.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, Row, report

#: Treated 10 to 40 days after the diagnosis, followed three to five months later.
_TREATED = "(on + 10 + (hash(line) % 31)::INTEGER)"
_FOLLOWED = f"({_TREATED} + 90 + (hash(line) % 60)::INTEGER)"
_RECURRED = f"({_TREATED} + 120 + (hash(line + 1) % 420)::INTEGER)"


def _known(day: str) -> str:
    """Return SQL for a day, empty while it has not come."""
    return f"CASE WHEN {day} <= DATE '2026-09-30' THEN {day} END"


def _course(when: str, risk: str, treated: str) -> Row:
    recurred = f"(NOT recurrence_free AND {_RECURRED} <= DATE '2026-09-30')"
    return report(
        "nmsc",
        when,
        diagnose="['DC443', 'DC444', 'DC441', 'DC445', 'DC446'][1 + (hash(line) % 5)::INTEGER]",
        risiko=risk,
        behandlingsdato=f"CASE WHEN {treated} THEN {_known(_TREATED)} END",
        behandling=f"CASE WHEN {treated} THEN 'kirurgi' END",
        viderehenvist=f"CASE WHEN unsaid THEN 'uoplyst' WHEN {treated} THEN 'nej' ELSE 'ja' END",
        opfoelgningsdato=f"CASE WHEN {treated} AND NOT lost THEN {_known(_FOLLOWED)} END",
        recidiv=f"CASE WHEN NOT ({treated}) OR lost THEN 'uoplyst' WHEN {recurred} THEN 'ja' ELSE 'nej' END",
        recidivdato=f"CASE WHEN {treated} AND NOT lost AND {recurred} THEN {_RECURRED} END",
        ekskluderet="CASE WHEN left_out THEN 'ja' ELSE 'nej' END",
    )


RECIPE = Recipe(
    name="skin_cancer",
    specialty="dermatologi",
    yearly=150,
    age=68,
    age_sd=12,
    women=0.52,
    outcomes={
        "recurrence_free": Rate(0.955, 0.35, older=-0.10),
        "referred": Rate(0.61, 0.40, older=0.15),
    },
    draws={
        "high_risk": 0.40,
        "unsaid_risk": 0.02,
        "low_referred": 0.18,
        "lost": 0.05,
        "unsaid": 0.03,
        "left_out": 0.02,
    },
    rows=(
        _course("high_risk", "'hoejrisiko'", "NOT referred"),
        _course(
            "NOT high_risk",
            "CASE WHEN unsaid_risk THEN 'uoplyst' ELSE 'lavrisiko' END",
            "NOT low_referred",
        ),
    ),
)
