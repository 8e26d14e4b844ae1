"""What cannot be made is not made: the message names package, page and indicator; the other packages are finished."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pytest

from assets.packages import assets, package
from assets.packages.package import Built as Result
from assets.packages.package import Order, PackageError, build, build_package, order_packages
from assets.packages.report import render
from assets.release import Release
from assets.resources import Installation
from schemas.indicator import Indicator
from schemas.protected import PROTECTED
from tests.packages import made
from tests.packages.conftest import Built

#: What every message begins with.
NAME = "Package kardiologi/oestjylland-nord 2026K3 was not made: "


def refused(built: Built, staging: Path, catalogue: list[Indicator], table: pa.Table | None = None) -> str:
    """Build from a bad catalogue or table and return the message without the package's name."""
    rows = built.protected if table is None else table
    order = made.order(built.cluster, rows, built.comparators, catalogue, staging)
    with pytest.raises(PackageError) as error:
        build_package(order)
    assert [path for path in staging.rglob("*") if path.is_file()] == []
    assert str(error.value).startswith(NAME)
    return str(error.value).removeprefix(NAME)


def changed(built: Built, number: int, **words: Any) -> list[Indicator]:
    return [replace(i, **words) if n == number else i for n, i in enumerate(built.catalogue)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"reflection": ()}, "indicator page of af_thyroid: no words for reflection"),
        ({"reflection": ("Hvorfor?", " ")}, "indicator page of af_thyroid: no words for reflection"),
        ({"question": ""}, "indicator page of af_thyroid: no words for question"),
        ({"why": " \n"}, "definitions of af_thyroid: no words for why"),
        ({"limits": "", "owner": ""}, "definitions of af_thyroid: no words for limits, owner"),
        # A glyph that no shipped font has: Typst refuses it under PDF/UA.
        ({"question": "Hvor mange \U0001f9ff?"}, "indicator page of af_thyroid: Typst: "),
        ({"question": "Hvor mange {andel}?"}, "indicator page of af_thyroid: an unfilled"),
        ({"met": "andelen er over 60.4 pct."}, "indicator page of af_thyroid: an English decimal"),
        ({"name": "not_in_table"}, "indicator page of not_in_table: "),
    ],
)
def test_bad_words(built: Built, tmp_path: Path, words: dict[str, Any], message: str) -> None:
    assert refused(built, tmp_path, changed(built, 2, **words)).startswith(message)


def test_a_glyph_on_the_common_pages(built: Built, tmp_path: Path) -> None:
    odd = replace(built, cluster=replace(built.cluster, regions=("Midtjylland \U0001f9ff",)))
    assert refused(odd, tmp_path, built.catalogue).startswith("common pages: Typst: ")


def test_a_figure_that_is_not_in_the_protected_table(built: Built, tmp_path: Path) -> None:
    rows = [row for row in built.protected.to_pylist() if row["indicator"] != "af_echocardiography"]
    table = pa.Table.from_pylist(rows, schema=PROTECTED)
    assert refused(built, tmp_path, built.catalogue, table).startswith(
        "indicator page of af_echocardiography: "
    )


def test_too_many_pages(built: Built, tmp_path: Path) -> None:
    copies = [replace(built.catalogue[0], name=f"copy_{n}", title=f"Titel {n}") for n in range(26)]
    rows = [row for row in built.protected.to_pylist() if row["indicator"] == built.catalogue[0].name]
    more = pa.Table.from_pylist(
        [row | {"indicator": i.name} for i in copies for row in rows], schema=PROTECTED
    )
    assert "pages, not 6 to 30" in refused(built, tmp_path, copies, more)


@pytest.fixture
def own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates and fonts that a test may spoil."""
    for name in ("templates", "fonts"):
        shutil.copytree(getattr(render, name.upper()), tmp_path / "own" / name)
        monkeypatch.setattr(render, name.upper(), tmp_path / "own" / name)
    monkeypatch.setattr(render, "_HERE", tmp_path / "own")
    render._fonts.cache_clear()
    yield tmp_path / "own"
    render._fonts.cache_clear()


@pytest.mark.parametrize("name", ["SourceSans3-Bold.otf", "SourceSerif4-Semibold.otf"])
def test_a_missing_font(built: Built, own_templates: Path, tmp_path: Path, name: str) -> None:
    (own_templates / "fonts" / name).unlink()
    assert refused(built, tmp_path / "staging", built.catalogue) == f"common pages: font {name} is missing"


def test_every_font_is_declared() -> None:
    assert sorted(render._FONT_FILES) == sorted(path.name for path in render.FONTS.glob("*.otf"))


def test_a_missing_template(built: Built, own_templates: Path, tmp_path: Path) -> None:
    (own_templates / "templates" / "charts" / "run.typ").unlink()
    message = refused(built, tmp_path / "staging", built.catalogue)
    assert message.startswith("common pages: Typst: file not found")
    assert "run.typ" in message


def test_a_missing_image(built: Built, own_templates: Path, tmp_path: Path) -> None:
    path = own_templates / "templates" / "klyngepakke.typ"
    drawn = '#if data.indicators.any(i => i.name == "af_thyroid") { image("x.svg", alt: "Et billede") }'
    path.write_text(f"{path.read_text()}\n{drawn}\n")
    message = refused(built, tmp_path / "staging", built.catalogue)
    assert message.startswith("indicator page of af_thyroid: Typst: file not found")


def test_anything_else_stops_one_package_only(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = package._write

    def fail(order: Order) -> None:
        if order.cluster.slug == "uden-held":
            raise KeyError("value")
        write(order)

    monkeypatch.setattr(package, "_write", fail)
    clusters = [replace(built.cluster, slug="uden-held"), built.cluster]
    place = (clusters, built.catalogue, made.RELEASE, made.POLICY, tmp_path)
    orders = order_packages(built.protected, built.comparators, *place)
    failed, finished = (build(order) for order in orders)
    assert failed.error == "Package kardiologi/uden-held 2026K3 was not made: KeyError in its files"
    assert not (tmp_path / "kardiologi" / "uden-held").exists()
    assert finished.staged


class Ready:
    """A press whose packages are made already."""

    def start(self, made: list[Result]) -> Iterator[Result]:
        return iter(made)


def test_the_run_ends_as_failed_and_the_others_are_there(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = Release(made.PERIOD, {}, tmp_path / "runs")
    done = Result(built.cluster, built.folder, "abc", 1, 2)
    bad = Result(
        replace(built.cluster, slug="uden-held"), None, error="Package uden-held was not made: cover: x"
    )
    published = []

    def publish(context: object, installation: object, release: object, one: Result) -> dict[str, Any]:
        published.append(one.cluster.slug)
        return {}

    monkeypatch.setattr(assets, "newest", lambda *_: release)
    monkeypatch.setattr(assets, "_orders", lambda *_: [bad, done])
    monkeypatch.setattr(assets, "side_by_side", lambda: nullcontext(Ready()))
    monkeypatch.setattr(assets, "enter", lambda *_: None)
    monkeypatch.setattr(assets, "_publish", publish)
    monkeypatch.setattr(assets, "write_record", lambda *_: pytest.fail("a failed run has no record"))
    resources = {"installation": Installation(data=str(tmp_path), outputs=str(tmp_path / "outputs"))}
    with pytest.raises(dg.Failure, match="Package uden-held was not made: cover: x"):
        dg.materialize(
            [assets.packages],
            partition_key="2026K3",
            resources=resources,
            selection=[dg.AssetKey(["packages", "kardiologi"])],
        )
    assert published == [built.cluster.slug]
