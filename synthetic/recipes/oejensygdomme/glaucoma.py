"""Patients treated for glaucoma, with and without perimetry.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="glaucoma",
    specialty="oejensygdomme",
    yearly=50,
    age=72,
    age_sd=10,
    women=0.56,
    minors=0.02,
    panel=True,
    outcomes={"perimetry": Rate(0.60, 0.35, older=-0.25)},
    draws={"second_drug": 0.3, "tablets": 0.03, "blind": 0.01, "elsewhere": 0.05},
    rows=(
        dispense("S01EE", times=3, every=80),
        dispense("S01ED51", "second_drug", times=2, every=90),
        dispense("S01EC01", "tablets"),
        claim("190130"),
        claim("192004", "perimetry AND NOT elsewhere", (0, 60)),
        claim("192004", "perimetry AND elsewhere", (0, 60), by="other"),
        diagnose("DH540", "blind", (5, 40)),
    ),
    products=(
        Product(
            "S01EE01", "Latanoprost øjendråber, opløsning", "2,5", "50", "mikrogram/ml", "25", 62, 145, 1
        ),
        Product("S01EE04", "Travatan øjendråber, opløsning", "2,5", "40", "mikrogram/ml", "25", 155, 145, 1),
        Product("S01ED51", "Cosopt øjendråber, opløsning", "5", "25", "mg/ml", "50", 190, 145, 1),
        Product("S01EC01", "Diamox tabletter", "100", "250", "mg", "33,33", 260, 145, 1),
    ),
)
