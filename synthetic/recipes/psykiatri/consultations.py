"""Patients seen in the year: for how many the relatives were consulted.

Belongs here: invented patients of `relatives_consultation`.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="psychiatry_consultations",
    specialty="psykiatri",
    yearly=52,
    age=40,
    age_sd=15,
    women=0.60,
    minors=0.02,
    panel=True,
    outcomes={"relatives": Rate(0.24, 0.40, women=-0.10)},
    draws={"extended": 0.4},
    rows=(
        claim("240110", "on < start + 300", (0, 10)),
        claim("240130", "NOT extended", (12, 25), times=2),
        claim("240140", "extended", (12, 25), times=3),
        claim("240150", "relatives", (12, 25)),
    ),
)
