"""The two jobs: `receive` takes deliveries in, `release` makes one period's packages.

Belongs here: which assets run together. Does not belong here: what they do (`assets/`).
"""

import dagster as dg

EXTRACTS = dg.AssetSelection.key_prefixes("extracts")

receive = dg.define_asset_job(
    "receive",
    selection=EXTRACTS,
    description="Take every complete, undecided delivery of the inbox in: accepted or quarantined whole.",
)

release = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.all() - EXTRACTS,
    description="Models, protection, attack and packages of one period, from the accepted deliveries in force.",
)
