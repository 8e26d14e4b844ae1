"""Women of childbearing age at a gynaecologist, some with a coil or an implant inserted.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="contraception",
    specialty="gynaekologi",
    yearly=55,
    age=33,
    age_sd=7,
    women=1.0,
    outcomes={"long_acting": Rate(0.34, 0.35)},
    draws={"implant": 0.15, "fertility": 0.07, "comes_again": 0.3},
    rows=(
        claim("070110"),
        claim("072104", "long_acting AND NOT implant", (0, 30)),
        claim("073129", "long_acting AND implant", (0, 30)),
        claim("070190", "fertility", (5, 60)),
        claim("070130", "comes_again", (200, 400)),
    ),
)
