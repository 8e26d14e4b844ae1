"""Invented patients with a total colonoscopy in surgical practice, some examined again within the year.

Belongs here: the recipe of `repeat_colonoscopy`. Does not belong here: colonoscopies of gastroenterology.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="surgical_colonoscopies",
    specialty="kirurgi",
    yearly=44,
    age=60,
    age_sd=13,
    women=0.52,
    outcomes={"again": Rate(0.13, 0.35, older=0.15)},
    draws={"colitis": 0.05, "cancer": 0.02},
    rows=(
        claim("092114"),
        claim("092114", when="again", after=(40, 350)),
        diagnose("DK519", when="colitis", after=(-300, -10)),
        diagnose("DC187", when="cancer", after=(5, 40)),
    ),
)
