"""The package as a whole: reproducible, complete, valid, silent about what is hidden, and alone in its
failures.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import frictionless
import pyarrow as pa
import pytest

from assets.packages import package as package_module
from assets.packages.figures import Figures
from assets.packages.package import INSERTS, PackageError, build, build_package, order_packages
from assets.packages.release import Release
from assets.packages.report.document import document
from schemas.indicator import Indicator
from schemas.protected import (
    COMPARATORS,
    DEFINITIONS,
    DICTIONARY,
    MEASURES,
    PROTECTED,
    SIZES,
    STATES,
    STATISTICS,
)
from tests.packages import made
from tests.packages.conftest import Built, every_byte

FILES = {
    "indicators.parquet",
    "comparators.parquet",
    "klyngepakke.pdf",
    "klyngepakke.xlsx",
    "dataordbog.csv",
    "indikatorer.csv",
    "datapackage.json",
}


def content_id(folder: Path) -> str:
    return str(json.loads((folder / "datapackage.json").read_text())["klyngepakke"]["content_id"])


def test_all_files_are_there_and_the_descriptor_is_true(built: Built) -> None:
    assert {p.name for p in built.folder.iterdir()} == FILES | {INSERTS}
    found = json.loads((built.folder / "datapackage.json").read_text())
    assert {r["path"] for r in found["resources"]} == FILES - {"datapackage.json"}
    for resource in found["resources"]:
        content = (built.folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    fields = [[f["name"] for f in r["schema"]["fields"]] for r in found["resources"] if "schema" in r]
    assert fields == [PROTECTED.names, COMPARATORS.names, DICTIONARY.names, DEFINITIONS.names]
    assert all(
        f["title"] and f["description"]
        for r in found["resources"]
        if "schema" in r
        for f in r["schema"]["fields"]
    )
    assert found["created"] == "2026-09-30T00:00:00Z"
    assert found["klyngepakke"]["policy_version"] == made.POLICY.version


def test_the_descriptor_knows_what_is_never_empty_and_which_words_there_are(built: Built) -> None:
    found = json.loads((built.folder / "datapackage.json").read_text())
    rules = {
        r["name"]: {f["name"]: f.get("constraints", {}) for f in r["schema"]["fields"]}
        for r in found["resources"]
        if "schema" in r
    }
    assert rules["indicators"]["value"] == {}
    assert rules["comparators"]["value"] == {"required": True}
    assert rules["indicators"]["state"] == {"required": True, "enum": list(STATES)}
    assert rules["comparators"]["statistic"] == {"required": True, "enum": list(STATISTICS)}
    assert rules["comparators"]["size"] == {"enum": list(SIZES)}
    for name, table in (("indicators", built.protected), ("comparators", built.comparators)):
        for field, said in rules[name].items():
            values = set(table[field].to_pylist())
            assert not (said.get("required") and None in values)
            assert values <= {*said.get("enum", values), None}


def test_no_file_holds_its_own_hash(built: Built) -> None:
    for path in built.folder.glob("*.*"):
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest().encode() not in content


def test_frictionless_accepts_and_a_changed_byte_is_refused(built: Built, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in built.folder.glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    assert frictionless.validate(str(copy / "datapackage.json")).valid
    for name in sorted(FILES - {"datapackage.json"}):
        good = (copy / name).read_bytes()
        (copy / name).write_bytes(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
        assert not frictionless.validate(str(copy / "datapackage.json")).valid, name
        (copy / name).write_bytes(good)


def test_content_id_follows_content_and_not_lineage(built: Built, tmp_path: Path) -> None:
    def made_again(
        n: int,
        protected: pa.Table = built.protected,
        catalogue: list[Indicator] = built.catalogue,
        release: Release = made.RELEASE,
    ) -> str:
        place = (built.cluster, protected, built.comparators, catalogue, tmp_path / str(n))
        return content_id(build_package(made.order(*place, release=release)))

    same = content_id(built.folder)
    assert made_again(1, release=replace(made.RELEASE, code_version="9.9.9 (fffffff)")) == same
    words = [replace(built.catalogue[0], title="En anden titel"), *built.catalogue[1:]]
    assert made_again(2, catalogue=words) != same
    rows = built.protected.to_pylist()
    nation = next(r for r in rows if r["level"] == "nation")
    nation["met"] -= 1
    nation["not_met"] += 1
    assert made_again(3, protected=pa.Table.from_pylist(rows, schema=PROTECTED)) != same


def test_content_id_follows_templates_and_fonts() -> None:
    table, bands = pa.Table.from_pylist([], schema=PROTECTED), pa.Table.from_pylist([], schema=COMPARATORS)
    ids = {
        package_module.content_id(table, bands, [{}], files)
        for files in ([], [("a.typ", b"1")], [("a.typ", b"2")], [("b.typ", b"1")])
    }
    assert len(ids) == 4


CANARIES = (77_131, 771_313, 7_713_131)


def test_other_clusters_and_hidden_values_are_in_no_byte(tmp_path: Path) -> None:
    cluster, other = made.cluster_of(12), made.cluster_of(8, name=made.OTHER, regions=("Syddanmark",))
    foreign = made.Maker(other, seed=4)
    for row in foreign.rows:
        if row["level"] == "practice":
            row["organisation"] = f"KANARIE-{row['organisation']}"
            if row["state"] == "shown":
                row.update(met=CANARIES[0], not_met=CANARIES[1], denominator=sum(CANARIES[:2]))
    own = made.Maker(cluster)
    both = pa.concat_tables([foreign.table(), own.table()])
    folder = build_package(made.order(cluster, both, own.comparators(), made.CATALOGUE, tmp_path))
    content = every_byte(folder)
    for canary in (
        b"KANARIE",
        made.OTHER.encode(),
        b"77131",
        b"77.131",
        b"771313",
        b"771.313",
        b"Syddanmark",
    ):
        # Not inside a checksum or a longer number: there it would stand by chance.
        assert not re.search(rb"(?<![0-9a-f.])" + re.escape(canary) + rb"(?![0-9a-f])", content), canary
    assert b"stjylland Nord" in content


def test_the_report_never_reads_a_row_that_is_not_shown() -> None:
    """Even if the gate before it failed: hidden rows are loaded with canaries, the document holds none."""
    cluster = made.cluster_of(12)
    maker = made.Maker(cluster)
    for row in maker.rows:
        if row["state"] == "hidden":
            row.update(dict.fromkeys(("met", "not_met", "unknown", "excluded", "denominator"), CANARIES[2]))
            row.update(dict.fromkeys(MEASURES, 0.7713) | {"value": CANARIES[0]})
    with_canaries = document(
        Figures(maker.table(), maker.comparators(), cluster), made.CATALOGUE, made.RELEASE, made.POLICY
    )
    clean = made.Maker(cluster)
    without = document(
        Figures(clean.table(), clean.comparators(), cluster), made.CATALOGUE, made.RELEASE, made.POLICY
    )
    assert with_canaries == without


def test_a_table_with_a_figure_in_a_hidden_row_is_refused_without_a_trace(
    built: Built, tmp_path: Path
) -> None:
    rows = built.protected.to_pylist()
    next(r for r in rows if r["state"] == "hidden")["met"] = CANARIES[2]
    table = pa.Table.from_pylist(rows, schema=PROTECTED)
    with pytest.raises(PackageError, match="kardiologi/oestjylland-nord 2026K3") as error:
        build_package(made.order(built.cluster, table, built.comparators, built.catalogue, tmp_path))
    assert "771" not in str(error.value)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_one_failure_names_its_page_and_does_not_stop_the_others(built: Built, tmp_path: Path) -> None:
    lost = made.cluster_of(name="Findes Ikke")
    lost = replace(lost, slug="findes-ikke")
    clusters = [lost, built.cluster]
    place = (clusters, built.catalogue, made.RELEASE, made.POLICY, tmp_path)
    results = [build(order) for order in order_packages(built.protected, built.comparators, *place)]
    assert [r.staged is None for r in results] == [True, False]
    assert "kardiologi/findes-ikke" in results[0].error
    assert results[1].content_id == content_id(built.folder)
    assert results[1].hidden_rows == sum(r["state"] == "hidden" for r in built.rows())


def test_errors_name_indicator_and_page(built: Built, tmp_path: Path) -> None:
    nowhere = replace(built.catalogue[0], name="not_in_table")
    more = [*built.catalogue, nowhere]
    order = made.order(built.cluster, built.protected, built.comparators, more, tmp_path)
    with pytest.raises(PackageError, match="indicator page of not_in_table"):
        build_package(order)
    # A glyph that no shipped font has: Typst refuses it under PDF/UA, and the page at fault is named.
    glyph = replace(built.catalogue[2], question="Hvor mange \U0001f9ff?")
    words = [*built.catalogue[:2], glyph, *built.catalogue[3:]]
    with pytest.raises(PackageError, match="indicator page of af_thyroid: Typst"):
        build_package(made.order(built.cluster, built.protected, built.comparators, words, tmp_path))
