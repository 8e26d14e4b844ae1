"""Invented patients who begin with an alpha-blocker, most of them after a measurement of their urine flow.

Belongs here: the recipe of `uroflow_before_alpha_blocker`. Does not belong here: other drugs of the prostate.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="alpha_blockers",
    specialty="kirurgi",
    yearly=34,
    age=67,
    age_sd=9,
    women=0.04,
    outcomes={"measured": Rate(0.64, 0.40, trend=0.08)},
    draws={"retention": 0.06, "goes_on": 0.7},
    rows=(
        claim("092103", when="measured", after=(-120, -8)),
        dispense("G04CA"),
        dispense("G04CA", when="goes_on", after=(80, 95), by="general", times=3, every=90),
        diagnose("DR339", when="retention", after=(-90, -3)),
    ),
    products=(
        Product("G04CA02", "Tamsulosin depotkapsler", "100", "0,4", "mg", "100", 62, 316, 1),
        Product("G04CA01", "Alfuzosin depottabletter", "100", "10", "mg", "133,33", 118, 316, 1),
    ),
)
