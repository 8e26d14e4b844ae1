"""The page "Siden sidst": two numbers side by side and nothing more than what was published of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import estimates
from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.past import Past, Previous
from assets.packages.release import Cluster
from assets.packages.report.document import document
from assets.packages.report.since import since
from schemas.indicator import Indicator
from schemas.protected import COUNTS, MEASURES
from tests.packages import made, made_past
from tests.packages.conftest import Built, content_of
from tests.packages.made_past import Row

BEFORE, NOW = "2024K4-2025K3", "2025K4-2026K3"
CUTOFF = made.RELEASE.cutoff
ECHO = "af_echocardiography"
HIDDEN = dict.fromkeys((*COUNTS, *MEASURES, "unknown", "excluded")) | {"state": "hidden"}

Change = Callable[[Row], Row | None]


def page(
    change: Change = lambda row: row,
    *,
    now: Change = lambda row: row,
    cluster: Cluster | None = None,
    catalogue: list[Indicator] | None = None,
    same: bool = False,
) -> dict[str, Any]:
    """Return the page of a second package; `change` and `now` alter the rows of the first and of the second."""
    cluster = cluster or made.cluster_of(12)
    maker = made.Maker(cluster)
    table, bands = maker.table(), maker.comparators()
    if same:
        maker.rows = [row for row in maker.rows if not str(row["period"]).endswith("2026K3")]
    previous = made_past.earlier(table, bands, cluster, change)
    maker.rows = [row for row in map(now, map(dict, maker.rows)) if row is not None]
    figures = Figures(maker.table(), bands, cluster)
    return since(figures, catalogue or made.CATALOGUE, CUTOFF, Past(previous, made_past.AGREEMENTS))


def row_of(found: dict[str, Any], name: str = ECHO) -> dict[str, Any]:
    return next(row for row in found["rows"] if row["name"] == name)


def hide(period: str, level: str = "cluster", indicator: str = ECHO) -> Change:
    """Return a change that hides the rows of a level and period of one indicator."""

    def change(row: Row) -> Row:
        wanted = (row["indicator"], row["level"], row["period"]) == (indicator, level, period)
        return row | HIDDEN if wanted else row

    return change


def share(built: Built, indicator: str, period: str) -> str:
    (row,) = built.rows(indicator=indicator, level="cluster", period=period)
    return danish.decimal(round(row["rate"] * (10 if row["value"] is not None else 1000)))


def text_of(second: Built) -> str:
    return next(t for t in second.texts() if "Siden sidst" in t and "Den forrige pakke" in t)


def test_then_and_now_are_those_of_the_two_tables(second: Built) -> None:
    text = text_of(second)
    assert "Den forrige pakke er fra 2. kvartal 2026 (version 2)." in text
    for indicator in second.catalogue:
        then, now = (share(second, indicator.name, year) for year in (BEFORE, NOW))
        assert f"{then} {now}" in text, indicator.name
    assert content_of(second)["previous"] == "2026K2/v2"


def test_points_are_drawn_where_the_numbers_are_and_amounts_are_not() -> None:
    for row in page()["rows"]:
        if row["name"] == made.VOLUME.name:
            assert (row["from"], row["to"], row["measure"]) == (None, None, "DDD pr. 1.000")
        else:
            drawn = tuple(danish.decimal(row[end]) for end in ("from", "to"))
            assert drawn == (row["then"], row["now"])


def test_a_published_change_is_said_with_its_interval_and_no_other_difference(second: Built) -> None:
    text = text_of(second)
    (row,) = second.rows(indicator=ECHO, level="cluster", period=NOW)
    by, low, high = (
        danish.decimal(round(row[name] * 1000)) for name in ("change", "change_lower", "change_upper")
    )
    assert f"{by} procentpoint højere end året før (95 pct.-interval {low} til {high})" in text
    for said in re.findall(r"procentpoint [^(]*(\(95 pct\.-interval|)", text):
        assert said
    assert not re.search(r"(stig|fald|steg|faldt|bedre|dårligere|fremgang|tilbagegang)", text)


def test_no_count_and_no_difference_of_counts_stands_on_the_page() -> None:
    """Counts large and odd enough to be known again: neither they nor what lies between them is in the page's data."""
    counts = {BEFORE: (7_713, 13_331), NOW: (9_851, 14_747)}

    def count(row: Row) -> Row:
        if row["level"] != "cluster" or row["state"] != "shown" or row["period"] not in counts:
            return row
        met, whole = counts[str(row["period"])]
        return row | {"met": met, "not_met": whole - met, "denominator": whole}

    words = json.dumps(page(count, now=count), ensure_ascii=False)
    numbers = {n for pair in counts.values() for n in (*pair, pair[1] - pair[0])}
    numbers |= {abs(a - b) for a in numbers for b in numbers if a != b}
    for number in sorted(n for n in numbers if n > 1000):
        assert str(number) not in words
        assert danish.whole(number) not in words
    assert " af 1" not in words


