"""Children with three packs or more of rescue medicine in the year: who gets no inhaled steroid.

Belongs here: invented patients of `saba_without_ics_children`. Those on a steroid are in `annual_spirometry` too.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

RECIPE = Recipe(
    name="rescue_medicine_children",
    specialty="paediatri",
    yearly=44,
    age=20,
    age_sd=2,
    women=0.43,
    minors=0.97,
    panel=True,
    outcomes={"without_steroid": Rate(0.30, 0.35, trend=-0.08)},
    draws={"many": 0.3, "blown": 0.65},
    rows=(
        dispense("R03AC02", packs="CASE WHEN many THEN 4 ELSE 3 END"),
        dispense("R03BA02", "NOT without_steroid", (0, 20)),
        claim("252203", "NOT without_steroid AND blown", (0, 20)),
    ),
)
