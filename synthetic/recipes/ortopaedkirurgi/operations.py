"""Invented patients operated on in orthopaedic practice: opioids before and after, and hospital contacts.

Belongs here: the recipe of `opioid_after_surgery` and `acute_contact_after_surgery`. One hospital contact in five is of
the type that counts. Does not belong here: nerves and knees, which have recipes of their own.
"""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose, dispense

RECIPE = Recipe(
    name="orthopaedic_operations",
    specialty="ortopaedkirurgi",
    yearly=90,
    age=56,
    age_sd=14,
    women=0.58,
    outcomes={
        "still_opioid": Rate(0.22, 0.35, trend=-0.08, older=0.20),
        "hospital": Rate(0.45, 0.35, older=0.25),
    },
    draws={"bunion": 0.3, "finger": 0.5, "opioid_at_once": 0.6, "opioid_before": 0.10, "cancer": 0.03},
    rows=(
        claim("200110", after=(-60, -10)),
        claim("203134", when="bunion"),
        claim("203133", when="NOT bunion AND finger"),
        claim("203148", when="NOT bunion AND NOT finger"),
        claim("200130", after=(10, 16)),
        dispense("N02A", when="opioid_at_once OR still_opioid", after=(0, 6)),
        dispense("N02A", when="still_opioid", after=(31, 60), by="general", times=2, every=25),
        dispense("N02A", when="opioid_before", after=(-300, -20), by="general"),
        diagnose("DT814", when="hospital", after=(7, 29)),
        diagnose("DC509", when="cancer", after=(-400, -30)),
    ),
)
