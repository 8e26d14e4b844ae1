"""Patients with rheumatoid arthritis in DANBIO: registered once or twice a year, or missed, and well or not."""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, report

_DAS28 = """CASE WHEN unmeasured THEN NULL
    WHEN well THEN (140 + (hash(line) % 181)::INTEGER) / 100 ELSE (321 + (hash(line) % 250)::INTEGER) / 100 END"""

RECIPE = Recipe(
    name="rheumatoid_arthritis",
    specialty="reumatologi",
    yearly=52,
    age=61,
    age_sd=13,
    women=0.70,
    panel=True,
    outcomes={"followed": Rate(0.70, 0.40, trend=0.05), "well": Rate(0.70, 0.35, trend=0.05, women=-0.10)},
    draws={"unmeasured": 0.07, "left_out": 0.02},
    rows=(
        # A year's two visits end before the next year's can begin: DANBIO has one visit a day.
        report(
            "danbio", "followed AND on < opens + 365", after=(0, 20), times=2, every=100,
            diagnose="['DM059', 'DM059', 'DM058', 'DM060', 'DM069'][1 + (person % 5)::INTEGER]",
            das28=_DAS28,
            haq="CASE WHEN unmeasured THEN NULL ELSE (hash(line) % 17)::INTEGER * 0.125 END",
            smerte="(hash(line) % 80)::INTEGER",
            ekskluderet="CASE WHEN left_out THEN 'ja' ELSE 'nej' END",
        ),
    ),
)  # fmt: skip
