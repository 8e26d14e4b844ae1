"""What is produced. One folder per stage: extracts, models, protected, packages; pure modules + one assets.py each.

Stages never import each other: they meet through data. What every stage needs to know of a release lies in
`release.py` (pure) and `resources.py` (Dagster).
"""
