"""Invented patients treated with opioids for long in pain practice, some with a gabapentinoid too.

Belongs here: the recipe of `opioid_with_gabapentinoid`. Does not belong here: opioids after operations.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="long_term_opioids",
    specialty="anaestesiologi",
    yearly=50,
    age=58,
    age_sd=14,
    women=0.60,
    panel=True,
    outcomes={"gabapentinoid": Rate(0.36, 0.35, trend=-0.10, older=-0.25)},
    draws={"cancer": 0.03},
    rows=(
        claim("010130"),
        dispense("N02AX", packs="3", times=3, every=20),
        dispense("N02BF", when="gabapentinoid", after=(0, 10), by="general", times=2, every=20),
        diagnose("DC619", when="cancer", after=(-200, -10)),
    ),
    products=(Product("N02BF01", "Gabapentin kapsler, hårde", "100", "300", "mg", "16,67", 74, 155, 1),),
)
