"""Patients referred to imaging: one region each, some the lumbar spine, some examined again within weeks."""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="imaging",
    specialty="radiologi",
    yearly=200,
    age=51,
    age_sd=18,
    women=0.55,
    minors=0.05,
    outcomes={"lumbar": Rate(0.18, 0.30, trend=-0.06, older=-0.1), "again": Rate(0.11, 0.35, trend=-0.04)},
    draws={"following": 0.15, "knee": 0.35, "mri": 0.3, "fracture": 0.04, "spine": 0.02},
    rows=(
        claim("052128", "lumbar AND NOT following"),
        claim("052127", "lumbar AND following"),
        claim("052228", "lumbar AND following"),
        claim("052115", "NOT lumbar AND knee"),
        claim("055013", "NOT lumbar AND NOT knee AND mri"),
        claim("052133", "NOT lumbar AND NOT knee AND NOT mri"),
        claim("052128", "lumbar AND NOT following AND again", (10, 80)),
        claim("052115", "NOT lumbar AND knee AND again", (10, 80), by="other"),
        claim("055013", "NOT lumbar AND NOT knee AND mri AND again", (10, 80)),
        claim("052133", "NOT lumbar AND NOT knee AND NOT mri AND again", (10, 80)),
        diagnose("DS525", "NOT lumbar AND fracture", (-20, 0)),
        diagnose("DS320", "lumbar AND spine", (-20, 0)),
    ),
)
