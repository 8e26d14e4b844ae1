"""What is said beside counts: rates, expected, O/E, change, amounts; nothing of what is hidden, and no way to it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from assets.protected.blocks import read_release
from assets.protected.hide import hide
from assets.protected.measures import measures
from assets.protected.sums import Sums
from assets.protected.units import Unit
from disclosure import Ledger
from estimates import wilson
from schemas.indicator import Volume
from schemas.period import Quarter
from schemas.policy import POLICY, Policy
from schemas.protected import MEASURES
from tests.protected.made_up import atoms, beside, indicator, members, write

YEAR, BEFORE = "2025K4-2026K3", "2024K4-2025K3"


def sums(n: int, **said) -> Sums:
    empty = {name: np.zeros(n) for name in ("expected", "variance", "amount", "squares", "largest")}
    both = np.array(said.pop("both_years", [[0, 0, 0, 0]] * n), np.int64)
    return Sums(**{**empty, **{k: np.array(v, float) for k, v in said.items()}}, both_years=both)


def units(*periods: str, level: str = "cluster") -> list[Unit]:
    return [Unit(level, period, "A", "A", True, ()) for period in periods]


def said(item, counts, some: Sums, hidden=None, where=None):
    where = where or units(*([YEAR] * len(counts)))
    hidden = np.zeros(len(counts), bool) if hidden is None else np.array(hidden)
    return measures(item, where, np.array(counts, np.int64), some, hidden)


def test_a_hidden_unit_says_nothing_at_all() -> None:
    found = said(indicator(), [[3, 4], [30, 40]], sums(2, expected=[3, 30], variance=[1, 9]), [True, False])
    assert found[0] == dict.fromkeys(MEASURES)
    assert found[1]["rate"] == 0.429


def test_no_patients_say_nothing() -> None:
    assert said(indicator(), [[0, 0]], sums(1)) == [dict.fromkeys(MEASURES)]


def test_expected_has_one_decimal_and_oe_follows_from_it() -> None:
    (found,) = said(indicator(), [[60, 40]], sums(1, expected=[50.04], variance=[24.0]))
    assert (found["expected"], found["oe"]) == (50.0, 1.2)
    lower, upper = wilson(60 / 0.96, 100 / 0.96)
    assert found["oe_lower"] == pytest.approx(lower * 2, abs=6e-4)
    assert found["oe_upper"] == pytest.approx(upper * 2, abs=6e-4)


def test_without_a_reference_nothing_is_expected() -> None:
    (found,) = said(indicator(), [[60, 40]], sums(1, expected=[np.nan], variance=[np.nan]))
    assert found["rate"] == 0.6
    assert [found[name] for name in ("expected", "oe", "oe_lower", "oe_upper")] == [None] * 4


def test_a_change_needs_both_years_shown_and_a_group() -> None:
    counts, where = [[50, 50], [70, 30]], units(BEFORE, YEAR)
    assert said(indicator(), counts, sums(2), where=where)[1]["change"] == 0.2
    assert said(indicator(), counts, sums(2), [True, False], where)[1]["change"] is None
    practice = units(BEFORE, YEAR, level="practice")
    assert said(indicator(), counts, sums(2), where=practice)[1]["change"] is None


def test_the_same_persons_in_both_years_make_the_interval_narrower() -> None:
    counts, where = [[50, 50], [60, 40]], units(BEFORE, YEAR)
    apart = said(indicator(), counts, sums(2), where=where)[1]
    same = said(indicator(), counts, sums(2, both_years=[[0] * 4, [90, 45, 54, 45]]), where=where)[1]
    impossible = said(indicator(), counts, sums(2, both_years=[[0] * 4, [190, 95, 99, 95]]), where=where)[1]
    assert same["change"] == apart["change"] == 0.1
    assert same["change_upper"] - same["change_lower"] < apart["change_upper"] - apart["change_lower"]
    assert impossible == apart


def test_an_amount_is_whole_and_its_limits_do_not_know_the_largest_contribution() -> None:
    item = indicator(volume=Volume("DDD", 1000))
    counts, some = [[40, 60]], {"amount": [4000.4], "squares": [500000.0], "expected": [5000.0]}
    (found,) = said(item, counts, sums(1, **some, largest=[200.0]))
    assert (found["value"], found["rate"], found["oe"]) == (4000, 40000.0, 0.8)
    assert found["rate_lower"] < 40000 < found["rate_upper"]
    assert said(item, counts, sums(1, **some, largest=[900.0])) == [found]


def volume_world(folder, seed: int, one_large: bool = False):
    """A specialty with one volume; in every practice amounts of a few persons."""
    rng = np.random.default_rng(seed)
    item = indicator("amount", counts="persons", volume=Volume("DDD", 1000))
    rows = members(
        {"A": (6, ("Sjælland",), None), "B": (6, ("Fyn",), None), "C": (6, ("Fyn",), None)}, seed=seed
    )
    found = []
    for n, row in enumerate(atoms(rows, item, mean=6.0, share=0.5, seed=seed)):
        users = rng.gamma(2.0, 100.0, row["met"]).astype(int) + 1
        if one_large and n == 4:
            users = np.append(users, users.sum() * 9 + 100)
            row["met"] += 1
        sums = int(users.sum()), int((users**2).sum()), int(users.max(initial=0))
        found.append({**row, **beside(row["met"] + row["not_met"], 0.5, *sums)})
    write(folder, rows, {"amount": found})
    return read_release(folder, [item], "kardiologi", Quarter.parse("2026K3"), POLICY)


def test_an_amount_that_is_mostly_one_persons_is_hidden(tmp_path) -> None:
    block = volume_world(tmp_path, 3, one_large=True).blocks[0]
    assert block.dominated.any()
    done = hide(block, POLICY, Ledger(()), b"seed")
    assert done.units[block.dominated & block.table.system.published].all()
    assert "dominance" in done.rules
    lenient = read_release(tmp_path, [], "kardiologi", Quarter.parse("2026K3"), Policy(max_contribution=1.0))
    assert lenient.blocks == ()


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_sum_follows_from_the_shown_ones(tmp_path, seed: int) -> None:
    """For every unit hidden for its own sake, and an attacker who knows a practice: its amount may be another."""
    block = volume_world(tmp_path, seed).blocks[0]
    done = hide(block, POLICY, Ledger(()), b"seed")
    member = block.plan.membership.toarray()
    shown = ~done.units & block.table.system.published
    rng = np.random.default_rng(seed)
    true = rng.uniform(1, 100, len(block.plan.stays))
    for owner in (None, *rng.choice(block.plan.practices, 3, replace=False)):
        known = [n for n, (practice, _) in enumerate(block.plan.stays) if practice == owner]
        rows = np.vstack([member[shown], np.eye(len(true))[known]])
        for unit in np.flatnonzero(done.units):
            # The others hide nobody by themselves: they may even be the sum of shown figures.
            if done.rules[unit] not in ("small", "dominance") or set(block.plan.units[unit].stays) <= set(
                known
            ):
                continue
            ends = [
                linprog(sign * member[unit], A_eq=rows, b_eq=rows @ true, bounds=(0, None)).fun
                for sign in (1, -1)
            ]
            assert ends[0] is None or ends[1] is None or -ends[1] - ends[0] > 1
