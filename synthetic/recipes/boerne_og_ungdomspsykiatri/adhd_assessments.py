"""Assessments for ADHD as practices report them.

Belongs here: invented patients of `somatic_examination` and `environment_observation_or_interview`. Practices report
since 2023; some answers are left out.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, report

RECIPE = Recipe(
    name="adhd_assessments",
    specialty="boerne_og_ungdomspsykiatri",
    yearly=70,
    age=20,
    age_sd=2,
    women=0.35,
    minors=0.98,
    outcomes={"examined": Rate(0.84, 0.40, trend=0.08), "everyday": Rate(0.76, 0.35, trend=0.05)},
    draws={
        "examined_unsaid": 0.05,
        "observed": 0.6,
        "in_both_ways": 0.3,
        "interview_unsaid": 0.12,
        "out": 0.03,
    },
    rows=(
        report(
            "adhd",
            "on >= DATE '2023-01-01'",
            somatisk_undersoegelse="CASE WHEN examined_unsaid THEN 'uoplyst' WHEN examined THEN 'ja' ELSE 'nej' END",
            miljoeobservation="CASE WHEN everyday AND (observed OR in_both_ways) THEN 'ja' ELSE 'nej' END",
            semistruktureret_interview="CASE WHEN everyday AND (in_both_ways OR NOT observed) THEN 'ja' "
            "WHEN interview_unsaid THEN 'uoplyst' ELSE 'nej' END",
            ekskluderet="CASE WHEN out THEN 'ja' ELSE 'nej' END",
        ),
    ),
)
