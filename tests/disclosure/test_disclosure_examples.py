"""Named small tables: what goes wrong when hiding is naive, and what the search does about it."""

from __future__ import annotations

import numpy as np
import pytest
from small_tables import THRESHOLD, cluster, nation, primary, published

from disclosure import (
    Contradiction,
    DisclosureError,
    Fixed,
    Infeasible,
    attack,
    intervals,
    protect,
    small,
    too_few,
)

FILL = [(20, 9), (30, 12), (25, 8), (40, 15)]


def hide(table, *labels):
    return np.isin(table.system.labels, labels)


def learnt(table, hidden):
    """Exposures as {(label, attacker)}."""
    audit = attack(table.system, *published(table, hidden), THRESHOLD)
    return {(e.label, e.attacker) for e in audit.exposures}


def chosen(table, **more):
    result = protect(table, primary(table), THRESHOLD, seed=b"s", **more)
    assert learnt(table, result.hidden) == set()
    return [table.system.labels[u] for u in np.flatnonzero(result.hidden)]


def test_exactly_one_hidden_practice_follows_by_subtraction():
    table = cluster((3, 2), *FILL).table()
    assert ("p0", -1) in learnt(table, hide(table, "p0"))
    assert intervals(table.system, *published(table, hide(table, "p0")), -1)["p0"] == [(3, 3), (2, 2)]
    assert len(chosen(table)) == 3


def test_two_hidden_practices_expose_each_other():
    table = cluster((3, 2), *FILL).table()
    hidden = hide(table, "p0", "p1")
    # An outsider cannot tell them apart; each of the two subtracts itself.
    assert learnt(table, hidden) == {("p0", 1), ("p1", 0)}


def test_the_smallest_that_are_enough_are_hidden():
    table = cluster((3, 2), *FILL).table()
    assert chosen(table) == ["p0", "p1", "p3"]


def test_practices_at_a_hundred_per_cent_do_not_help():
    """A neighbour without any not met leaves the small count of not met alone."""
    table = cluster((9, 2), (5, 0), (6, 0), (7, 0), (30, 9), (40, 9)).table()
    assert chosen(table) == ["p0", "p4", "p5"]


def test_nothing_to_hide_behind_is_said_by_name_without_the_count():
    table = cluster((3, 0), (9, 0), (8, 0)).table()
    fixed = Fixed(shown=hide(table, "cluster"), hidden=hide(table))
    with pytest.raises(Infeasible, match=r"nothing is left to hide around p\d$"):
        protect(table, primary(table), THRESHOLD, fixed)


def test_the_total_is_hidden_when_its_parts_are_not_enough():
    table = cluster((3, 0), (9, 0), (8, 0)).table()
    assert "cluster" in chosen(table)


def test_zeros_are_published():
    table = cluster((0, 0), (0, 9), *FILL).table()
    assert chosen(table) == []


def test_a_hidden_quarter_in_a_year_takes_a_rectangle():
    counts = [[[(20, 9), (20, 9)], [(30, 8), (30, 8)], [(9, 7), (8, 9)]] for _ in range(3)]
    counts[0] = [[(2, 3), (20, 9)], [(1, 0), (30, 8)], [(0, 0), (8, 9)]]
    table = nation(counts).table()
    labels = chosen(table)
    quarters = [x for x in labels if x.startswith("C") and "q" in x]
    # Two clusters in two quarters at least, or the row and column totals give it away.
    assert {"C0q0", "C0q1"} <= set(quarters)
    assert len(quarters) >= 4 or "Nq0" in labels
    only = primary(table)
    assert ("C0q0", -1) in learnt(table, only)


def test_a_subcluster_of_four_gives_its_one_small_practice_away():
    small_one = [[(3, 1)], [(30, 8)], [(20, 9)], [(25, 9)]]
    others = [[c] for c in [(30, 9), (20, 8), (22, 7), (24, 6)]]
    build = nation([small_one + others, [[c] for c in FILL]], subclusters=True)
    table = build.table()
    labels = chosen(table)
    assert sum(x in labels for x in ("c0p0", "c0p1", "c0p2", "c0p3")) >= 3
    # Three hidden in the cluster are no help when two of them are outside the subcluster.
    assert learnt(table, hide(table, "c0p0", "c0p4", "c0p5"))


