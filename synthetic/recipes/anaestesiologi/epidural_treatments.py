"""Invented patients with epidural injections, a few of them many times.

Belongs here: the recipe of `epidural_injections`. Does not belong here: other blocks.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="epidural_treatments",
    specialty="anaestesiologi",
    yearly=46,
    age=60,
    age_sd=13,
    women=0.56,
    panel=True,
    outcomes={"many": Rate(0.18, 0.40, trend=-0.06)},
    draws={"second": 0.6, "cancer": 0.02},
    rows=(
        claim("012635"),
        claim("012635", when="many OR second", after=(14, 20)),
        claim("012635", when="many", after=(28, 34), times=3, every=14),
        diagnose("DC509", when="cancer", after=(-200, -10)),
    ),
)
