"""One package: four files in a staging folder, and the content id that says whether anything is new.

Belongs here: putting the parts together, per cluster, and keeping one failure from stopping the others. Does
not belong here: where packages are kept (`store/`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.packages import descriptor, tables
from assets.packages.figures import Figures
from assets.packages.release import Cluster, Release
from assets.packages.report.checks import PAGES, check_document, check_pdf, check_rows, check_texts
from assets.packages.report.document import ReportError, document
from assets.packages.report.indicator_page import newest_year
from assets.packages.report.render import ENGINE, render, template_files
from assets.packages.tables import TableError
from schemas.indicator import Indicator
from schemas.policy import Policy


class PackageError(RuntimeError):
    """One package could not be made. The message names package, and where it can indicator and page."""


@dataclass(frozen=True)
class Built:
    """What became of one cluster: a staged folder with its content id, or the sentence that says why not."""

    cluster: Cluster
    staged: Path | None
    content_id: str = ""
    hidden_rows: int = 0
    rows: int = 0
    error: str = ""


def build_packages(
    protected: pa.Table,
    comparators: pa.Table,
    clusters: Sequence[Cluster],
    catalogue: Sequence[Indicator],
    release: Release,
    policy: Policy,
    staging: Path,
) -> list[Built]:
    """Build one package per cluster under `staging`.

    A package that fails is reported; the others are still built.
    """
    results = []
    for cluster in clusters:
        try:
            staged = build_package(protected, comparators, cluster, catalogue, release, policy, staging)
        except PackageError as error:
            results.append(Built(cluster, None, error=str(error)))
        else:
            results.append(_built(cluster, staged))
    return results


def build_package(
    protected: pa.Table,
    comparators: pa.Table,
    cluster: Cluster,
    catalogue: Sequence[Indicator],
    release: Release,
    policy: Policy,
    staging: Path,
) -> Path:
    """Write indicators.parquet, comparators.parquet, klyngepakke.pdf and datapackage.json for one cluster.

    Returns the folder `staging/<specialty>/<slug>`, made anew. Same tables, words, templates and fonts give
    the same bytes. Raises PackageError naming package, indicator and page; nothing is left behind then.
    """
    folder = staging / cluster.specialty / cluster.slug
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        _write(protected, comparators, cluster, catalogue, release, policy, folder)
    except Exception as error:
        # Whatever it was, it stops this package only. Other libraries' words may hold a path: their kind is said.
        shutil.rmtree(folder)
        name = f"{cluster.specialty}/{cluster.slug} {release.period}"
        said = (
            error if isinstance(error, (TableError, ReportError)) else f"{type(error).__name__} in its files"
        )
        raise PackageError(f"Package {name} was not made: {said}") from error
    return folder


def content_id(
    figures: pa.Table, comparators: pa.Table, report: dict[str, Any], files: Sequence[tuple[str, bytes]]
) -> str:
    """Hash what a reader can see: table rows, texts, templates and fonts. No version, commit or clock.

    Rows are hashed as values, not as file bytes: a new Parquet writer is not a new content.
    """
    digest = hashlib.sha256()
    parts = [figures.to_pylist(), comparators.to_pylist(), report]
    for part in parts:
        digest.update(json.dumps(part, ensure_ascii=False, sort_keys=True).encode())
        digest.update(b"\0")
    for name, content in files:
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return digest.hexdigest()


def _write(
    protected: pa.Table,
    comparators: pa.Table,
    cluster: Cluster,
    catalogue: Sequence[Indicator],
    release: Release,
    policy: Policy,
    folder: Path,
) -> None:
    tables.check_rows(protected)
    tables.check_comparators(comparators)
    cut = tables.cut_figures(protected, cluster)
    bands = tables.cut_comparators(comparators, cluster)
    mine = [i for i in catalogue if i.specialty == cluster.specialty]
    release = release.using({source for indicator in mine for source in indicator.sources})
    check_texts(mine)
    figures = Figures(cut, bands, cluster)
    report = document(figures, mine, release, policy)
    found = content_id(cut, bands, report, list(template_files()))
    report["colophon"] += [
        {"label": "Tegnet med", "text": f"Typst (PyPI typst {ENGINE})"},
        {"label": "Kodeversion", "text": release.code_version},
        {"label": "Indholds-id", "text": found},
    ]
    check_document(report)
    check_rows(report, figures, {i.name: newest_year(figures, i) for i in mine})
    tables.write_table(cut, folder / "indicators.parquet", report["title"])
    tables.write_table(bands, folder / "comparators.parquet", report["title"])
    pdf = render(report, release.cutoff)
    check_pdf(pdf, "klyngepakke.pdf", PAGES, [i["title"] for i in report["indicators"]])
    (folder / "klyngepakke.pdf").write_bytes(pdf)
    description = descriptor.descriptor(folder, report["title"], cluster, release, policy, found)
    descriptor.write_descriptor(description, folder)


def _built(cluster: Cluster, staged: Path) -> Built:
    description = json.loads((staged / "datapackage.json").read_text(encoding="utf-8"))
    rows = tables.count_states(staged / "indicators.parquet")
    return Built(
        cluster,
        staged,
        description["klyngepakke"]["content_id"],
        hidden_rows=rows.get("hidden", 0),
        rows=sum(rows.values()),
    )
