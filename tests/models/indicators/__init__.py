"""One file per indicator: its rule in plain Python, its named persons, its part of the crowd.

A file here is found by existing: adding an indicator edits no other.
"""

from importlib import import_module
from pathlib import Path

_FOLDER = Path(__file__).parent

for _file in sorted(_FOLDER.glob("*/[!_]*.py")):
    import_module(f"{__name__}.{_file.parent.name}.{_file.stem}")
