"""Young women, and some men, who begin isotretinoin: with a pill, with a coil, too late, or without."""

from synthetic.products import Product
from synthetic.rates import Rate
from synthetic.recipe import Recipe, diagnose, dispense

RECIPE = Recipe(
    name="isotretinoin",
    specialty="dermatologi",
    yearly=42,
    age=24,
    age_sd=5,
    women=0.85,
    minors=0.05,
    outcomes={"protected": Rate(0.68, 0.35, trend=0.05)},
    draws={"coil": 0.15, "late": 0.3, "regretted": 0.03, "sterilised": 0.02},
    rows=(
        dispense("D10BA01"),
        dispense("D10BA01", "NOT regretted", after=(28, 60), times=3, every=35),
        dispense("D10BA01", "regretted", after=(3, 14), packs="-1"),
        dispense("G03AA07", "sex = 2 AND protected AND NOT coil", after=(-85, 60), by="general"),
        dispense("G02BA03", "sex = 2 AND protected AND coil", after=(-85, 60), by="general"),
        dispense("G03AA07", "sex = 2 AND NOT protected AND late", after=(100, 180), by="general"),
        diagnose("DZ302", "sex = 2 AND sterilised AND birth < DATE '1995-01-01'", after=(-90, -1)),
    ),
    products=(
        Product("D10BA01", "Isotretinoin kapsler, bløde", "30", "20", "mg", "20", 310, 119, 1),
        Product("G02BA03", "Mirena intrauterint indlæg", "1", "20", "mikrogram/24 timer", "1", 1050, 224, 1),
    ),
)
