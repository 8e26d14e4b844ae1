"""A subcluster's own package: a part of its cluster's figures and nothing else, in the same words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets.packages.package import build_package
from assets.packages.report.checks import PAGES, check_pdf
from assets.protected.drawings import marks_in_hidden_rows
from tests.packages import made
from tests.packages.conftest import Built, read


@pytest.fixture(scope="module")
def mine(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    cluster = made.subcluster_of(built.cluster)
    place = tmp_path_factory.mktemp("half")
    folder = build_package(made.order(cluster, built.protected, built.comparators, built.catalogue, place))
    return Built(folder, cluster, built.catalogue, built.protected, built.comparators)


def test_its_rows_are_rows_of_the_clusters_package(built: Built, mine: Built) -> None:
    whole = [json.dumps(row, sort_keys=True) for row in read(built.folder)]
    part = read(mine.folder)
    assert {json.dumps(row, sort_keys=True) for row in part} < set(whole)
    codes = {p.code for p in mine.cluster.members}
    assert {r["organisation"] for r in part if r["level"] == "practice"} == codes
    assert {r["organisation"] for r in part if r["level"] == "subcluster"} == {mine.cluster.subcluster}
    assert {r["level"] for r in part} == {"practice", "subcluster", "cluster", "region", "nation"}


def test_no_word_of_the_other_practices(built: Built, mine: Built) -> None:
    others = {p.code for p in built.cluster.members} - {p.code for p in mine.cluster.members}
    assert others
    text = " ".join(mine.texts())
    assert not any(code in text for code in others)


def test_it_is_called_a_subcluster_and_set_against_its_cluster(mine: Built) -> None:
    texts = mine.texts()
    assert "Babyklynge A" in texts[0]
    assert made.OWN in texts[0]
    assert any("Hele klyngen" in text for text in texts)


def test_standards_and_no_mark_in_a_hidden_row(mine: Built) -> None:
    check_pdf(mine.pdf.read_bytes(), "klyngepakke.pdf", PAGES)
    rows, marks, numbers = marks_in_hidden_rows(mine.pdf)
    assert rows
    assert (marks, numbers) == (0, 0)


def test_its_descriptor_says_whom_it_is_for(mine: Built) -> None:
    said = json.loads((mine.folder / "datapackage.json").read_text())
    assert said["klyngepakke"]["subcluster"] == mine.cluster.subcluster
    assert said["name"] == "klyngepakke-kardiologi-oestjylland-nord_babyklynge-a-2026k3"


def test_path_is_its_own(built: Built, mine: Built) -> None:
    assert mine.folder.name == "oestjylland-nord_babyklynge-a"
    assert Path(mine.folder).parent.name == built.folder.parent.name
