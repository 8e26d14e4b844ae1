"""Patients on antiepileptics, most of them women of childbearing age: a few on valproate."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

RECIPE = Recipe(
    name="antiepileptics",
    specialty="neurologi",
    yearly=48,
    age=33,
    age_sd=9,
    women=0.80,
    panel=True,
    outcomes={"valproate": Rate(0.12, 0.35, trend=-0.15)},
    draws={"combined": 0.3},
    rows=(
        claim("180130"),
        dispense("N03AG01", "valproate", (0, 20), packs="2"),
        dispense("N03AX", "NOT valproate OR combined", (0, 20), packs="2"),
    ),
    products=(
        Product("N03AG01", "Orfiril Retard depotkapsler", "200", "300", "mg", "40", 268, 183, 1),
        Product("N03AX09", "Lamotrigin tabletter", "100", "100", "mg", "33,33", 92, 183, 1),
        Product(
            "N03AX14", "Levetiracetam filmovertrukne tabletter", "100", "500", "mg", "33,33", 108, 183, 1
        ),
    ),
)
