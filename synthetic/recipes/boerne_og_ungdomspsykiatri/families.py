"""Children and adolescents seen in the year: for how many there was a consultation with parents or family.

Belongs here: invented patients of `family_consultation`.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim

RECIPE = Recipe(
    name="child_psychiatry_consultations",
    specialty="boerne_og_ungdomspsykiatri",
    yearly=22,
    age=20,
    age_sd=2,
    women=0.48,
    minors=0.97,
    panel=True,
    outcomes={"family": Rate(0.44, 0.40)},
    draws={"parents_alone": 0.6},
    rows=(
        claim("260130", after=(0, 20), times=2),
        claim("260131", after=(21, 30)),
        claim("260133", "family AND parents_alone", (5, 30)),
        claim("260134", "family AND NOT parents_alone", (5, 30)),
    ),
)
