"""Women with new cervical dysplasia, with and without colposcopy.

Belongs here: invented patients and rates. Nobody has published a level.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="dysplasia",
    specialty="gynaekologi",
    yearly=42,
    age=36,
    age_sd=9,
    women=1.0,
    outcomes={"colposcopy": Rate(0.74, 0.40, trend=0.08)},
    draws={"severe": 0.4, "looked_before": 0.06, "after_months": 0.3},
    rows=(
        diagnose("DN870", "NOT severe"),
        diagnose("DN872", "severe"),
        claim("070110", after=(-10, 20)),
        claim("072304", "colposcopy", (3, 84)),
        claim("072304", "NOT colposcopy AND after_months", (100, 180)),
        claim("072304", "looked_before", (-60, -10)),
    ),
)
