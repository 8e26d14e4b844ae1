"""Do the intervals and words of `estimates` keep what they promise? Simulated with fixed seeds.

`coverage` counts how often limits hold the truth, `words` how many false ones a package has when nothing
differs, `runs` what the run rules find. Run: python -m bench.statistics.
"""
