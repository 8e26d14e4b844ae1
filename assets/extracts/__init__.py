"""The door: a delivered file becomes a checked, pseudonymised extract, or is refused with reasons.

Belongs here: everything between the inbox and `extracts/<source>/<delivery>/`. Does not belong here: what is
true of a source (`schemas/sources`), anything made from extracts (`assets/models`). Only `assets.py` knows
Dagster.
"""
