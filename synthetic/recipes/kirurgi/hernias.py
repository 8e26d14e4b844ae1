"""Invented patients operated on for a hernia of the groin, most of them with a mesh; a few are children.

Belongs here: the recipe of `mesh_at_hernia_repair`. Does not belong here: other operations.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="hernias",
    specialty="kirurgi",
    yearly=60,
    age=58,
    age_sd=15,
    women=0.10,
    minors=0.05,
    outcomes={"mesh": Rate(0.84, 0.40, trend=0.08, women=-0.20)},
    draws={"second_kind": 0.3},
    rows=(
        claim("093150", when="mesh AND NOT second_kind"),
        claim("093151", when="mesh AND second_kind"),
        claim("093140", when="NOT mesh"),
    ),
)
