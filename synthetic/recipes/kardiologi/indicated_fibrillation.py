"""New patients with atrial fibrillation in AFDK: with an indication for anticoagulation, without, or nobody knows."""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense, report, sample

RECIPE = Recipe(
    name="indicated_fibrillation",
    specialty="kardiologi",
    yearly=32,
    age=73,
    age_sd=10,
    women=0.45,
    outcomes={
        "treated": Rate(0.78, 0.35, trend=0.08, older=-0.10),
        "echo": Rate(0.70, 0.40, older=-0.20),
        "tsh": Rate(0.74, 0.35, women=0.10),
    },
    draws={"unindicated": 0.12, "unclear": 0.05, "valve": 0.05},
    rows=(
        diagnose("DI489"),
        claim("080110", after=(-10, 30)),
        claim("082208", "echo", (-20, 60)),
        sample("NPU03577", "tsh", (-30, 60)),
        dispense("B01AF", "treated AND NOT unindicated", (0, 24)),
        diagnose("DI059", "valve", (-100, 60)),
        report(
            "afdk",
            ak_indikation="CASE WHEN unindicated THEN 'nej' WHEN unclear THEN 'uoplyst' ELSE 'ja' END",
            klapsygdom="CASE WHEN valve THEN 'ja' ELSE 'nej' END",
            ak_dato="CASE WHEN treated AND NOT unindicated THEN on + 12 END",
        ),
    ),
)
