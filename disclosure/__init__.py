"""Hiding, as a pure library: a table and its sums in, what to hide and the proof out.

No files, no Dagster, nothing of ours is imported; rules come as arguments.
"""
