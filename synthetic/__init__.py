"""PRETENDING: deliveries made from a seed, in the registers' own formats, for the demo, tests and benchmarks.

Belongs here: invented persons, practices and events, and the bytes a deliverer would send. Does not belong
here: reading or checking deliveries, or any rule of an indicator (only rates that make each of them come out
plausible).
"""

from synthetic.deliveries import write_deliveries
from synthetic.scale import DEMO, Scale

__all__ = ["DEMO", "Scale", "write_deliveries"]