@pytest.mark.parametrize("when", ["then", "now"])
def test_hidden_then_or_now_is_said_in_words_without_a_direction(when: str) -> None:
    found = page(hide(BEFORE)) if when == "then" else page(now=hide(NOW))
    row = row_of(found)
    assert row[when] == "vises ikke"
    assert (row["from"], row["to"], row["both"]) == (None, None, False)
    assert row["words"] == "Tallene kan ikke stilles op mod hinanden."
    assert found["rows"][-1] == row
    assert made.CATALOGUE[-1].name != ECHO


def test_a_hidden_number_is_nowhere_on_the_page_nor_in_its_axis() -> None:
    def canary(row: Row) -> Row:
        loud = {
            "rate": 0.07713,
            "rate_lower": 0.077,
            "rate_upper": 0.078,
            "met": 77_131,
            "denominator": 99_999,
        }
        return row | loud if row["state"] == "hidden" else row

    def both(change: Change) -> Change:
        return lambda row: canary(change(row) or row)

    loud = page(both(hide(BEFORE)), now=both(hide(NOW)))
    assert loud == page(hide(BEFORE), now=hide(NOW))


def test_the_same_year_is_said_to_be_the_same() -> None:
    row = row_of(page(same=True))
    assert row["years"] == ["begge: okt. 2024 – sep. 2025"]
    assert row["from"] == row["to"]
    assert row["words"] == "Samme år og samme tal som sidst. Kan ikke skelnes fra landet."


def test_a_number_that_was_corrected_since_is_said_to_be_and_gets_no_change() -> None:
    def other(row: Row) -> Row:
        wanted = (row["indicator"], row["level"], row["period"]) == (ECHO, "cluster", BEFORE)
        return row | {"rate": 0.123} if wanted else row

    row = row_of(page(other))
    assert row["then"] == "12,3"
    assert row["words"].startswith("Tallet fra sidst er rettet siden.")
    assert "procentpoint" not in row["words"]
    assert "Tallet fra sidst er rettet siden." in row_of(page(other, same=True))["words"]


def test_words_then_and_now_are_those_of_each_table() -> None:
    def below(row: Row) -> Row:
        wanted = (row["indicator"], row["level"], row["period"]) == ("af_anticoagulation", "cluster", BEFORE)
        return row | {"met": 500, "not_met": 3, "denominator": 503, "rate": 0.994} if wanted else row

    found = page(below, now=below)
    row = row_of(found, "af_anticoagulation")
    assert row["words"].startswith("Sidst: over mål og over landsgennemsnittet; nu: under mål")
    assert row_of(page(), "af_anticoagulation")["words"].startswith("Under mål, som sidst.")
    assert row_of(page(), made.VOLUME.name)["words"] == "Vurderes ikke, som sidst."


def test_new_and_gone_indicators_are_named() -> None:
    def change(row: Row) -> Row | None:
        if row["indicator"] == ECHO:
            return None
        return row | {"indicator": "af_old"} if row["indicator"] == "af_thyroid" else row

    found = page(change)
    assert found["notes"] == (
        "Nye siden sidst: Ekkokardiografi inden 90 dage og TSH målt ved nyt atrieflimren. "
        "Udgået siden sidst (kortnavn): af_old."
    )
    assert {row["name"] for row in found["rows"]}.isdisjoint({ECHO, "af_old", "af_thyroid"})
    assert page()["notes"] == ""


def test_agreements_stand_under_their_indicator_with_the_years_before_and_now(second: Built) -> None:
    text = text_of(second)
    for agreement in made_past.AGREEMENTS:
        for words in (agreement.what, agreement.who, agreement.remark, danish.day_short(agreement.due)):
            assert words in text
    assert "beviser ikke, at aftalen er årsagen" in text
    assert "i gang, fristen er passeret" in text
    assert text.count("fristen er passeret") == 2
    then, now = (share(second, "af_anticoagulation", year) for year in (BEFORE, NOW))
    years = [danish.year_short(year) for year in (BEFORE, NOW)]
    assert (
        f"Året før aftalen: {then} pct. ({years[0]}). Nyeste år: {now} pct. ({years[1]}), delvis før" in text
    )
    assert text.index("Andre aftaler") < text.index("der er udgået")
    assert "Klyngernes aftaler" not in " ".join(second.texts())  # not pinned by the made release


def test_an_agreement_after_the_newest_year_has_no_year_after_it() -> None:
    groups = {g["name"]: g for g in page(same=True)["groups"]}
    assert groups["af_thyroid"]["numbers"].endswith(
        "(okt. 2024 – sep. 2025). Der er endnu ikke et helt år siden."
    )
    assert groups["af_thyroid"]["numbers"].startswith("Året før aftalen: ")
    hidden = {g["name"]: g for g in page(now=hide(NOW, indicator="af_thyroid"))["groups"]}
    assert "Nyeste år: vises ikke (okt. 2025 – sep. 2026)" in hidden["af_thyroid"]["numbers"]
    assert "procentpoint" not in hidden["af_thyroid"]["numbers"]


