"""Patients monitored for sleep apnoea at home.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="sleep_apnoea",
    specialty="oere_naese_halssygdomme",
    yearly=42,
    age=53,
    age_sd=12,
    women=0.32,
    outcomes={"followed": Rate(0.72, 0.40)},
    draws={"by_telephone": 0.35, "in_hospital": 0.15, "after_months": 0.4, "already_known": 0.06},
    rows=(
        claim("212016"),
        claim("210102", "followed AND NOT by_telephone", (7, 49)),
        claim("210201", "followed AND by_telephone", (7, 49)),
        claim("210102", "NOT followed AND after_months", (75, 140)),
        diagnose("DG4732", "followed AND in_hospital", (14, 55)),
        diagnose("DG4732", "already_known", (-300, -10)),
    ),
)
