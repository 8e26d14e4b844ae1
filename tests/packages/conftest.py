"""Packages built once for all tests: an ordinary cluster of twelve, and one with every awkward state."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
import pytest

from assets.packages.package import build_package
from assets.packages.past import Past
from assets.packages.release import Cluster
from schemas.indicator import Indicator
from tests.packages import made, made_past


@dataclass
class Built:
    folder: Path
    cluster: Cluster
    catalogue: list[Indicator]
    protected: pa.Table
    comparators: pa.Table

    @property
    def pdf(self) -> Path:
        return self.folder / "klyngepakke.pdf"

    def texts(self) -> list[str]:
        return list(self._texts)

    @cached_property
    def _texts(self) -> list[str]:
        """Read once: a page's text costs more than its drawing."""
        return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(self.pdf).pages]

    def alts(self) -> list[str]:
        with pikepdf.open(self.pdf) as pdf:
            return [str(node["/Alt"]) for node in nodes(pdf.Root.StructTreeRoot) if "/Alt" in node]

    def rows(self, **wanted: str) -> list[dict[str, Any]]:
        return [row for row in read(self.folder) if all(row[key] == value for key, value in wanted.items())]


def content_of(built: Built) -> dict[str, Any]:
    """Return what the descriptor says of the package itself."""
    found = json.loads((built.folder / "datapackage.json").read_text(encoding="utf-8"))
    return dict(found["klyngepakke"])


def read(folder: Path) -> list[dict[str, Any]]:
    return pq.read_table(folder / "indicators.parquet").to_pylist()


def nodes(node: Any) -> Any:
    """Walk a PDF's structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from nodes(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from nodes(node["/K"])


def every_byte(folder: Path) -> bytes:
    """Return all of a package as bytes: files as they lie, PDF and XLSX unpacked, Parquet values as text."""
    parts = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    with zipfile.ZipFile(folder / "klyngepakke.xlsx") as book:
        parts += [book.read(name) for name in book.namelist()]
    for file in sorted(folder.rglob("*.pdf")):
        with pikepdf.open(file) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    parts.append(thing.read_bytes())
            parts += [str(node.get("/Alt", "")).encode() for node in nodes(pdf.Root.StructTreeRoot)]
        parts.append(" ".join(page.extract_text() for page in pypdf.PdfReader(file).pages).encode())
    parts.append(repr(read(folder)).encode())
    return b"\n".join(parts)


def build(
    staging: Path,
    cluster: Cluster,
    table: pa.Table,
    bands: pa.Table,
    catalogue: list[Indicator],
    past: Past | None = None,
) -> Built:
    folder = build_package(made.order(cluster, table, bands, catalogue, staging, past=past))
    return Built(folder, cluster, catalogue, table, bands)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    cluster = made.cluster_of(12)
    maker = made.Maker(cluster)
    return build(
        tmp_path_factory.mktemp("twelve"), cluster, maker.table(), maker.comparators(), made.CATALOGUE
    )


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Built:
    cluster = made.cluster_of(6)
    return build(tmp_path_factory.mktemp("awkward"), cluster, *made.awkward(cluster))


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The second package of a cluster of ten that has agreed on something."""
    cluster = made.cluster_of(10)
    maker = made.Maker(cluster, seed=5)
    tables = maker.table(), maker.comparators()
    past = made_past.past(*tables, cluster)
    return build(tmp_path_factory.mktemp("second"), cluster, *tables, made.CATALOGUE, past)
