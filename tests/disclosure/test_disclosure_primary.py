"""Primary rules and profiles of needs."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure.cross import cross, total
from disclosure.primary import dominance, frequency, levels, p_percent, reach, small, step, too_few
from disclosure.table import DisclosureError


def practices(*counts):
    """Practices of one cluster: met, not met and denominator of each are one unit."""
    codes = [f"p{i}" for i in range(len(counts))]
    pairs = zip(codes, counts, strict=True)
    numbers = {key: n for p, (met, rest) in pairs for key, n in (((p, "met"), met), ((p, "not"), rest))}
    dimensions = [total("practice", codes, "cluster"), total("status", ("met", "not"), "denominator")]
    return cross(dimensions, numbers, together="status", owner="practice")


def test_a_small_count_complement_or_denominator_makes_the_unit_primary():
    table = practices((9, 9), (4, 9), (9, 1), (0, 4), (0, 9), (0, 0))
    assert small(table, 5).tolist() == [False, True, True, True, False, False, False]


def test_zeros_are_published_or_protected_by_policy():
    table = practices((9, 9), (0, 9), (0, 0))
    assert small(table, 5).tolist() == [False, False, False, False]
    assert small(table, 5, "protect").tolist() == [False, True, True, False]
    assert frequency(np.array([0, 3]), 5, "protect").up.tolist() == [5, 2]


def test_a_package_needs_every_hidden_figure_to_reach_the_threshold_and_to_differ():
    table = practices((9, 2), (9, 9))
    needs = reach(table, 5, small(table, 5))
    assert dict(zip(table.system.figures, needs.up.tolist(), strict=True))["p0 / not"] == 3
    assert needs.differs.all()
    assert needs.present.all()
    assert not needs.down.any()


def test_nobody_knows_that_a_hidden_unit_holds_somebody_when_zeros_are_protected():
    table = practices((9, 2), (0, 0))
    assert not reach(table, 5, small(table, 5, "protect")).present.any()


def test_other_tools_need_one_up_and_one_down_on_primary_figures_only():
    table = practices((9, 2), (9, 9), (0, 3))
    needs = step(table, small(table, 5))
    figure = {label: i for i, label in enumerate(table.system.figures)}
    assert needs.up.tolist() == [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0]
    assert needs.down[figure["p2 / met"]] == 0
    assert needs.down[figure["p0 / not"]] == 1
    assert not needs.differs.any()
    assert not needs.present.any()


def test_group_rule():
    patients = np.array([[9, 1, 0], [4, 3, 3], [80, 10, 10], [81, 10, 9], [0, 0, 0]])
    assert too_few(patients, 3, 0.80).tolist() == [True, False, False, True, True]


def test_dominance_and_its_protection_level():
    # 90 of 100 is more than 85 per cent; at 90 / 0.85 = 105.9 it no longer is.
    rule = dominance(np.array([[60, 30], [50, 35]]), np.array([100, 100]), n=2, k=85)
    assert rule.figures.tolist() == [True, False]
    assert rule.up.tolist() == [6, 0]
    assert rule.down.tolist() == [6, 0]


def test_p_per_cent_and_its_protection_level():
    # The rest of 4 hides the largest within 10 per cent of 60 = 6 only when it is 6 or more.
    rule = p_percent(np.array([[60, 36], [60, 34]]), np.array([100, 100]), p=10)
    assert rule.figures.tolist() == [True, False]
    assert rule.up.tolist() == [2, 0]


def test_a_volume_at_its_protection_level_is_no_longer_sensitive():
    rng = np.random.default_rng(5)
    largest = -np.sort(-rng.integers(0, 1000, (500, 2)), axis=1)
    sums = largest.sum(axis=1) + rng.integers(0, 300, 500)
    for rule in (lambda x: dominance(largest, x, 2, 80), lambda x: p_percent(largest, x, 15)):
        before = rule(sums)
        assert before.figures.any()
        assert not rule(sums + before.up).figures.any()
        nearly = np.where(before.figures, sums + before.up - 1, sums)
        assert (rule(nearly).figures == before.figures).all()


def test_rules_together_ask_for_the_larger_level():
    table = practices((9, 2), (9, 19))
    some = frequency(table.values, 5)
    more = frequency(table.values, 12)
    needs = levels(table.system, some, more)
    assert (needs.up == more.up).all()
    assert needs.primary.tolist() == [True, True, False]
    assert not some.units(table.system)[1]


def test_too_few_contributions_are_refused():
    with pytest.raises(DisclosureError, match="1 contributions"):
        p_percent(np.array([[3]]), np.array([3]), 10)
