"""The examination of one delivery, from bytes to plausibility: every rule in its turn.

Belongs here: which check runs when, and on what. Does not belong here: the checks themselves, or what follows
from their findings (`accept.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from assets.deliveries import Finding, Receipt, Waiting
from assets.extracts.check import (
    contract_findings,
    count_rows,
    key_findings,
    reference_findings,
    span_findings,
    split_tolerated,
)
from assets.extracts.columns import place_columns, refuse_layout
from assets.extracts.facts import Unreadable, look
from assets.extracts.plausible import Profile, compare, judge, profile_table
from assets.extracts.pseudonymise import Key, install
from assets.extracts.read import connect, open_delivered
from assets.extracts.repair import repair
from assets.extracts.typed import Load, stage
from assets.manifest import File, Manifest
from schemas.source import Source, Table, sources


class Examination:
    """One delivery under examination. Every step adds findings; later steps need sound earlier ones."""

    def __init__(
        self,
        waiting: Waiting,
        staging: Path,
        extracts: Path,
        in_force: Mapping[str, list[Receipt]],
        key: Key,
    ):
        self.waiting, self.extracts, self.in_force, self.key = waiting, extracts, in_force, key
        self.out, self.work = staging / "out", staging / "work"
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.rows: dict[str, int] = {}
        self.profiles: dict[str, Profile] = {}

    def run(self) -> None:
        """Check everything that can be checked; findings, warnings, rows and profiles are then complete."""
        manifest = self.waiting.manifest
        if not isinstance(manifest, Manifest):
            self.findings.append(Finding("", "manifest", detail=str(manifest)))
        elif manifest.source not in sources():
            self.findings.append(Finding("", "source", detail=f"known sources are {', '.join(sources())}"))
        else:
            self._examine(manifest, sources()[manifest.source])

    def _examine(self, manifest: Manifest, source: Source) -> None:
        self.findings += _files_named(manifest, source) + self._overlap(manifest, source)
        if self.findings:
            return
        with connect(self.work) as connection:
            install(connection, self.key)
            for file in manifest.files:
                table = source.table(file.table)
                self.findings += self._stage(connection, source, table, file)
            if self.findings:
                return
            for table in source.tables:
                self._check(connection, source, table, manifest)
        if not self.findings:
            refused, warned = judge(source, self.profiles)
            self.findings += refused
            self.warnings += warned

    def _overlap(self, manifest: Manifest, source: Source) -> list[Finding]:
        """Where spans add up, a day must not come from two deliveries; the same span is a replacement."""
        if source.replaces != "span":
            return []
        others = [r for r in self.in_force.get(source.name, []) if r.span != manifest.span]
        return [
            Finding("", "span_overlap", detail=f"{manifest.span} overlaps the accepted {r.span}")
            for r in others
            if r.span.overlaps(manifest.span)
        ]

    def _stage(
        self, connection: duckdb.DuckDBPyConnection, source: Source, table: Table, file: File
    ) -> list[Finding]:
        path = self.waiting.folder / file.path
        if not path.is_file():
            return [Finding(table.name, "missing_file")]
        facts = look(path)
        if (facts.sha256, facts.bytes) != (file.sha256, file.bytes):
            detail = f"the manifest says {file.bytes} bytes, there are {facts.bytes}"
            return [Finding(table.name, "half_file", detail=detail + " or their hash differs")]
        try:
            delivered = open_delivered(path, facts)
            refuse_layout(source, delivered.columns, path.name)
        except Unreadable as problem:
            return [Finding(table.name, problem.rule, problem.column, detail=problem.detail)]
        place, findings = place_columns(table, delivered.columns)
        if findings:
            return findings
        findings = stage(Load(connection, table, delivered, place, self._staged(table), self.work))
        if not findings:
            self.warnings += repair(connection, table, self._staged(table), self.work)
        return findings

    def _staged(self, table: Table) -> Path:
        return self.out / f"{table.name}.parquet"

    def _check(
        self, connection: duckdb.DuckDBPyConnection, source: Source, table: Table, manifest: Manifest
    ) -> None:
        staged = self._staged(table)
        rows = self.rows[table.name] = count_rows(connection, staged)
        if not rows:
            self.findings.append(Finding(table.name, "empty", detail="a header and no rows"))
            return
        found = contract_findings(table, staged) + key_findings(connection, table, staged)
        found += span_findings(connection, source, table, staged, manifest.span)
        found += reference_findings(connection, table, staged, self._known(source, table))
        refused, tolerated = split_tolerated(table, found, rows)
        self.findings += refused
        self.warnings += tolerated
        profile = profile_table(connection, source, table, staged, manifest.span)
        self.profiles[table.name] = compare(profile, self.in_force.get(source.name, []), table.name)

    def _known(self, source: Source, table: Table) -> dict[str, list[Path]]:
        """column -> the Parquet files that its values must exist in."""

        def files(other: str, name: str) -> list[Path]:
            if other == source.name:
                return [self._staged(source.table(name))]
            return [self.extracts / other / r.delivery / f"{name}.parquet" for r in self.in_force[other]]

        return {column: files(r.source, r.table) for column, r in table.references.items()}


def _files_named(manifest: Manifest, source: Source) -> list[Finding]:
    """A delivery holds every table of its source, and nothing else."""
    named, known = {f.table for f in manifest.files}, {t.name for t in source.tables}
    missing = [Finding(t, "missing_file") for t in sorted(known - named)]
    return missing + ([Finding("", "extra_file", rows=None)] * len(named - known))
