"""The meeting kit: nothing is told before the guess, minutes add up, and the staff's sheet tells of no practice."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from assets.packages.figures import Figures
from assets.packages.report.findings import certain, findings
from assets.packages.report.meeting import meeting
from schemas.indicator import Indicator
from schemas.protected import COUNTS, MEASURES
from tests.packages import made
from tests.packages.conftest import Built


def kit(built: Built, catalogue: list[Indicator] | None = None, **changes: Any) -> dict[str, Any]:
    cluster = replace(built.cluster, **changes)
    figures = Figures(built.protected, built.comparators, cluster)
    return meeting(figures, built.catalogue if catalogue is None else catalogue)


def hidden_kit(catalogue: list[Indicator]) -> dict[str, Any]:
    cluster = made.cluster_of(8)
    maker = made.Maker(cluster, catalogue=catalogue)
    for row in maker.rows:
        row.update(dict.fromkeys((*COUNTS, *MEASURES, "unknown", "excluded")) | {"state": "hidden"})
    maker.bands = []
    return meeting(Figures(maker.table(), maker.comparators(), cluster), catalogue)


def talks(found: dict[str, Any]) -> list[dict[str, Any]]:
    return list(found["agenda"]["rows"][3:-3])


def test_the_guess_sheet_asks_about_everything_and_tells_nothing(built: Built, awkward: Built) -> None:
    for package in (built, awkward):
        other = made.cluster_of(8)
        empty = made.Maker(other, seed=99, catalogue=package.catalogue)
        figures = Figures(empty.table(), empty.comparators(), package.cluster)
        sheet = kit(package)["guess"]
        # Other figures, the same sheet: nothing on it depends on any of them.
        assert sheet == meeting(figures, package.catalogue)["guess"]
        assert [row["name"] for row in sheet["rows"]] == [i.name for i in package.catalogue]
        for row, indicator in zip(sheet["rows"], package.catalogue, strict=True):
            assert row["question"] == indicator.question
            assert bool(row["measure"]) == bool(indicator.volume)


def test_the_printed_guess_sheet_has_no_percentage(built: Built) -> None:
    text = next(t for t in built.texts() if "Gæt, før I kigger" in t and "Mit gæt" in t)
    assert "Klyngens tal" in text
    assert not re.search(r"\d,\d", text)
    assert all(i.title in text for i in built.catalogue)


def test_certain_findings_come_first_by_gap_and_at_most_three(built: Built) -> None:
    figures = Figures(built.protected, built.comparators, built.cluster)
    sure = certain(findings(figures, built.catalogue))
    assert len(sure) == 2
    assert [row["name"] for row in talks(kit(built))] == [f.indicator.name for f in sure]
    assert sure[0].finding.gap > sure[1].finding.gap
    target = made.CATALOGUE[0].target
    five = [
        replace(made.CATALOGUE[0], name=f"i{n}", target=replace(target, value=value))
        for n, value in enumerate((97.0, 62.0, 93.0, 90.0, 99.0))
    ]
    maker = made.Maker(built.cluster, catalogue=five)
    figures = Figures(maker.table(), maker.comparators(), built.cluster)
    named = [row["name"] for row in talks(meeting(figures, five))]
    assert named == [f.indicator.name for f in certain(findings(figures, five))][:3]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_meeting_lasts_an_hour_to_an_hour_and_a_half(built: Built, count: int) -> None:
    for catalogue in (built.catalogue[:count], built.catalogue[-count:]):
        for found in (kit(built, catalogue), hidden_kit(catalogue)):
            agenda = found["agenda"]
            minutes = [row["minutes"] for row in agenda["rows"]]
            assert 60 <= sum(minutes) <= 90
            assert agenda["title"] == f"Dagsorden på {sum(minutes)} minutter"
            start = 0
            for row, length in zip(agenda["rows"], minutes, strict=True):
                assert row["span"] == f"{start}–{start + length}"
                start += length
            assert all(row["purpose"] and row["who"] for row in agenda["rows"])


def test_without_certain_findings_the_cluster_chooses(built: Built) -> None:
    for found in (kit(built, built.catalogue[1:3]), hidden_kit(made.CATALOGUE)):
        assert [row["title"] for row in talks(found)] == [
            "En indikator, I selv vælger",
            "Endnu en, I selv vælger",
        ]
    assert "Tallene vises ikke" in str(talks(hidden_kit(made.CATALOGUE)))
    assert not any(i.title in str(hidden_kit(made.CATALOGUE)["agenda"]) for i in made.CATALOGUE)


def test_a_purpose_says_what_a_finding_is_for(built: Built) -> None:
    said = {row["name"]: row["purpose"] for row in talks(kit(built))}
    assert said["af_anticoagulation"].endswith("Find ud af hvorfor, og vælg én ting at prøve")
    assert said["heart_failure_triple_therapy"].endswith("hvad der virker, og hvordan I holder fast i det")
    describing = [replace(i, direction="describe", target=None) for i in built.catalogue]
    for row in talks(kit(built, describing)):
        if row["name"]:
            assert row["purpose"].endswith("Tal om, hvad forskellen dækker over")


def test_rules_of_talk_follow_open_or_closed_data(built: Built) -> None:
    assert "står med kode" in str(kit(built)["agenda"]["rules"])
    assert "står med navn" in str(kit(built, open_data=True)["agenda"]["rules"])
    assert {role for role, _ in kit(built)["agenda"]["roles"]} == {"Tovholder", "Referent"}


def test_the_staff_sheet_tells_registration_and_no_figure(built: Built) -> None:
    staff = kit(built)["staff"]
    names = [row["name"] for row in staff["rows"]]
    assert names[:2] == [row["name"] for row in talks(kit(built))]
    assert len(names) == 3
    catalogue = {i.name: i for i in built.catalogue}
    for row in staff["rows"]:
        said = dict(row["registration"])
        assert catalogue[row["name"]].met.rstrip(".")[1:] in said["Opfyldt, når"]
        assert "Tæller slet ikke med" in said
        # »Forekommer ikke« is nothing to register.
        assert "Uoplyst, når" not in said
    text = next(t for t in built.texts() if "Til klinikpersonalet" in t)
    assert not re.search(r"\d,\d|\bP\d\d\b", text)
    assert "Jeres egne ideer" in text


def test_a_subcluster_is_called_so_everywhere(built: Built) -> None:
    text = str(kit(built, subcluster="Babyklynge A"))
    assert "Babyklyngens tal" in text
    assert not re.search(r"(?<!baby)klyngen", text, re.IGNORECASE)


def test_sheets_stand_on_pages_of_their_own(built: Built, awkward: Built) -> None:
    for package in (built, awkward):
        texts = package.texts()
        first = next(n for n, text in enumerate(texts) if "Mit gæt" in text)
        assert "Dagsorden på" in texts[first + 1]
        assert "Til klinikpersonalet" in texts[first + 2]
        assert "Sådan er indikatorerne lavet" in texts[first + 3]
