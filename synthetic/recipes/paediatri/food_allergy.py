"""Children with food allergy seen in the year: who is challenged with the food.

Belongs here: invented patients of `food_challenge`.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="food_allergy_children",
    specialty="paediatri",
    yearly=42,
    age=20,
    age_sd=2,
    women=0.45,
    minors=0.99,
    panel=True,
    outcomes={"challenged": Rate(0.28, 0.40)},
    draws={"eczema": 0.2, "shock": 0.02},
    rows=(
        diagnose("DT781", "NOT eczema", (-300, -30)),
        diagnose("DL272", "eczema", (-300, -30), kind="B"),
        diagnose("DT780", "shock", (-300, -30)),
        claim("250130", after=(0, 20), times=2, every=20),
        claim("252207", "challenged", (0, 40)),
    ),
)
