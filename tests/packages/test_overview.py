"""The overview and the cover's choice: every row true to the protected table, its words allowed, its line honest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.report.cover import MOST_MESSAGES, cover
from assets.packages.report.document import document
from assets.packages.report.findings import certain, findings, headline, standing
from assets.packages.report.overview import overview
from assets.packages.report.render import ReportError, render
from assets.packages.report.spark import spark
from schemas.indicator import Indicator
from schemas.policy import POLICY
from schemas.protected import PROTECTED
from tests.packages import made
from tests.packages.conftest import Built

LONG = "Kvalitetsklyngen for kardiologiske speciallæger i Sønderjylland og på Ærøs"
TITLE = "AK-behandling inden tredive dage hos patienter med nyopdaget atrieflimren"
YEAR = "2025K4-2026K3"
KEYS = ("specialty", "indicator", "period", "level", "organisation", "cluster", "sex", "age_band", "state")


def figures_of(built: Built) -> Figures:
    return Figures(built.protected, built.comparators, built.cluster)


def hiding(built: Built, hides: Callable[[dict[str, Any]], bool]) -> Figures:
    """Return the package's figures with more rows hidden."""
    rows = built.protected.to_pylist()
    for row in rows:
        if hides(row):
            row.update({key: None for key in row if key not in KEYS} | {"state": "hidden"})
    table = pa.Table.from_pylist(rows, schema=PROTECTED)
    return Figures(table, built.comparators, built.cluster)


def missing_targets(count: int) -> tuple[Figures, list[Indicator]]:
    """Return a cluster with a name of 75 characters and so many long-named indicators far under their targets."""
    target = made.CATALOGUE[0].target
    catalogue = [
        replace(
            made.CATALOGUE[0],
            name=f"i{n}",
            title=f"{TITLE} {n}",
            target=replace(target, value=99.0 - n % 4),
        )
        for n in range(count)
    ]
    cluster = made.cluster_of(12, name=LONG)
    maker = made.Maker(cluster, catalogue=catalogue)
    return Figures(maker.table(), maker.comparators(), cluster), catalogue


def test_every_row_holds_the_protected_numbers(built: Built, awkward: Built) -> None:
    for package in (built, awkward):
        figures = figures_of(package)
        rows = overview(figures, package.catalogue)["rows"]
        assert [row["name"] for row in rows] == [i.name for i in package.catalogue]
        for row in rows:
            years = figures.periods(row["name"], years=True)
            own = figures.own(row["name"], years[-1])
            practices = figures.level(row["name"], "practice", years[-1])
            assert own
            assert row["share"] == ("–" if own.share is None else danish.decimal(own.share))
            assert row["practices"] == sorted(f.share for f in practices if f.share is not None)
            hidden = sum(f.state == "hidden" for f in practices)
            assert row["detail"] == (f"{hidden} af {len(practices)} vises ikke" if hidden else "")


def test_status_is_a_word_that_the_finding_carries(built: Built, awkward: Built) -> None:
    allowed = {
        "missed": {"under målet", "over målet"},
        "reached": {"når målet"},
        "unclear": {"kan ikke skelnes fra målet", "over landet", "under landet"},
        "none": {
            *("over landet", "under landet", "kan ikke skelnes fra landet"),
            *("vurderes ikke", "vises ikke", "ingen patienter"),
        },
    }
    said = set()
    for package in (built, awkward):
        for found in findings(figures_of(package), package.catalogue):
            status, beside = standing(found)
            said.add(status)
            assert status in allowed[found.finding.verdict], found.indicator.name
            for side in ("over", "under"):
                assert (f"{side} landet" in (status, beside)) == (found.finding.position == side)
            if found.shown is None:
                assert status in ("vises ikke", "ingen patienter")
            if found.indicator.volume and found.shown:
                assert status == "vurderes ikke"
    assert {"under målet", "over målet", "vises ikke", "ingen patienter", "vurderes ikke"} <= said


def test_the_headline_counts_the_certain_findings_only(built: Built) -> None:
    found = findings(figures_of(built), built.catalogue)
    sure = certain(found)
    assert 0 < len(sure) < len(found)
    assert sum(int(n) for n in re.findall(r"(?:^|og |, )(\d+)", headline(found))) == len(sure)
    assert headline(found).startswith(f"1 af {len(found)} indikatorer når ikke målet")
    assert headline([f for f in found if not f.finding.certain]) == "Ingen tydelige forskelle"
    assert headline([f for f in found if f.indicator.volume]) == "Ingen tal kan vurderes"
    assert headline(sure[:1]).startswith("1 af 1 indikator ")


