"""Invented patients, most of them over 50, seen for their knees: a few have an arthroscopy.

Belongs here: the recipe of `knee_arthroscopy_50_plus`. Does not belong here: other operations.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="knees_seen",
    specialty="ortopaedkirurgi",
    yearly=58,
    age=64,
    age_sd=9,
    women=0.52,
    panel=True,
    outcomes={"arthroscopy": Rate(0.10, 0.40, trend=-0.12, older=-0.40)},
    draws={"larger": 0.4, "injured": 0.05},
    rows=(
        claim("200110"),
        claim("202601", when="NOT arthroscopy", after=(7, 30)),
        claim("203150", when="arthroscopy AND NOT larger", after=(20, 60)),
        claim("203151", when="arthroscopy AND larger", after=(20, 60)),
        diagnose("DS832", when="injured", after=(-20, -1)),
    ),
)
