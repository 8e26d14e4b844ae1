"""First treatments with methylphenidate: who is seen or called within eight weeks.

Belongs here: invented patients of `control_after_methylphenidate`; they are seen, so in `family_consultation` too.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

RECIPE = Recipe(
    name="methylphenidate",
    specialty="boerne_og_ungdomspsykiatri",
    yearly=36,
    age=20,
    age_sd=2,
    women=0.33,
    minors=0.97,
    outcomes={"control": Rate(0.78, 0.35, trend=0.08), "family": Rate(0.35, 0.35)},
    draws={"called": 0.25, "handed_back": 0.02},
    rows=(
        dispense("N06BA04", times=3, every=30),
        dispense("N06BA04", "handed_back", (3, 6), "-1"),
        claim("260110", after=(-40, -10)),
        claim("260130", "control AND NOT called", (9, 48)),
        claim("260201", "control AND called", (9, 48)),
        claim("260133", "family", (-9, -2)),
        claim("260130", after=(75, 110)),
    ),
    products=(Product("N06BA04", "Medikinet depotkapsler, hårde", "30", "20", "mg", "20", 241, 424, 1),),
)
