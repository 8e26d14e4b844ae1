"""Patients on allopurinol from their rheumatologist: urate below 360 micromol per litre, above, or not measured."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, dispense, sample

#: Most have been treated for years; some begin in the spring of 2025 or 2026.
_BEGUN = (
    "(person % 15 > 1 OR on >= CASE person % 15 WHEN 0 THEN DATE '2026-02-01' ELSE DATE '2025-02-01' END)"
)
_MEASURED = f"{_BEGUN} AND NOT unmeasured"
#: Some laboratories answer in mmol per litre.
_MILLI = "person % 6 = 0"

RECIPE = Recipe(
    name="allopurinol",
    specialty="reumatologi",
    yearly=46,
    age=66,
    age_sd=12,
    women=0.22,
    panel=True,
    outcomes={"below": Rate(0.62, 0.35, trend=0.06, older=-0.10)},
    draws={"unmeasured": 0.08},
    rows=(
        dispense("M04AA01", _BEGUN, after=(0, 15), times=3, every=100),
        sample("NPU09356", f"{_MEASURED} AND below AND NOT ({_MILLI})", (0, 50), (230, 355), "µmol/L"),
        sample("NPU09356", f"{_MEASURED} AND NOT below AND NOT ({_MILLI})", (0, 50), (365, 560), "µmol/L"),
        sample("NPU03688", f"{_MEASURED} AND below AND {_MILLI}", (0, 50), (0.23, 0.35), "mmol/L"),
        sample("NPU03688", f"{_MEASURED} AND NOT below AND {_MILLI}", (0, 50), (0.37, 0.56), "mmol/L"),
    ),
    products=(Product("M04AA01", "Allopurinol tabletter", "100", "100", "mg", "25", 46, 233, 1),),
)
