"""New treatments with an antidepressant: who keeps on for half a year.

Belongs here: invented patients of `antidepressant_persistence`; about four in ten stop, as studies of use find. One in
fifty gets an imported drug whose packs have no DDD.
"""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, diagnose, dispense

_SOMEBODY = "CASE WHEN taken_over THEN general ELSE ydernr END"

RECIPE = Recipe(
    name="antidepressants",
    specialty="psykiatri",
    yearly=38,
    age=41,
    age_sd=15,
    women=0.62,
    minors=0.02,
    outcomes={"persistence": Rate(0.60, 0.35, older=0.15, women=0.05)},
    draws={"bipolar": 0.03, "imported": 0.02, "other_kind": 0.3, "taken_over": 0.25},
    rows=(
        dispense("N06AB", "NOT imported AND NOT other_kind"),
        dispense("N06AB", "NOT imported AND NOT other_kind AND persistence", (85, 100), by=_SOMEBODY),
        dispense("N06AX16", "NOT imported AND other_kind"),
        dispense("N06AX16", "NOT imported AND other_kind AND persistence", (60, 70), by=_SOMEBODY),
        dispense("N06AX16", "NOT imported AND other_kind AND persistence", (125, 140), by=_SOMEBODY),
        dispense("N06AF03", "imported", times=3, every=40),
        diagnose("DF319", "bipolar", (-500, -20)),
    ),
    products=(
        Product("N06AX16", "Venlafaxin depotkapsler, hårde", "98", "75", "mg", "73,5", 88, 168, 2),
        Product("N06AF03", "Nardil tabletter (udleveringstilladelse)", "100", "15", "mg", "", 910, 168, 1),
    ),
)
