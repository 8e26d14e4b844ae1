"""Patients with triptan from the practice or from their general practitioner besides: some use a great deal."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, dispense

RECIPE = Recipe(
    name="migraine",
    specialty="neurologi",
    yearly=42,
    age=43,
    age_sd=13,
    women=0.76,
    minors=0.02,
    panel=True,
    outcomes={"much": Rate(0.15, 0.35, trend=-0.05, women=0.10)},
    draws={"renewed": 0.4},
    rows=(
        claim("180130"),
        # Twelve packs of twelve doses, or three.
        dispense("N02CC", "much", packs="3", times=3, every=30),
        dispense("N02CC", "much", (40, 60), packs="3", by="general"),
        dispense("N02CC", "NOT much", packs="1", times=2, every=40),
        dispense("N02CC", "NOT much AND renewed", (50, 70), by="general"),
    ),
    products=(
        Product("N02CC01", "Sumatriptan filmovertrukne tabletter", "12", "50", "mg", "12", 64, 138, 1),
        Product("N02CC04", "Rizatriptan smeltetabletter", "12", "10", "mg", "12", 82, 138, 1),
    ),
)
