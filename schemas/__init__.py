"""What is true, declared once: sources, specialties, indicators, policy, periods, tables.

Belongs here: declarations that every other room reads. Does not belong here: reading, writing or running
anything. This package imports nothing of ours and knows no Dagster.
"""
