"""Recipes: one file per group of patients, `<specialty>/<name>.py` with a `RECIPE`, found by existing."""
