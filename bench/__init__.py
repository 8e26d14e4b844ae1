"""Speed and memory, measured: `make bench-<name>`, whose last line is one JSON object (name, figures, goals, ok).

Nothing here is imported by the product, and no test is timed.
"""
