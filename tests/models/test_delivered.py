"""The second computation reads delivered files of every format, and every person's state occurs in them."""

from __future__ import annotations

from pathlib import Path

from schemas.indicator import STATUSES
from synthetic.deliveries import write_deliveries
from synthetic.scale import Scale
from tests.models import recompute
from tests.models.delivered import read_deliveries
from tests.models.registers import Registers
from tests.models.world import COLUMNS, PERIOD

SMALL = Scale("test", clusters=1, activity=0.1, visits=0.25, general_practices=20, persons=20_000,
              dispensings=20_000, settlements=20_000, contacts=8_000, results=8_000)  # fmt: skip


def test_synthetic_deliveries_are_read_and_every_indicator_has_patients(tmp_path: Path) -> None:
    write_deliveries(tmp_path, scale=SMALL)
    tables = read_deliveries(tmp_path)
    assert set(tables) == set(COLUMNS)
    for name, columns in COLUMNS.items():
        assert {c.split()[0] for c in columns.split(",")} <= set(tables[name][0]), name
    registers = Registers(tables)
    states = dict.fromkeys(STATUSES, 0)
    for indicator in recompute.RULES:
        counts = recompute.atoms(indicator, registers, PERIOD).values()
        total = dict(zip(STATUSES, map(sum, zip(*counts, strict=True)), strict=True))
        assert total["met"] + total["not_met"] > 0, indicator
        states = {state: states[state] + total[state] for state in STATUSES}
    assert min(states.values()) > 0
