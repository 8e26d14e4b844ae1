"""Users of benzodiazepines and z-drugs: how many use more than 180 DDD in a year.

Belongs here: invented patients of `long_term_benzodiazepine`. One in fifty gets an imported drug whose packs have no
DDD.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, dispense

_SOMEBODY = "CASE WHEN shared THEN general ELSE ydernr END"

RECIPE = Recipe(
    name="benzodiazepines",
    specialty="psykiatri",
    yearly=48,
    age=52,
    age_sd=15,
    women=0.60,
    minors=0.01,
    panel=True,
    outcomes={"long_term": Rate(0.34, 0.35, trend=-0.08, older=0.25)},
    draws={"hypnotic": 0.6, "imported": 0.02, "shared": 0.3},
    rows=(
        dispense("N05CF01", "hypnotic AND NOT imported"),
        dispense("N05CF01", "hypnotic AND NOT imported AND long_term", (10, 20), "2", _SOMEBODY, 4, 20),
        dispense("N05BA01", "NOT hypnotic AND NOT imported"),
        dispense("N05BA01", "NOT hypnotic AND NOT imported AND long_term", (10, 20), "1", _SOMEBODY, 4, 20),
        dispense("N05BA08", "imported"),
    ),
    products=(
        Product("N05BA01", "Stesolid tabletter", "100", "5", "mg", "50", 62, 163, 1),
        Product("N05BA08", "Lexotan tabletter (udleveringstilladelse)", "50", "3", "mg", "", 305, 163, 1),
    ),
)
