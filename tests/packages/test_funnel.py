"""The funnel: limits of the library on a fixed grid, words of the forest table, and nothing of a hidden practice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import estimates
from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.report.context import context_band
from assets.packages.report.country import country
from assets.packages.report.forest import forest
from assets.packages.report.funnel import funnel
from assets.packages.report.labels import Dot, apart, place
from tests.packages import made

TARGETED, ECHO, THYROID = made.CATALOGUE[:3]
YEAR = "2025K4-2026K3"


def maker_of(practices: int = 12, **changes: object) -> made.Maker:
    return made.Maker(made.cluster_of(practices, **changes))


def figures_of(maker: made.Maker) -> Figures:
    return Figures(maker.table(), maker.comparators(), maker.cluster)


def drawn(maker: made.Maker, indicator=ECHO):
    figures = figures_of(maker)
    around = country(figures, indicator, YEAR)
    rows = forest(figures, indicator, YEAR, around, judged=True)["rows"]
    return funnel(figures, indicator, YEAR, around, rows)


def shown(maker: made.Maker, indicator=ECHO):
    return {f.organisation: f for f in figures_of(maker).level(indicator.name, "practice", YEAR) if f.counts}


def test_limits_are_the_library_s_on_the_fixed_grid() -> None:
    maker = maker_of()
    found, figures = drawn(maker), figures_of(maker)
    met, whole = figures.one(ECHO.name, "nation", YEAR).counts
    most = found["x"]["high"]
    fixed = {*estimates.GRID.tolist(), most // 2, most}
    for kind, z in (("drawn", estimates.Z_DRAWN), ("worded", estimates.Z_WORDED)):
        for side, line in enumerate(found["lines"][kind]):
            assert len(line) > 10
            assert line[-1][0] == most
            # The first point may be where the limit comes into the plot.
            for n, share in line[1:]:
                assert n in fixed
                limit = estimates.funnel_limits(met / whole, int(n), 0.06, z)[side]
                assert abs(float(limit) * 1000 - share) <= 0.5 + 1e-9
            assert all(found["y"]["low"] <= share <= found["y"]["high"] for _, share in line)


def test_dots_are_the_shown_practices_at_printed_precision() -> None:
    maker = maker_of()
    points = {p["name"]: (p["patients"], p["at"]) for p in drawn(maker)["points"]}
    assert points == {name: (f.denominator, f.share) for name, f in shown(maker).items()}
    assert max(n for n, _ in points.values()) <= drawn(maker)["x"]["high"]


def test_nothing_follows_what_is_hidden() -> None:
    """The same shown rows with other hidden ones beside them: only their number in words differs."""
    maker, fewer = maker_of(), maker_of()
    hidden = [r for r in fewer.rows if r["state"] == "hidden" and r["level"] == "practice"]
    gone = {r["organisation"] for r in hidden if r["indicator"] == ECHO.name and r["period"] == YEAR}
    assert gone
    fewer.rows = [r for r in fewer.rows if not (r["level"] == "practice" and r["organisation"] in gone)]
    fewer.cluster = replace(fewer.cluster, practices=12 - len(gone))
    one, other = drawn(maker), drawn(fewer)
    assert one.pop("notes") != other.pop("notes")
    assert one == other
    assert not any(name in str(one) for name in gone)


def test_words_are_those_of_the_forest_table() -> None:
    maker = maker_of()
    found = drawn(maker)
    assert {p["name"]: p["word"] for p in found["points"] if p["word"]} == {"P09": "se efter"}
    low = next(
        share for n, share in reversed(found["lines"]["worded"][0]) if n <= shown(maker)["P09"].denominator
    )
    assert shown(maker)["P09"].share < low
    assert "P09: se efter." in found["alt"]
    missed = drawn(maker, TARGETED)["points"]
    assert {p["name"] for p in missed if p["missed"]} == {
        p["name"] for p in missed if p["word"] == "under mål"
    }
    assert any(p["missed"] and p["shape"] == "diamond" for p in missed)


def test_where_practices_cannot_be_told_apart_none_is_marked() -> None:
    maker = maker_of()
    for band in maker.bands:
        if band["statistic"] == "reliability":
            band["value"] = 0.699
    for indicator in (TARGETED, ECHO, THYROID):
        found = drawn(maker, indicator)
        assert found["why_not"] == ""
        assert found["lines"]["worded"][0]
        assert {(p["shape"], p["missed"], p["word"]) for p in found["points"]} == {("dot", False, "")}
        assert "mest tilfældige (pålidelighed 0,69" in " ".join(found["notes"])
        assert "se efter" not in str(found)


@pytest.mark.parametrize("missing", ["nation", "tau", "practices", "patients", "volume"])
def test_without_what_it_takes_there_is_a_sentence_and_no_drawing(missing: str) -> None:
    maker, indicator = maker_of(), ECHO
    hide = {"nation": "nation", "practices": "practice", "patients": "practice"}.get(missing)
    for row in maker.rows:
        if row["level"] == hide:
            keys = dict.fromkeys(
                set(row) - {"specialty", "indicator", "period", "level", "organisation", "cluster"}
            )
            row.update(keys | {"state": "no_cases" if missing == "patients" else "hidden"})
    if missing == "tau":
        maker.bands = [b for b in maker.bands if b["statistic"] not in ("tau", "reliability")]
    if missing == "volume":
        indicator = made.VOLUME
    found = drawn(maker, indicator)
    assert set(found) == {"heading", "why_not"}
    assert {
        "nation": "landets tal vises ikke",
        "tau": "for få praksisser i landet",
        "practices": "ingen praksis har tal, der kan vises",
        "patients": "ingen patienter i perioden",
        "volume": "mængder vurderes ikke",
    }[missing] in found["why_not"]


def test_the_country_stands_as_bands_by_size() -> None:
    maker = maker_of()
    key = {"specialty": "kardiologi", "indicator": ECHO.name, "period": YEAR, "cluster": None}
    maker.bands.append(key | {"size": "small", "statistic": "p50", "value": 57.0})
    bands = drawn(maker)["bands"]
    assert [b["label"] for b in bands] == ["små", "store", "alle"]
    assert [b["median"] for b in bands] == [570, None, bands[2]["median"]]
    assert bands[2]["low"] < bands[2]["median"] < bands[2]["high"]
    assert bands[0]["low"] < bands[2]["low"]


def test_alt_says_range_nation_and_limits_at_one_size() -> None:
    maker = maker_of()
    found = drawn(maker)
    shares = sorted(f.share for f in shown(maker).values())
    nation = figures_of(maker).one(ECHO.name, "nation", YEAR)
    low, high = estimates.funnel_limits(nation.met / nation.denominator, 40, 0.06, estimates.Z_WORDED)
    for words in (
        f"fra {danish.decimal(shares[0])} til {danish.percent(shares[-1])}",
        f"Hele landet har {danish.percent(nation.share)}",
        f"Ved 40 patienter er 99,8 pct.-grænserne {danish.decimal(round(float(low) * 1000))} og "
        f"{danish.percent(round(float(high) * 1000))}",
    ):
        assert words in found["alt"]
    assert found["x"]["high"] == 80


def test_long_names_get_letters_by_alphabet_and_a_key() -> None:
    found = drawn(maker_of(14, open_data=True))
    names = [p["name"] for p in found["points"]]
    assert names == sorted(names)
    assert [p["label"] for p in found["points"]] == [chr(65 + n) for n in range(len(names))]
    assert [entry["letter"] for entry in found["key"]["names"]] == [p["label"] for p in found["points"]]
    for entry, name in zip(found["key"]["names"], names, strict=True):
        start, _, end = entry["name"].partition(" … ")
        assert name.startswith(start)
        assert name.endswith(end or name)
        assert len(entry["name"]) <= 54
    assert drawn(maker_of(14))["key"]["names"] == []
    assert found["height"] < drawn(maker_of(14))["height"]


def test_of_very_many_long_names_only_worded_ones_are_labelled() -> None:
    found = drawn(maker_of(30, open_data=True), TARGETED)
    assert {bool(p["label"]) for p in found["points"]} == {True, False}
    assert all(bool(p["label"]) == bool(p["word"]) for p in found["points"])
    assert "tabellen på den forrige side" in " ".join(found["notes"])


def test_a_cluster_that_is_the_nation_is_not_compared_with_itself() -> None:
    maker = maker_of()
    own = next(
        r for r in maker.rows if (r["indicator"], r["level"], r["period"]) == (ECHO.name, "cluster", YEAR)
    )
    for row in maker.rows:
        if (row["indicator"], row["level"], row["period"]) == (ECHO.name, "nation", YEAR):
            row.update({key: own[key] for key in ("met", "not_met", "denominator", "rate")})
    assert [x["text"] for x in drawn(maker)["labels"] if x["kind"] == "nation"] == ["Klyngen 55,0"]


def boxes(dots, labels):
    for dot, label in zip(dots, labels, strict=True):
        width = 1.5 * len(dot.text)
        left = dot.x + label.dx - {"left": 0, "right": width, "center": width / 2}[label.side]
        yield left, dot.y + label.dy - 1.4, left + width, dot.y + label.dy + 1.4


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("seed", range(20))
def test_labels_cover_neither_each_other_nor_a_dot(seed: int) -> None:
    chance = random.Random(seed)
    dots = [Dot(chance.uniform(20, 90), chance.gauss(36, 8), f"P{n:02d}") for n in range(25)]
    found = list(boxes(dots, place(dots, 110, 72)))
    for n, box in enumerate(found):
        assert box[0] >= -0.1
        assert box[2] <= 110.1
        assert not any(meet(box, other) for other in found[:n])
        assert not any(meet(box, (d.x - 1.3, d.y - 1.3, d.x + 1.3, d.y + 1.3)) for d in dots)


def test_labels_on_a_line_keep_order_and_distance() -> None:
    texts = ["Hele landet", "Region Midtjylland", "Region Syddanmark", "Klyngen"]
    for wanted in ([80, 81, 82, 83], [1, 1, 1, 1], [170, 171, 172, 173], [5, 60, 61, 150]):
        found = apart(wanted, texts, 0, 174)
        halves = [1.5 * len(t) / 2 for t in texts]
        assert found[0] >= halves[0]
        assert found[-1] <= 174 - halves[-1]
        for n in range(3):
            assert found[n + 1] - found[n] >= halves[n] + halves[n + 1]
    assert apart([20, 60, 100, 150], texts, 0, 174) == [20, 60, 100, 150]


def test_the_context_band_holds_crude_and_adjusted() -> None:
    figures = figures_of(maker_of())
    found = context_band(figures, TARGETED, YEAR)
    assert [m["kind"] for m in found["above"]] == ["adjusted", "cluster", "target"]
    assert {m["kind"] for m in found["below"]} == {"region", "nation"}
    adjusted = found["above"][0]["at"]
    assert f"Justeret for case-mix {danish.percent(adjusted)}" in found["alt"]
    hidden = maker_of()
    for row in hidden.rows:
        if row["level"] == "cluster":
            row.update(dict.fromkeys(("met", "denominator", "rate")) | {"state": "hidden"})
    assert context_band(figures_of(hidden), TARGETED, YEAR) is None
