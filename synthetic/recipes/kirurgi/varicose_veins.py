"""Invented patients operated on for varicose veins: some again, on the same leg or the other one.

Belongs here: the recipe of `varicose_reoperation`. Does not belong here: injections.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="varicose_veins",
    specialty="kirurgi",
    yearly=80,
    age=54,
    age_sd=13,
    women=0.68,
    outcomes={"again": Rate(0.11, 0.40)},
    draws={"untold": 0.15, "right_leg": 0.5, "other_leg": 0.15, "ulcer": 0.05},
    rows=(
        claim("093123", when="untold"),
        claim("093802", when="NOT untold AND right_leg"),
        claim("093805", when="NOT untold AND NOT right_leg"),
        claim("093123", when="again AND untold", after=(30, 340)),
        claim("093804", when="again AND NOT untold AND right_leg", after=(30, 340)),
        claim("093803", when="again AND NOT untold AND NOT right_leg", after=(30, 340)),
        claim("093803", when="other_leg AND NOT untold AND right_leg", after=(30, 120)),
        diagnose("DI830", when="ulcer", after=(-200, -10)),
    ),
)
