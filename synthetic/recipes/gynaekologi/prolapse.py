"""Women operated for prolapse in practice, and what was reported of it.

Belongs here: invented patients and rates. The country's level was 92.2 per cent in 2013, that of private clinics 23 per
cent in 2010; this lies between.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, Row, claim, report
from synthetic.scale import LAST_DAY


def _operation(when: str, told_after: int) -> Row:
    """The operation as reported so many days later; nothing is reported after the data end."""
    return report(
        "dugabase",
        f"{when} AND on + {told_after} <= DATE '{LAST_DAY}'",
        diagnose="CASE WHEN rear THEN 'DN816' ELSE 'DN811' END",
        procedure="CASE WHEN rear THEN 'KLEF03' ELSE 'KLEF00' END",
        indberetningsdato=f"on + {told_after}",
        tilfreds="'uoplyst'",
    )


RECIPE = Recipe(
    name="prolapse",
    specialty="gynaekologi",
    yearly=36,
    age=64,
    age_sd=10,
    women=1.0,
    outcomes={"told": Rate(0.80, 0.40, trend=0.10)},
    draws={"rear": 0.35, "told_late": 0.4},
    rows=(
        claim("073114", after=(0, 9)),
        _operation("told", 21),
        _operation("NOT told AND told_late", 140),
    ),
)
