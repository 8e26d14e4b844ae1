"""What may be said: verdicts only against a sourced target, outside 99,8 pct., with little unknown."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

import estimates
from assets.packages.figures import Figure, Figures
from assets.packages.release import Cluster
from assets.packages.report import words
from assets.packages.report.axis import axis
from assets.packages.report.forest import forest, ordered
from tests.packages import made

TARGETED, UNTARGETED = made.CATALOGUE[0], made.CATALOGUE[1]


def shown(met: int, n: int, *, level: str = "cluster", unknown: int | None = 0) -> Figure:
    row = made.figure(met, n - met)
    tenths = [round(row[key] * 1000) for key in ("rate", "rate_lower", "rate_upper")]
    return Figure(level, "x", "2025K4-2026K3", "shown", met, n, unknown, 0, *tenths)


NATION = shown(14_600, 18_234, level="nation")


def test_under_target_outside_the_wide_interval() -> None:
    found = words.finding(TARGETED, shown(420, 600), NATION)
    assert found.verdict == "missed"
    assert found.headline == "70,0 pct. – under målet på mindst 90 pct."


def test_inside_the_wide_interval_is_not_judged() -> None:
    # 95 pct. interval 81,6-89,7: below 90 at 95, not at 99,8.
    found = words.finding(TARGETED, shown(258, 300), NATION)
    assert found.verdict == "unclear"
    assert "kan ikke skelnes fra målet" in found.headline


def test_without_target_the_nation_is_named_but_never_judged() -> None:
    found = words.finding(UNTARGETED, shown(302, 500), shown(10_412, 18_234, level="nation"))
    assert found.headline == "60,4 pct. mod 57,1 pct. i hele landet"
    assert not {"over", "under", "bedre", "afviger"} & set(found.sentence.lower().replace(".", "").split())


def test_lower_is_better() -> None:
    lower = replace(TARGETED, direction="lower", target=replace(TARGETED.target, value=10.0))
    assert words.finding(lower, shown(200, 600), NATION).headline == "33,3 pct. – over målet på højst 10 pct."
    assert words.finding(lower, shown(10, 600), NATION).verdict == "reached"
    assert words.side_word("missed", lower) == "over mål"


def test_describing_indicators_are_never_judged() -> None:
    assert words.finding(replace(TARGETED, direction="describe"), shown(420, 600), NATION).verdict == "none"


def test_much_unknown_is_not_judged_and_bounds_are_printed() -> None:
    found = words.finding(TARGETED, shown(420, 600, unknown=100), NATION)
    assert found.verdict == "none"
    assert "14,3 pct. er uoplyst" in found.headline
    assert "mellem 60,0 og 74,3 pct." in found.sentence


def test_hidden_and_empty() -> None:
    hidden = Figure("cluster", "x", "2025K4-2026K3", "hidden")
    assert words.finding(TARGETED, hidden, NATION).headline == "Klyngens samlede tal vises ikke"
    assert (
        words.finding(TARGETED, replace(hidden, state="no_cases"), NATION).headline
        == "Ingen patienter i perioden"
    )


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [500],
        [500] * 12,
        [500, 510] * 6,
        [500] * 6 + [600] * 6,
        [500, 520, 510] * 4,
        list(range(500, 512)),
    ],
)
@pytest.mark.parametrize("withheld", [0, 1, 3])
def test_a_run_chart_never_says_that_nothing_changed(shares: list[int], withheld: int) -> None:
    text = words.course_words(estimates.course(shares), withheld)
    assert text.endswith(".")
    assert "ingen ændring" not in text.lower()
    assert "uændret" not in text.lower()


def test_power_is_said_when_the_rules_are_silent() -> None:
    assert "hvert tredje" in words.course_words(estimates.course([500, 510] * 6), 0)


def test_hidden_rows_stand_last_by_name_whatever_they_hide() -> None:
    rows = [
        Figure("practice", "P03", "y", "hidden"),
        Figure("practice", "P01", "y", "hidden"),
        replace(shown(5, 50, level="practice"), organisation="P02"),
        Figure("practice", "P05", "y", "no_cases"),
        replace(shown(45, 50, level="practice"), organisation="P04"),
    ]
    assert [f.organisation for f in ordered(rows)] == ["P04", "P02", "P05", "P01", "P03"]


def test_axis_holds_its_values_with_few_ticks() -> None:
    for low, high in ((0, 1000), (601, 604), (873, 1000), (0, 3), (412, 905)):
        found = axis([low, None, high])
        assert found["low"] <= low <= high <= found["high"]
        assert 2 <= len(found["ticks"]) <= 7
    assert axis([None])["high"] == 1000


def test_a_subcluster_is_called_one() -> None:
    names = [
        row["name"]
        for row in forest(
            Figures(*tables_with_subclusters("A", "Babyklynge Vest")), TARGETED, "2025K4-2026K3", judged=True
        )["rows"]
    ]
    assert {"Babyklynge A", "Babyklynge Vest"} <= set(names)


def tables_with_subclusters(*names: str) -> tuple[pa.Table, pa.Table, Cluster]:
    maker = made.Maker(made.cluster_of(8))
    wanted = iter(names * 100)
    for row in maker.rows:
        if row["level"] == "subcluster":
            row["organisation"] = next(wanted)
    return maker.table(), maker.comparators(), maker.cluster
