"""Operations for skin cancer: some again, some with antibiotics, most seen once more.

Near misses: melanoma, where another operation is planned; follow-up in hospital; antibiotics before the operation.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="skin_cancer_surgery",
    specialty="plastikkirurgi",
    yearly=45,
    age=69,
    age_sd=12,
    women=0.49,
    outcomes={
        "again": Rate(0.13, 0.35, older=0.10),
        "antibiotics": Rate(0.14, 0.35, older=0.15),
        "seen": Rate(0.70, 0.40),
    },
    draws={"melanoma": 0.04, "hospital": 0.05, "before": 0.04},
    rows=(
        claim("233112"),
        claim("233112", "again", after=(14, 80)),
        claim("230130", "seen", after=(8, 80)),
        claim("230201", "seen", after=(8, 30)),
        dispense("J01CF01", "antibiotics", after=(0, 13), by="general"),
        dispense("J01CE02", "before", after=(-25, -8), by="general"),
        diagnose("DC435", "melanoma", after=(-20, 60)),
        diagnose("DC443", "hospital", after=(8, 80)),
    ),
    products=(Product("J01CF01", "Dicloxacillin kapsler, hårde", "30", "500", "mg", "7,5", 98, 125, 1),),
)
