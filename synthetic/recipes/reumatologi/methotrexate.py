"""Patients on methotrexate from their rheumatologist: liver tests every two months, or now and then."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, dispense, sample

RECIPE = Recipe(
    name="methotrexate_rheumatology",
    specialty="reumatologi",
    yearly=46,
    age=59,
    age_sd=14,
    women=0.66,
    minors=0.03,
    panel=True,
    outcomes={"controlled": Rate(0.78, 0.40, trend=0.05)},
    draws={"paused": 0.04},
    rows=(
        dispense("L04AX03", "NOT paused", after=(0, 10), times=4, every=90),
        sample("NPU19651", "controlled", after=(0, 10), times=6, every=60),
        sample("NPU19651", "NOT controlled", after=(0, 30), times=2, every=130),
    ),
    products=(Product("L04AX03", "Metex injektionsvæske, opløsning", "4", "15", "mg", "24", 760, 119, 1),),
)
