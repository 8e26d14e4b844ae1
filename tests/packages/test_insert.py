"""The insert "Din praksis": one row marked, nothing that the cluster's package does not hold, and no way to whose."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from assets.packages.figures import Figures
from assets.packages.package import INSERTS, build_package
from assets.packages.release import Practice
from assets.packages.report.checks import INSERT_PAGES, check_pdf
from assets.packages.report.insert import insert_documents
from assets.packages.report.render import render_insert
from assets.packages.report.words import HIDDEN
from assets.protected.drawings import marks_in_hidden_rows
from tests.packages import made
from tests.packages.conftest import Built, build


def text_of(path: Path) -> str:
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(path).pages)


def insert_of(package: Built, practice: Practice) -> Path:
    return package.folder / INSERTS / f"{practice.number}.pdf"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Built:
    cluster = made.cluster_of(14, open_data=True)
    maker = made.Maker(cluster, seed=5)
    place = tmp_path_factory.mktemp("open")
    return build(place, cluster, maker.table(), maker.comparators(), made.CATALOGUE)


@pytest.fixture(params=["built", "awkward", "opened"])
def package(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


def test_every_member_has_one_named_by_its_public_number(package: Built) -> None:
    found = {path.name for path in (package.folder / INSERTS).iterdir()}
    assert found == {f"{p.number}.pdf" for p in package.cluster.members}
    assert len(found) == package.cluster.practices


def test_standards_pages_and_bookmarks(package: Built) -> None:
    path = insert_of(package, package.cluster.members[0])
    check_pdf(path.read_bytes(), path.name, INSERT_PAGES)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["Din praksis"]


def newest(package: Built, state: str) -> list[dict[str, Any]]:
    """Return the practices' rows of every indicator's newest year."""
    years = {
        i.name: max(
            r["period"] for r in package.rows(indicator=i.name, level="cluster") if "-" in r["period"]
        )
        for i in package.catalogue
    }
    return [r for r in package.rows(level="practice", state=state) if r["period"] == years[r["indicator"]]]


def test_own_figures_are_those_of_the_package_and_no_other_practice_has_numbers(package: Built) -> None:
    for practice in package.cluster.members[:4]:
        said = text_of(insert_of(package, practice)).partition("Side 1")[0]
        own = [
            f"{r['met']} af {r['denominator']}"
            for r in newest(package, "shown")
            if r["organisation"] in practice.organisations and r["value"] is None
        ]
        assert sorted(re.findall(r"\d+ af \d+", said)) == sorted(own)


def test_a_hidden_figure_stays_hidden_from_its_own_practice_too(package: Built) -> None:
    hidden = newest(package, "hidden")
    assert hidden
    for practice in package.cluster.members:
        mine = [row for row in hidden if row["organisation"] in practice.organisations]
        path = insert_of(package, practice)
        assert text_of(path).count(HIDDEN) == len(mine)
        assert marks_in_hidden_rows(path)[1:] == (0, 0)


def test_a_code_stands_in_its_own_insert_and_beside_no_name_or_number_elsewhere(built: Built) -> None:
    report = " ".join(built.texts())
    for practice in built.cluster.members:
        said = text_of(insert_of(built, practice))
        assert practice.code in said
        assert practice.name in said
        assert not any(other.code in said for other in built.cluster.members if other != practice)
        assert practice.code in report
        assert practice.name not in report
        assert practice.number not in report
    names = (built.folder / "datapackage.json").read_bytes()
    assert f"{INSERTS}/".encode() not in names
    assert not any(p.number.encode() in names for p in built.cluster.members)


def test_an_open_cluster_has_no_code_to_find(opened: Built) -> None:
    said = text_of(insert_of(opened, opened.cluster.members[0]))
    assert "Jeres kode" not in said
    assert "åbne data" in said


def test_nobody_can_draw_a_colleagues_insert_and_compare_checksums(built: Built) -> None:
    """All that a member knows (figures, names, numbers, codes) does not give the bytes: the token is missing."""
    victim = built.cluster.members[0]
    guess = replace(built.cluster, members=(replace(victim, token="0" * 32),))
    figures = Figures(built.protected, built.comparators, guess)
    (document,) = insert_documents(figures, made.CATALOGUE, made.RELEASE).values()
    drawn = hashlib.sha256(render_insert(document, made.RELEASE.cutoff)).hexdigest()
    truth = insert_of(built, victim).read_bytes()
    assert drawn != hashlib.sha256(truth).hexdigest()
    known = Figures(built.protected, built.comparators, replace(built.cluster, members=(victim,)))
    (document,) = insert_documents(known, made.CATALOGUE, made.RELEASE).values()
    assert render_insert(document, made.RELEASE.cutoff) == truth


def test_a_member_that_was_elsewhere_at_the_years_end_is_told_so(built: Built) -> None:
    newcomer = Practice("P99", "P99", "700999", "Nyt Lægehus", "f" * 32)
    figures = Figures(built.protected, built.comparators, replace(built.cluster, members=(newcomer,)))
    (document,) = insert_documents(figures, made.CATALOGUE, made.RELEASE).values()
    assert {row["mine"]["state"] for row in document["rows"]} == {"absent"}
    assert render_insert(document, made.RELEASE.cutoff).startswith(b"%PDF")


def test_fourteen_indicators_are_two_pages_at_most(tmp_path: Path) -> None:
    catalogue = [
        replace(made.CATALOGUE[n % 4], name=f"i{n}", title=f"{made.CATALOGUE[n % 4].title} ({n})")
        for n in range(14)
    ]
    cluster = made.cluster_of(8)
    maker = made.Maker(cluster, catalogue=catalogue)
    figures = Figures(maker.table(), maker.comparators(), cluster)
    document = next(iter(insert_documents(figures, catalogue, made.RELEASE).values()))
    (tmp_path / "a.pdf").write_bytes(render_insert(document, made.RELEASE.cutoff))
    assert len(pypdf.PdfReader(tmp_path / "a.pdf").pages) == 2


def test_a_subclusters_package_has_no_inserts(built: Built, tmp_path: Path) -> None:
    mine = made.subcluster_of(built.cluster)
    order = made.order(mine, built.protected, built.comparators, built.catalogue, tmp_path)
    assert not (build_package(order) / INSERTS).exists()
