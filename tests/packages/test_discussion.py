"""Questions by rule, the plan, and which indicators get a page for the talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.packages.figures import Figure, Figures
from assets.packages.report import words
from assets.packages.report.country import country
from assets.packages.report.discussion import plan, questions, with_talk_page
from assets.packages.report.forest import forest
from assets.packages.report.indicator_page import indicator_page
from tests.packages import made

TARGETED, ECHO = made.CATALOGUE[:2]
YEAR = "2025K4-2026K3"
OWN = Figure("cluster", "x", YEAR, "shown", 300, 500, 5, 0, 600, 556, 642)


def row(name: str, word: str = "", *, missed: bool = False, level: str = "practice") -> dict[str, object]:
    return {"name": name, "level": level, "state": "shown", "word": word, "missed": missed}


def test_outside_the_funnel_is_a_question_to_check_first() -> None:
    found = questions(ECHO, OWN, [row("P09", words.ASK), row("P02"), row("P01")], judged=True)
    assert found[0].startswith("P09 ligger uden for det, som tilfældigheder kan forklare")
    order = [found[0].index(word) for word in ("registreringen", "patienterne", "gør praksis")]
    assert order == sorted(order)
    assert found[1:3] == list(ECHO.reflection)
    assert "P01" not in " ".join(found)


def test_target_names_both_sides_by_alphabet() -> None:
    rows = [row("P11", "over mål"), row("P03", "over mål"), row("P07"), row("P05", "under mål", missed=True)]
    found = questions(TARGETED, OWN, rows, judged=True)
    assert found[0].startswith("P05 ligger sikkert under målet:")
    assert found[1] == "Hvad gør P03 og P11, som andre kan prøve?"
    assert "P07" not in " ".join(found)
    assert len(found) == 5


def test_lower_is_better_says_over() -> None:
    lower = replace(TARGETED, direction="lower")
    rows = [row("P05", "over mål", missed=True), row("P06", "under mål")]
    found = questions(lower, OWN, rows, judged=True)
    assert found[0].startswith("P05 ligger sikkert over målet:")
    assert found[1] == "Hvad gør P06, som andre kan prøve?"


def test_long_lists_are_a_number() -> None:
    rows = [row(f"Klinikken på Torvet nummer {n}", "under mål", missed=True) for n in range(7)]
    rows += [row(f"Klinikken ved Havnen nummer {n}", "over mål") for n in range(4)]
    found = questions(TARGETED, OWN, rows, judged=True)
    assert found[0].startswith("Syv praksisser ligger sikkert under målet:")
    assert found[1].startswith("Fire praksisser ligger sikkert på den gode side af målet")
    assert "Klinikken" not in " ".join(found)


def test_nothing_stands_out_names_nobody() -> None:
    found = questions(ECHO, OWN, [row(f"P{n:02d}") for n in range(1, 13)], judged=True)
    assert found[0].startswith("Ingen praksis skiller sig sikkert ud.")
    assert not any("P0" in question or "P1" in question for question in found)


def test_unknown_and_unjudged() -> None:
    much = replace(OWN, unknown=90)
    found = questions(ECHO, much, [row("P01")], judged=False)
    assert found[0] == "15,3 pct. af svarene er uoplyst: Hvem registrerer hvad, og hvornår?"
    hidden = Figure("cluster", "x", YEAR, "hidden")
    for indicator, own, rows in ((ECHO, hidden, []), (made.VOLUME, OWN, [row("P01")])):
        found = questions(indicator, own, rows, judged=True)
        assert not any("skiller sig" in question for question in found)
        assert found[: len(indicator.reflection)] == list(indicator.reflection)


@pytest.mark.parametrize("asked", range(8))
def test_three_to_five_questions(asked: int) -> None:
    indicator = replace(ECHO, reflection=tuple(f"Spørgsmål {n}?" for n in range(asked)))
    for rows in ([], [row("P01")], [row("P01", words.ASK)]):
        found = questions(indicator, OWN, rows, judged=True)
        assert 3 <= len(found) <= 5
        assert len(set(found)) == len(found)


def test_hidden_practices_and_groups_are_never_named() -> None:
    rows = [{"name": "P04", "level": "practice", "state": "hidden", "text": words.HIDDEN}]
    rows += [row("Klyngen", "under mål", missed=True, level="own"), row("P01")]
    assert not any("P04" in q or "Klyngen" in q for q in questions(TARGETED, OWN, rows, judged=True))


def test_the_plan_follows_the_indicator() -> None:
    assert plan(ECHO, OWN)["follow"] == f"Følges i næste pakke: {ECHO.title}, nu 60,0 pct."
    assert 4 <= plan(ECHO, OWN)["rows"] <= 5
    hidden = plan(ECHO, Figure("cluster", "x", YEAR, "hidden"))
    assert hidden["follow"] == f"Følges i næste pakke: {ECHO.title}."


def many(count: int):
    """Return a package where the last indicator is furthest from its target and all others have none."""
    base = [made.CATALOGUE[0], made.CATALOGUE[2]]
    catalogue = [replace(base[1], name=f"i{n}", title=f"Titel {n}") for n in range(count - 1)]
    catalogue.append(replace(base[0], name="far", target=replace(base[0].target, value=99.0)))
    maker = made.Maker(made.cluster_of(12), catalogue=catalogue)
    return Figures(maker.table(), maker.comparators(), maker.cluster), catalogue


@pytest.mark.parametrize(("count", "pages"), [(3, 3), (8, 8), (9, 8), (10, 7), (12, 5), (14, 2), (30, 0)])
def test_as_many_pages_as_there_is_room_for(count: int, pages: int) -> None:
    figures, catalogue = many(count)
    chosen = with_talk_page(figures, catalogue)
    assert list(chosen) == [i.name for i in catalogue]
    assert sum(chosen.values()) == pages


def test_what_stands_out_comes_first_then_worded_practices_then_the_catalogue() -> None:
    figures, catalogue = many(14)
    # Only one of those without a target has a spread: only there a practice can have a word.
    alone = next(i for i in catalogue if i.name == "i7")
    for name in [i.name for i in catalogue if i is not alone]:
        figures._comparators.pop((name, YEAR, "tau", None))
    figures._comparators[alone.name, YEAR, "tau", None] = 0.0
    figures._comparators[alone.name, YEAR, "reliability", None] = 0.9
    around = country(figures, alone, YEAR)
    rows = forest(figures, alone, YEAR, around, judged=True)["rows"]
    assert any(row.get("word") for row in rows)
    chosen = [name for name, has in with_talk_page(figures, catalogue).items() if has]
    assert chosen == ["i7", "far"]
    figures._comparators.pop((alone.name, YEAR, "tau", None))
    chosen = [name for name, has in with_talk_page(figures, catalogue).items() if has]
    assert chosen == ["i0", "far"]


def test_questions_move_between_the_pages() -> None:
    figures, catalogue = many(3)
    with_page = indicator_page(figures, catalogue[0], 1)
    without = indicator_page(figures, catalogue[0], 1, talk=False)
    assert with_page["reflection"] == []
    assert without["talk"] is None
    assert without["reflection"] == with_page["talk"]["questions"]
