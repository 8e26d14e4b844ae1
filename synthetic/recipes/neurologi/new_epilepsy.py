"""New patients with epilepsy: whether an EEG was made near the diagnosis, later or never."""

from synthetic.rates import Rate
from synthetic.recipe import Recipe, claim, diagnose

RECIPE = Recipe(
    name="new_epilepsy",
    specialty="neurologi",
    yearly=32,
    age=48,
    age_sd=19,
    women=0.48,
    minors=0.05,
    outcomes={"eeg": Rate(0.70, 0.40, trend=0.06, older=-0.15)},
    draws={"sleep": 0.25, "late": 0.4},
    rows=(
        diagnose("DG409"),
        claim("180110", after=(-21, 28)),
        claim("182124", "eeg AND NOT sleep", (-40, 49)),
        claim("182125", "eeg AND sleep", (-40, 49)),
        claim("182124", "NOT eeg AND late", (80, 150)),
    ),
)
