"""Users of lithium: whose thyroid and kidneys are checked in the year.

Belongs here: invented patients of `lithium_control`. Who lacks a test mostly lacks TSH.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, diagnose, dispense, sample

RECIPE = Recipe(
    name="lithium",
    specialty="psykiatri",
    yearly=44,
    age=49,
    age_sd=14,
    women=0.56,
    panel=True,
    outcomes={"control": Rate(0.74, 0.35, trend=0.06, women=0.08)},
    draws={"kidney_only": 0.7, "old_code": 0.1, "dialysis": 0.004},
    rows=(
        dispense("N05AN01", packs="4"),
        sample("NPU03577", "control AND NOT old_code", (0, 20)),
        sample("NPU27547", "control AND old_code", (0, 20)),
        sample("NPU18016", "control OR kidney_only", (0, 20)),
        sample("NPU02613", after=(0, 20)),
        diagnose("DZ992", "dialysis", (-200, -20)),
    ),
    products=(Product("N05AN01", "Litarex depottabletter", "100", "6", "mmol", "25", 118, 168, 1),),
)
