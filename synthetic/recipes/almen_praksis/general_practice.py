"""Patients whom a general practice sees: what they get of antibiotics and, now and then, of opioids."""

from __future__ import annotations

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="general_practice",
    specialty="almen_praksis",
    yearly=110,
    age=46,
    age_sd=20,
    women=0.55,
    minors=0.08,
    panel=True,
    outcomes={
        "antibiotic": Rate(0.28, 0.30, trend=-0.05, women=0.25),
        "narrow": Rate(0.50, 0.35, trend=0.05),
        "short_opioid": Rate(0.02, 0.35, older=0.5),
    },
    draws={"phoned": 0.4, "again": 0.35, "allergic": 0.01},
    rows=(
        claim("800101"),
        claim("800201", "phoned", (14, 90)),
        dispense("J01CE02", "antibiotic AND narrow", (0, 115)),
        dispense("J01CA04", "antibiotic AND NOT narrow", (0, 115)),
        dispense("J01CA08", "antibiotic AND again", (40, 120)),
        dispense("N02AX02", "short_opioid", (0, 20)),
        diagnose("DZ880", "antibiotic AND allergic", (-30, -1)),
    ),
    products=(Product("J01CA04", "Amoxicillin kapsler, hårde", "20", "500", "mg", "6,67", 82, 125, 2),),
)
