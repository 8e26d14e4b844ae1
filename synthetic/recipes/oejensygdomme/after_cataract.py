"""Patients of about 65 years or more at an eye doctor, some with laser treatment of a secondary cataract.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="after_cataract",
    specialty="oejensygdomme",
    yearly=55,
    age=76,
    age_sd=7,
    women=0.58,
    outcomes={"lasered": Rate(0.30, 0.35, older=0.2)},
    draws={"comes_again": 0.35, "second_eye": 0.15},
    rows=(
        claim("190110"),
        claim("193503", "lasered", (0, 40)),
        claim("193503", "lasered AND second_eye", (50, 300)),
        claim("190130", "comes_again", (300, 420)),
    ),
)
