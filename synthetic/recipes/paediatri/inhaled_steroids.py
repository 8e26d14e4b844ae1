"""Children on inhaled steroids: who has a spirometry in the year.

Belongs here: invented patients of `annual_spirometry`. None is under six: recipes' children are born 2010-2017.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

RECIPE = Recipe(
    name="inhaled_steroid_children",
    specialty="paediatri",
    yearly=34,
    age=20,
    age_sd=2,
    women=0.42,
    minors=0.99,
    panel=True,
    outcomes={"spirometry": Rate(0.70, 0.40, trend=0.06)},
    draws={"reversibility": 0.35},
    rows=(
        dispense("R03BA", packs="2"),
        claim("250130", after=(0, 20)),
        claim("252203", "spirometry AND NOT reversibility", (0, 20)),
        claim("252204", "spirometry AND reversibility", (0, 20)),
    ),
)
