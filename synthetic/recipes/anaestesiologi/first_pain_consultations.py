"""Invented patients at their first pain consultation, most of whom come back.

Belongs here: the recipe of `return_after_first_pain_consultation`. Does not belong here: how they are treated.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="first_pain_consultations",
    specialty="anaestesiologi",
    yearly=42,
    age=54,
    age_sd=15,
    women=0.60,
    outcomes={"back": Rate(0.78, 0.40, trend=0.06)},
    draws={"late": 0.15, "telephone": 0.4},
    rows=(
        claim("010110"),
        claim("010120", when="back", after=(14, 90)),
        claim("010201", when="back AND telephone", after=(60, 150)),
        claim("010130", when="late AND NOT back", after=(200, 320)),
    ),
)
