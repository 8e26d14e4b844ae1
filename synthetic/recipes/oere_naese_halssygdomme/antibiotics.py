"""Patients given an antibiotic by an ear, nose and throat practice.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="ent_antibiotics",
    specialty="oere_naese_halssygdomme",
    yearly=45,
    age=42,
    age_sd=16,
    women=0.54,
    minors=0.15,
    outcomes={"narrow": Rate(0.52, 0.35, trend=0.05)},
    draws={"macrolide": 0.3, "once_more": 0.2, "allergic": 0.04},
    rows=(
        claim("210101"),
        dispense("J01CE02", "narrow AND NOT allergic", (0, 2)),
        dispense("J01CA04", "NOT narrow AND NOT macrolide AND NOT allergic", (0, 2)),
        dispense("J01FA10", "allergic OR (NOT narrow AND macrolide)", (0, 2)),
        dispense("J01CA04", "once_more AND NOT allergic", (8, 30)),
        diagnose("DZ880", "allergic", (-200, -1), kind="B"),
    ),
    products=(
        Product("J01CA04", "Imadrax filmovertrukne tabletter", "20", "500", "mg", "6,67", 64, 125, 1),
        Product("J01FA10", "Azitromycin filmovertrukne tabletter", "3", "500", "mg", "5", 58, 125, 1),
    ),
)
