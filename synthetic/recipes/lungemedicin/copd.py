"""Patients with chronic obstructive lung disease in DrKOL: about two in five have severe disease."""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, report

RECIPE = Recipe(
    name="copd",
    specialty="lungemedicin",
    yearly=90,
    age=69,
    age_sd=9,
    women=0.52,
    panel=True,
    outcomes={"steroid": Rate(0.78, 0.35, trend=0.05), "measured": Rate(0.86, 0.40, trend=0.08)},
    draws={
        "breathless": 0.65, "exacerbating": 0.62, "mrc_unknown": 0.03, "uncounted": 0.03, "unsaid": 0.02,
        "left_out": 0.03, "smokes": 0.35,
    },
    rows=(
        diagnose("DJ449", "on < DATE '2022-07-01'"),
        claim("080130"),
        report(
            "drkol",
            fev1="CASE WHEN measured THEN (30 + person % 50)::VARCHAR || ',5' END",
            mrc="""CASE WHEN mrc_unknown THEN 'uoplyst' WHEN breathless THEN (3 + person % 3)::VARCHAR
                ELSE (1 + person % 2)::VARCHAR END""",
            eksacerbationer="CASE WHEN uncounted THEN NULL WHEN exacerbating THEN 2 + person % 3 ELSE person % 2 END",
            bmi="(18 + person % 15)::VARCHAR || ',0'",
            rygning="CASE WHEN smokes THEN 'ja' ELSE 'tidligere' END",
            ics="CASE WHEN unsaid THEN 'uoplyst' WHEN steroid THEN 'ja' ELSE 'nej' END",
            laba_lama="'ja'",
            ekskluderet="CASE WHEN left_out THEN 'ja' ELSE 'nej' END",
        ),
    ),
)  # fmt: skip
