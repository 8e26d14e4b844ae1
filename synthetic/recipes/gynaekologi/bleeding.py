"""Women with new postmenopausal bleeding, with and without an ultrasound scan in time.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="bleeding",
    specialty="gynaekologi",
    yearly=40,
    age=61,
    age_sd=8,
    women=1.0,
    minors=0.02,
    outcomes={"scanned": Rate(0.78, 0.40)},
    draws={"with_water": 0.15, "after_weeks": 0.6},
    rows=(
        diagnose("DN950"),
        claim("070110", after=(-10, 10)),
        claim("072105", "scanned", (-10, 10)),
        claim("072113", "scanned AND with_water", (-10, 10)),
        claim("072105", "NOT scanned AND after_weeks", (25, 60)),
    ),
)
