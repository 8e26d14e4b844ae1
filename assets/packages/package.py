"""One package: its files in a staging folder, and the content id that says whether anything is new.

Belongs here: putting the parts together, per cluster, and keeping one failure from stopping the others. Does
not belong here: where packages are kept (`store/`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pypdf

from assets.packages import descriptor, dictionary, tables
from assets.packages.figures import Figures
from assets.packages.past import Past
from assets.packages.release import Cluster, Release
from assets.packages.report import method
from assets.packages.report.checks import (
    INSERT_PAGES,
    PAGES,
    check_document,
    check_pdf,
    check_rows,
    check_texts,
)
from assets.packages.report.document import document
from assets.packages.report.errors import ReportError
from assets.packages.report.indicator_page import newest_year
from assets.packages.report.insert import insert_documents
from assets.packages.report.render import ENGINE, render, render_insert, template_files
from assets.packages.tables import TableError
from assets.packages.workbook.content import WorkbookError, workbook_content
from assets.packages.workbook.write import write_workbook
from schemas.indicator import Indicator
from schemas.policy import Policy
from schemas.protected import DEFINITIONS, DICTIONARY
from store import next_version

#: Folder of the practices' own inserts inside a package. Never listed in a file: each is for one practice only.
INSERTS = "praksis"


class PackageError(RuntimeError):
    """One package could not be made. The message names package, and where it can indicator and page."""


@dataclass(frozen=True)
class Order:
    """All that one package is made of, and where it is made: small enough to hand to another process.

    figures, comparators: cut for the cluster. catalogue: its specialty's indicators. outputs: the store that the
    package is meant for, which decides its version number; None: a first version. past: what came before it.
    """

    figures: pa.Table
    comparators: pa.Table
    cluster: Cluster
    catalogue: Sequence[Indicator]
    release: Release
    policy: Policy
    staging: Path
    outputs: Path | None = None
    past: Past = Past()

    @property
    def name(self) -> str:
        """Name for messages."""
        return f"{self.cluster.specialty}/{self.cluster.slug} {self.release.period}"

    @property
    def folder(self) -> Path:
        """Where the package is made."""
        return self.staging / self.cluster.specialty / self.cluster.slug


@dataclass(frozen=True)
class Built:
    """What became of one order: a staged folder with its content id, or the sentence that says why not."""

    cluster: Cluster
    staged: Path | None
    content_id: str = ""
    hidden_rows: int = 0
    rows: int = 0
    pages: int = 0
    inserts: int = 0
    error: str = ""


def order_packages(
    protected: pa.Table,
    comparators: pa.Table,
    clusters: Sequence[Cluster],
    catalogue: Sequence[Indicator],
    release: Release,
    policy: Policy,
    staging: Path,
    outputs: Path | None = None,
    pasts: Mapping[str, Past] | None = None,
) -> list[Order | Built]:
    """Cut the tables of one specialty for each of its clusters. One that has no rows fails alone, as a Built.

    pasts: what came before, by slug; a first package has none.
    """
    found: list[Order | Built] = []
    for cluster in clusters:
        mine = tuple(i for i in catalogue if i.specialty == cluster.specialty)
        past = (pasts or {}).get(cluster.slug, Past())
        using = release.using({source for indicator in mine for source in indicator.sources} | past.sources)
        place = (cluster, mine, using, policy, staging, outputs, past)
        try:
            cut = tables.cut_figures(protected, cluster)
            found.append(Order(cut, tables.cut_comparators(comparators, cluster), *place))
        except TableError as error:
            name = f"{cluster.specialty}/{cluster.slug} {release.period}"
            found.append(Built(cluster, None, error=f"Package {name} was not made: {error}"))
    return found


def build_package(order: Order) -> Path:
    """Write a package's tables, workbook, report, inserts and descriptor into its folder, made anew; return it.

    The same order gives the same bytes in any process. Raises PackageError naming package, indicator and page; nothing
    is left behind then.
    """
    shutil.rmtree(order.folder, ignore_errors=True)
    order.folder.mkdir(parents=True)
    try:
        _write(order)
    except Exception as error:
        # Whatever it was, it stops this package only. Other libraries' words may hold a path: their kind is said.
        shutil.rmtree(order.folder)
        ours = isinstance(error, (TableError, ReportError, WorkbookError))
        said = error if ours else f"{type(error).__name__} in its files"
        raise PackageError(f"Package {order.name} was not made: {said}") from error
    return order.folder


def build(order: Order | Built) -> Built:
    """Build one package. A failure is returned and not raised: the others are still built."""
    if isinstance(order, Built):
        return order
    try:
        return _built(order.cluster, build_package(order))
    except PackageError as error:
        return Built(order.cluster, None, error=str(error))


def content_id(
    figures: pa.Table,
    comparators: pa.Table,
    documents: Sequence[Any],
    files: Sequence[tuple[str, bytes]],
) -> str:
    """Hash what readers can see: rows, texts of report and inserts, templates, fonts. No version, commit or clock.

    Rows are hashed as values, not as file bytes: a new Parquet writer is not a new content.
    """
    digest = hashlib.sha256()
    parts = [figures.to_pylist(), comparators.to_pylist(), *documents]
    for part in parts:
        digest.update(json.dumps(part, ensure_ascii=False, sort_keys=True).encode())
        digest.update(b"\0")
    for name, content in files:
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return digest.hexdigest()


def _write(order: Order) -> None:
    cluster, release = order.cluster, order.release
    tables.check_rows(order.figures)
    tables.check_comparators(order.comparators)
    check_texts(order.catalogue)
    figures = Figures(order.figures, order.comparators, cluster)
    report = document(figures, order.catalogue, release, order.policy, order.past)
    book = workbook_content(figures, order.catalogue, release, order.policy)
    definitions = dictionary.definitions(order.catalogue)
    inserts = {} if cluster.subcluster else insert_documents(figures, order.catalogue, release)
    said = [report, book, definitions, inserts]
    found = content_id(order.figures, order.comparators, said, list(template_files()))
    version = next_version(order.outputs, cluster.specialty, cluster.slug, str(release.period), found)
    report["colophon"] += method.edition(release, version, ENGINE, found)
    check_rows(report, figures, {i.name: newest_year(figures, i) for i in order.catalogue})
    _write_tables(order, definitions, report["title"], found)
    write_workbook(book, order.figures, order.folder / "klyngepakke.xlsx", release.cutoff, found)
    _write_report(order, report)
    _write_inserts(order, inserts)
    place = (order.folder, report["title"], cluster, release, order.policy)
    description = descriptor.descriptor(*place, found, version)
    # What "last time" was cannot be seen from the pins: the package says it itself.
    description["klyngepakke"]["previous"] = order.past.package
    descriptor.write_descriptor(description, order.folder)


def _write_tables(order: Order, definitions: list[dict[str, Any]], title: str, found: str) -> None:
    about = {
        "title": title,
        "use": descriptor.USE,
        "period": str(order.release.period),
        "content_id": found,
    }
    tables.write_table(order.figures, order.folder / "indicators.parquet", about)
    tables.write_table(order.comparators, order.folder / "comparators.parquet", about)
    dictionary.write_csv(dictionary.dictionary(), DICTIONARY, order.folder / "dataordbog.csv")
    dictionary.write_csv(definitions, DEFINITIONS, order.folder / "indikatorer.csv")


def _write_report(order: Order, report: dict[str, Any]) -> None:
    check_document(report)
    pdf = render(report, order.release.cutoff)
    check_pdf(pdf, "klyngepakke.pdf", PAGES, [i["title"] for i in report["indicators"]])
    (order.folder / "klyngepakke.pdf").write_bytes(pdf)


def _write_inserts(order: Order, inserts: Mapping[str, dict[str, Any]]) -> None:
    """Write one PDF per practice, named by its public number: no name and no list joins it to its code."""
    if inserts:
        (order.folder / INSERTS).mkdir()
    for number, said in inserts.items():
        check_document(said)
        pdf = render_insert(said, order.release.cutoff)
        check_pdf(pdf, "insert of a practice", INSERT_PAGES, ())
        (order.folder / INSERTS / f"{number}.pdf").write_bytes(pdf)


def _built(cluster: Cluster, staged: Path) -> Built:
    description = json.loads((staged / "datapackage.json").read_text(encoding="utf-8"))
    rows = tables.count_states(staged / "indicators.parquet")
    return Built(
        cluster,
        staged,
        description["klyngepakke"]["content_id"],
        hidden_rows=rows.get("hidden", 0),
        rows=sum(rows.values()),
        pages=len(pypdf.PdfReader(staged / "klyngepakke.pdf").pages),
        inserts=sum(1 for _ in (staged / INSERTS).glob("*.pdf")),
    )
