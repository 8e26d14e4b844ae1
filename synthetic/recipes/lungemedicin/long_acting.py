"""Patients followed for asthma who use a long-acting bronchodilator: most with a steroid, some without."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, diagnose, dispense, report

RECIPE = Recipe(
    name="long_acting",
    specialty="lungemedicin",
    yearly=36,
    age=46,
    age_sd=16,
    women=0.57,
    panel=True,
    outcomes={"steroid": Rate(0.80, 0.35, trend=0.06)},
    draws={"by_triple": 0.15, "copd": 0.015, "left_out": 0.03, "controlled": 0.8, "measured": 0.75},
    rows=(
        report(
            "drastma",
            kontakttype="CASE WHEN controlled THEN 2 ELSE 9 END",
            lungefunktion="CASE WHEN measured THEN 'ja' ELSE 'nej' END",
            lungefunktion_dato="CASE WHEN measured THEN on END",
            ekskluderet="CASE WHEN left_out THEN 'ja' ELSE 'nej' END",
        ),
        dispense("R03AC1", after=(0, 60), packs="2"),
        dispense("R03BA", "steroid AND NOT by_triple", (0, 60), packs="2"),
        dispense("R03AL", "steroid AND by_triple", (0, 60), packs="2"),
        diagnose("DJ449", "copd", (0, 60)),
    ),
    products=(
        Product(
            "R03AC13", "Oxis Turbuhaler inhalationspulver", "60", "9", "mikrogram/dosis", "22,5", 228, 202, 1
        ),
        Product("R03AC18", "Onbrez Breezhaler kapsler", "30", "150", "mikrogram", "30", 262, 379, 1),
        Product("R03AL09", "Trimbow inhalationsspray", "120", "87", "mikrogram/dosis", "30", 540, 379, 1),
        Product("R03AL12", "Enerzair Breezhaler kapsler", "30", "114", "mikrogram", "30", 498, 202, 1),
    ),
)
