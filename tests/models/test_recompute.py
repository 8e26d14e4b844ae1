"""dbt's figures equal a slow second computation in plain Python: atoms, membership and all five levels."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyarrow.parquet as pq
import pytest

from schemas.indicator import ATOMS, BOTH_YEARS, MEMBERSHIPS, STATUSES
from tests.models import recompute, recompute_case_mix
from tests.models.conftest import Built
from tests.models.world import PERIOD

LEVELS = ("practice", "subcluster", "cluster", "region", "nation")
INDICATORS = sorted(recompute.RULES)
KEY = ("practice", "period", "sex", "age_band")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_atoms_equal_the_second_computation(indicator: str, built: Built) -> None:
    table = pq.read_table(built.files[indicator])
    assert table.schema.equals(ATOMS)
    made = {tuple(r[k] for k in KEY): tuple(r[s] for s in STATUSES) for r in table.to_pylist()}
    assert made == recompute.atoms(indicator, built.registers, PERIOD)
    met, not_met, _, _ = map(sum, zip(*made.values(), strict=True))
    assert min(met, not_met) >= 5
    assert any(not any(counts) for counts in made.values())


@pytest.mark.parametrize("indicator", INDICATORS)
def test_case_mix_volumes_and_two_years_equal_the_second_computation(indicator: str, built: Built) -> None:
    made = {tuple(r[k] for k in KEY): r for r in pq.read_table(built.files[indicator]).to_pylist()}
    again = recompute.counted(indicator, built.registers, PERIOD)
    wanted = recompute_case_mix.expected(indicator, built.registers, PERIOD)
    assert any(value and value[0] for value in wanted.values())
    for atom, value in wanted.items():
        row, counted = made[atom], again[atom]
        if value is None:
            assert row["expected"] is None
        else:
            assert float(row["expected"]) == pytest.approx(value[0], abs=1e-5, rel=1e-6)
            assert float(row["expected_variance"]) == pytest.approx(value[1], abs=1e-5, rel=1e-6)
        assert (row["amount"], row["amount_squares"], row["amount_largest"]) == counted.sums
        assert tuple(row[name] for name in BOTH_YEARS) == counted.both_years


def test_strata_matter(built: Built) -> None:
    """Colonoscopies are so many that strata stand by themselves: patients of one practice are expected differently."""
    rows = pq.read_table(built.files["polypectomy"]).to_pylist()
    shares = {float(r["expected"]) / (r["met"] + r["not_met"]) for r in rows if r["met"] + r["not_met"]}
    assert len({round(share, 4) for share in shares}) > 5


def test_memberships_equal_the_second_computation(built: Built) -> None:
    table = pq.read_table(built.files["memberships"])
    assert table.schema.equals(MEMBERSHIPS)
    columns = [c for c in MEMBERSHIPS.names if c != "practice_name"]
    made = {tuple(r[c] for c in columns) for r in table.to_pylist()}
    assert made == recompute.memberships(built.registers, PERIOD)
    assert len({r[0] for r in made if r[0].startswith("800000/")}) == 2


@pytest.mark.parametrize("indicator", INDICATORS)
def test_group_sums_equal_the_second_computation_at_all_five_levels(indicator: str, built: Built) -> None:
    specialty = recompute.RULES[indicator].specialty
    groups = {
        (m["practice"], m["quarter"]): {**{level: m[level] for level in LEVELS[:-1]}, "nation": "Danmark"}
        for m in pq.read_table(built.files["memberships"]).to_pylist()
        if m["specialty"] == specialty
    }
    total: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in pq.read_table(built.files[indicator]).to_pylist():
        for level, organisation in groups[row["practice"], row["period"][-6:]].items():
            if organisation:
                total[level, organisation, row["period"]].update({s: row[s] for s in STATUSES})
    made = {key: tuple(counter[s] for s in STATUSES) for key, counter in total.items()}
    assert made == recompute.sums(indicator, built.registers, PERIOD)
    assert {level for level, _, _ in made} == set(LEVELS)


def test_the_three_on_atrial_fibrillation_share_their_denominator(built: Built) -> None:
    def population(name: str) -> list[tuple[object, ...]]:
        rows = pq.read_table(built.files[name]).to_pylist()
        key = ("practice", "period", "sex", "age_band", "excluded")
        return [(*(r[k] for k in key), r["met"] + r["not_met"]) for r in rows]

    assert population("af_anticoagulation") == population("af_echocardiography") == population("af_thyroid")
