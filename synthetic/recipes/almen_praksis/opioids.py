"""Patients of general practices who get opioids: some for a short time, some all year, some because of cancer."""

from __future__ import annotations

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="gp_opioids",
    specialty="almen_praksis",
    yearly=20,
    age=64,
    age_sd=15,
    women=0.58,
    panel=True,
    outcomes={"long_term": Rate(0.36, 0.35, trend=-0.08, older=0.3)},
    draws={"again": 0.3, "cancer": 0.01},
    rows=(
        claim("800101"),
        dispense("N02A", "long_term", (0, 12), times=4, every=88),
        dispense("N02A", "NOT long_term", (0, 10)),
        dispense("N02A", "NOT long_term AND again", (15, 60)),
        diagnose("DC509", "cancer", (-60, -1)),
    ),
    products=(
        Product("N02AA05", "Oxycodon depottabletter", "100", "10", "mg", "13,33", 118, 111, 2),
        Product("N02AA01", "Contalgin depottabletter", "100", "10", "mg", "10", 126, 111, 2),
    ),
)