def test_the_part_of_a_mover_follows_from_its_old_cluster():
    clusters = [[[(30, 9), (2, 1)]] + [[(20, 9), (21, 8)]] * 3, [[(20, 9), (21, 8)]] * 4]
    table = nation(clusters, movers=True).table()
    # Every published figure is large, but the mover's quarter in the second cluster is the rest of a sum.
    assert not primary(table).any()
    assert ("c0p0 in 1", -1) in learnt(table, hide(table))
    assert chosen(table) != []


def test_a_cluster_in_two_regions_ties_them_together():
    build = cluster((3, 2), *FILL, *FILL)
    east, west = [f"p{i}" for i in range(4)], [f"p{i}" for i in range(4, 9)]
    for name, part in (("east", east), ("west", west)):
        build.unit(f"cluster in {name}", [(p, "year") for p in part], published=False, guarded=True)
        build.unit(name, [(p, "year") for p in part], level=6)
        build.sum(f"cluster in {name}", part)
        build.sum(name, [f"cluster in {name}"])
    build.sum("cluster", ["cluster in east", "cluster in west"])
    table = build.table()
    # Three hidden in the cluster, but only one of them in the eastern region.
    assert ("p0", -1) in learnt(table, hide(table, "p0", "p5", "p6"))
    assert sum(p in chosen(table) for p in east) >= 3


def test_indicators_over_one_population_are_hidden_together():
    build = cluster(
        *[(m, d - m, n, d - n) for m, n, d in [(30, 2, 40), (20, 10, 40), (30, 20, 60), (9, 20, 50)]]
    )
    groups = ((0, 1), (2, 3))
    table = build.table(groups)
    result = protect(table, small(table.counts, groups, THRESHOLD), THRESHOLD)
    assert result.hidden[0]
    assert result.hidden.sum() == 3
    assert attack(table.system, *published(table, result.hidden), THRESHOLD).exposures == ()


def test_denominators_that_differ_within_a_population_are_refused():
    table = cluster((3, 4, 3, 5), *[(9, 9, 9, 9)] * 3).table(((0, 1), (2, 3)))
    with pytest.raises(DisclosureError, match="differ in the denominator of 2 units"):
        protect(table, primary(table), THRESHOLD)


def test_altered_counts_are_a_contradiction():
    table = cluster((30, 9), *FILL).table()
    counts, shown = published(table, hide(table))
    counts[0, 0] += 1
    with pytest.raises(Contradiction, match="cluster is not the sum"):
        attack(table.system, counts, shown, THRESHOLD)


def test_altered_counts_beside_hidden_ones_are_a_contradiction():
    clusters = [[[(200, 9), (200, 9)]] * 3] * 3
    table = nation(clusters).table()
    hidden = hide(table, "C0q0", "C0q1", "C1q0", "C1q1")
    counts, shown = published(table, hidden)
    for total, more in (("Nq0", 1300), ("Nq1", -1300)):
        counts[list(table.system.labels).index(total), 0] += more
    with pytest.raises(Contradiction, match="no table fits"):
        attack(table.system, counts, shown, THRESHOLD)


def test_group_rule():
    patients = np.array([[9, 1, 0], [4, 3, 3], [80, 10, 10], [81, 10, 9], [0, 0, 0]])
    assert too_few(patients, 3, 0.80).tolist() == [True, False, False, True, True]


def test_a_total_of_shown_figures_may_be_hidden_without_more():
    """The group rule hides a total whose parts are all shown: that discloses nothing, so nothing else is
    hidden."""
    table = cluster(*FILL).table()
    result = protect(table, hide(table, "cluster"), THRESHOLD)
    assert np.flatnonzero(result.hidden).tolist() == [len(FILL)]
    assert learnt(table, result.hidden) == set()


def test_a_small_figure_shown_by_mistake_is_found_where_it_is_repeated():
    build = cluster((2, 9), *FILL)
    build.unit("twin", [("p0", "year")], level=1)
    build.sum("twin", ["p0"])
    table = build.table()
    assert ("twin", -1) in learnt(table, hide(table, "twin"))
