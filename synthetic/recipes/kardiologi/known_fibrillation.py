"""Patients long known with atrial fibrillation, whom the practice sees every year; a few have a stroke.

In a panel an outcome mostly stays as it was, so about a fifth of the rate are first strokes in a later year.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="known_fibrillation",
    specialty="kardiologi",
    yearly=46,
    age=74,
    age_sd=9,
    women=0.43,
    panel=True,
    outcomes={"stroke": Rate(0.05, 0.30, older=0.3)},
    draws={"treated": 0.88, "again": 0.3},
    rows=(
        # Before the second half of 2022: known, not new.
        diagnose("DI489", "on < DATE '2022-07-01'"),
        claim("080130"),
        claim("080130", "again", (30, 90)),
        dispense("B01AF", "treated", (0, 30), packs="3"),
        diagnose("DI639", "stroke", (5, 90)),
    ),
)
