"""Invented patients operated on for a compressed nerve: most at the wrist, some of them on both hands.

Belongs here: the recipe of `reoperation_after_nerve_decompression`. Does not belong here: other operations.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="nerve_decompressions",
    specialty="ortopaedkirurgi",
    yearly=36,
    age=58,
    age_sd=14,
    women=0.66,
    outcomes={"again": Rate(0.17, 0.35, women=0.10)},
    draws={"known_at_hospital": 0.15, "elbow": 0.05},
    rows=(
        claim("200110", after=(-60, -10)),
        claim("203146"),
        claim("203146", when="again", after=(35, 340)),
        diagnose("DG560", when="known_at_hospital AND NOT elbow", after=(-200, -20)),
        diagnose("DG562", when="elbow", after=(-200, -20)),
    ),
)