def test_a_first_package_says_so_and_has_room_for_what_is_agreed(built: Built) -> None:
    text = next(t for t in built.texts()[1:] if "Siden sidst" in t)
    assert "Det er klyngens første pakke" in text
    assert "Skriv aldrig noget om en patient." in text
    assert "Hvad aftaler vi Hvem Senest Hvad ser vi efter" in text
    assert "Tallene sidst og nu" not in text
    assert content_of(built)["previous"] == ""


def test_an_older_form_is_told_and_not_compared() -> None:
    cluster = made.cluster_of(12)
    maker = made.Maker(cluster)
    figures = Figures(maker.table(), maker.comparators(), cluster)
    found = since(figures, made.CATALOGUE, CUTOFF, Past(Previous(made_past.PERIOD, 1, None)))
    assert found["intro"].endswith("Den har en ældre form, og dens tal kan ikke stilles op her.")
    assert (found["rows"], found["notes"]) == ([], "")


def test_a_subclusters_page_has_the_subclusters_numbers() -> None:
    whole = made.cluster_of(12)
    sub = replace(whole, subcluster="Babyklynge A")
    (own,) = [
        row for row in made.Maker(whole).rows
        if (row["indicator"], row["organisation"], row["period"]) == (ECHO, "Babyklynge A", NOW)
    ]  # fmt: skip
    found = page(cluster=sub)
    row = row_of(found)
    assert row["now"] == danish.decimal(round(float(str(own["rate"])) * 1000))
    assert row["words"] == "Kan ikke skelnes fra landet, som sidst."
    assert "babyklyngens tal" in found["intro"]


def test_the_past_is_content(second: Built) -> None:
    maker = made.Maker(second.cluster, seed=5)
    figures = Figures(maker.table(), maker.comparators(), second.cluster)
    first = document(figures, second.catalogue, made.RELEASE, made.POLICY)
    later = document(
        figures, second.catalogue, made.RELEASE, made.POLICY, Past(agreements=made_past.AGREEMENTS)
    )
    assert {key for key in first if first[key] != later[key]} == {"since", "indicators"}


def course_of(past: Past, name: str, seed: int = 7) -> dict[str, Any]:
    maker = made.Maker(made.cluster_of(12), seed=seed)
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    pages = document(figures, made.CATALOGUE, made.RELEASE, made.POLICY, past)["indicators"]
    return dict(next(p["course"] for p in pages if p["name"] == name))


def test_a_run_chart_marks_the_quarter_and_keeps_the_median_of_the_eight_before() -> None:
    plain = course_of(Past(), "af_anticoagulation")
    marked = course_of(Past(agreements=made_past.AGREEMENTS), "af_anticoagulation")
    points = [p["at"] for p in plain["points"]]
    before = sorted(points[:8])
    middle = (before[3] + before[4]) / 2
    assert "agreed" not in plain
    assert marked["agreed"] == 8
    assert (marked["points"][8]["tick"], marked["points"][5]["year"]) == ("K4", "2025")
    assert marked["median"] == round(middle) != plain["median"]
    (label,) = [entry for entry in marked["labels"] if entry["kind"] == "median"]
    said = danish.decimal(marked["median"])
    assert (label["at"], label["text"]) == (marked["median"], f"Median før {said}")
    assert f"Medianen før aftalen er {said} pct." in marked["alt"].replace("\u00a0", " ")
    assert "4. kvartal 2025, hvor klyngen aftalte" in marked["alt"]
    assert "Medianen er fra de otte viste kvartaler før aftalen." in marked["text"]
    reading = estimates.course(points, middle)
    assert reading is not None
    assert reading.signal == ("svinger ikke kun tilfældigt" in marked["text"])


def test_too_few_quarters_before_leave_the_median_and_say_so() -> None:
    plain, marked = (
        course_of(past, "af_thyroid") for past in (Past(), Past(agreements=made_past.AGREEMENTS))
    )
    assert marked["median"] == plain["median"]
    assert marked["labels"] == plain["labels"]
    assert marked["agreed"] == 8
    assert "Der vises seks kvartaler før aftalen; otte skal til" in marked["text"]


def test_years_other_indicators_and_quarters_outside_get_no_mark() -> None:
    old = replace(made_past.AGREEMENTS[0], agreed=made_past.AGREEMENTS[0].agreed.replace(year=2021))
    assert "agreed" not in course_of(Past(agreements=(old,)), "af_anticoagulation")
    assert "agreed" not in course_of(Past(agreements=made_past.AGREEMENTS), ECHO)
    persons = replace(old, indicator="heart_failure_triple_therapy", agreed=made_past.AGREEMENTS[0].agreed)
    assert course_of(Past(agreements=(persons,)), persons.indicator)["kind"] == "years"


def test_the_mark_is_printed(second: Built) -> None:
    page = next(t for t in second.texts() if second.catalogue[0].title in t and "Praksisserne i klyngen" in t)
    assert "Aftalt" in page
    assert "Median før " in page
