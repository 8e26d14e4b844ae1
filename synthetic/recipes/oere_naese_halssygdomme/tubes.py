"""Patients with a tube in the eardrum, most of them small children.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

_BORN = "on > birth + 250"

RECIPE = Recipe(
    name="tubes",
    specialty="oere_naese_halssygdomme",
    yearly=60,
    age=45,
    age_sd=14,
    women=0.45,
    minors=0.92,
    children=("2017-06-01", 2400),
    outcomes={"tubed_again": Rate(0.22, 0.35), "tested": Rate(0.80, 0.40)},
    draws={"both_ears": 0.6, "controlled": 0.5, "cleft": 0.03},
    rows=(
        claim("213009", _BORN),
        claim("213109", f"both_ears AND {_BORN}"),
        claim("213009", f"tubed_again AND {_BORN}", (60, 340)),
        claim("212002", f"tested AND {_BORN}", (-70, 0)),
        claim("212001", f"tested AND controlled AND {_BORN}", (20, 80)),
        claim("212002", f"NOT tested AND controlled AND {_BORN}", (110, 200)),
        diagnose("DQ359", f"cleft AND {_BORN}", (-60, 200)),
    ),
)