def test_a_sparkline_is_the_own_figure_and_its_gaps_are_gaps(built: Built) -> None:
    figures = figures_of(built)
    for indicator in built.catalogue:
        found = spark(figures, indicator)
        assert found
        years = indicator.counts == "persons"
        periods = figures.periods(indicator.name, years=years)
        own = [figures.own(indicator.name, p) for p in periods]
        assert found["points"] == [f.share if f else None for f in own]
        shown = [p for p in found["points"] if p is not None]
        assert found["low"] <= min(shown) < max(shown) <= found["high"] or len(set(shown)) == 1
        assert danish.decimal(shown[-1]) in found["alt"]
        assert len(found["alt"]) >= 40
    thyroid = spark(figures, next(i for i in built.catalogue if i.name == "af_thyroid"))
    assert thyroid
    assert thyroid["points"].count(None) == 2
    assert "2 af 12 kvartaler har intet tal" in thyroid["alt"]


def test_a_sparkline_follows_shown_figures_only(built: Built) -> None:
    indicator = built.catalogue[1]
    periods = figures_of(built).periods(indicator.name, years=False)

    def only(kept: set[str]) -> Figures:
        return hiding(built, lambda row: row["level"] == "cluster" and row["period"] not in kept)

    alone = spark(only({periods[3]}), indicator)
    assert alone
    assert [p is None for p in alone["points"]] == [p != periods[3] for p in periods]
    assert alone["high"] - alone["low"] == 100
    assert "11 af 12 kvartaler har intet tal" in alone["alt"]
    assert spark(only(set()), indicator) is None


def test_a_subcluster_has_years_and_its_own_noun(built: Built) -> None:
    cluster = replace(built.cluster, subcluster="Babyklynge A", practices=6)
    figures = Figures(built.protected, built.comparators, cluster)
    found = overview(figures, built.catalogue)
    assert found["own"] == "Babyklyngen"
    assert "klyngen" not in re.sub("babyklyngen", "", str(found), flags=re.IGNORECASE)
    for row in found["rows"]:
        own = figures.one(row["name"], "subcluster", YEAR, "Babyklynge A")
        assert own
        assert own.share is not None
        assert row["at"] == own.share
        assert len(row["spark"]["points"]) == 3
    text = str(cover(figures, built.catalogue, made.RELEASE))
    assert "Babyklynge A, Østjylland Nord" in text
    assert "Klyngen " not in text


def test_pages_of_the_rows_and_sections_are_true(built: Built) -> None:
    texts, figures = built.texts(), figures_of(built)
    for row in overview(figures, built.catalogue)["rows"]:
        page = 1 + next(n for n, text in enumerate(texts) if f"Indikator {row['number']} " in text)
        assert re.search(rf"{re.escape(row['detail'] or row['status'])} {page}\b", texts[2]), row["name"]
    declared = cover(figures, built.catalogue, made.RELEASE)["sections"]
    printed = re.findall(r"([A-ZÅ][\wå ]+?) side (\d+)", texts[0])
    assert [title for title, _ in printed] == [section["title"] for section in declared]
    heads = ("Sådan læser du pakken", "Overblik", built.catalogue[0].title)
    heads += ("Siden sidst", "Til mødet", "Data og metode")
    for (title, at), head in zip(printed, heads, strict=True):
        assert head in texts[int(at) - 1][:260], title


def test_four_long_messages_under_a_long_name_stay_on_the_cover() -> None:
    figures, catalogue = missing_targets(6)
    content = document(figures, catalogue, made.RELEASE, POLICY)
    assert len(content["cover"]["messages"]) == MOST_MESSAGES
    assert len(content["cover"]["cluster"]) >= 74
    render(content, made.RELEASE.cutoff)


@pytest.mark.parametrize("page", ["cover", "guide", "meeting: agenda", "meeting: staff"])
def test_a_page_that_runs_over_stops_the_build_by_its_name(built: Built, page: str) -> None:
    content = document(figures_of(built), built.catalogue, made.RELEASE, POLICY)
    endless = "Meget lang tekst. " * 1500
    place: dict[str, Any] = {
        "cover": content["cover"],
        "guide": content["guide"],
        "meeting: agenda": content["meeting"]["agenda"],
        "meeting: staff": content["meeting"]["staff"],
    }[page]
    place["summary" if page == "cover" else "text"] = endless
    with pytest.raises(ReportError, match=f"page overflows: {page}"):
        render(content, made.RELEASE.cutoff)


def test_fourteen_indicators_stand_on_one_overview() -> None:
    figures, catalogue = missing_targets(14)
    content = document(figures, catalogue, made.RELEASE, POLICY)
    assert [row["number"] for row in content["overview"]["rows"]] == list(range(1, 15))
    render(content, made.RELEASE.cutoff)
