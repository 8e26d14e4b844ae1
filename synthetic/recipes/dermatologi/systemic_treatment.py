"""Patients on methotrexate, and a few on biologic drugs, from their dermatologist, year after year."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

#: The few whose drug is biologic stay on it.
_BIOLOGIC = "person % 12 = 0"

RECIPE = Recipe(
    name="systemic_skin_treatment",
    specialty="dermatologi",
    yearly=44,
    age=52,
    age_sd=14,
    women=0.48,
    panel=True,
    outcomes={"controlled": Rate(0.72, 0.40, trend=0.06)},
    draws={"once": 0.7, "brief": 0.08, "rheumatologist": 0.04},
    rows=(
        dispense("L04AX03", f"NOT ({_BIOLOGIC}) AND NOT brief", after=(0, 10), times=4, every=90),
        dispense("L04AX03", "brief", after=(0, 10)),
        dispense("L04AB04", f"{_BIOLOGIC} AND NOT brief", after=(0, 10), times=4, every=90),
        claim("042109", "controlled", after=(0, 28), times=2, every=45),
        claim("042109", "NOT controlled AND once", after=(0, 28)),
        claim("040130", after=(5, 60)),
        claim("062701", "rheumatologist", after=(0, 60), by="other"),
    ),
    products=(
        Product("L04AX03", "Methotrexat tabletter", "100", "2,5", "mg", "100", 185, 119, 1),
        Product("L04AB04", "Hyrimoz injektionsvæske, opløsning", "2", "40", "mg", "27,59", 3900, 119, 1),
    ),
)
