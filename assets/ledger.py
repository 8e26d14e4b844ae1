"""The ledger's files: a folder per specialty, a Parquet file per entry and the chain that names them. Confidential.

Belongs here: reading and checking them, and the one way to add to them: under a lock, whole or not at all. Does
not belong here: what may be added and what it means (`disclosure.ledger`, `disclosure.joint`).

`chain.jsonl` has a line per entry: sequence, release, block, edition, sha256 of `<sequence>.parquet`, digest. It is
written beside and renamed, and the rename is the publication: a Parquet file that no line names was left by a
crash, is not read, and is written over. The head of the chain is kept in a second place, so that a ledger whose
end was cut off is found.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import scipy.sparse as sp

from assets.drafts import audit_draft, read_drafts
from disclosure.issue import Issue
from disclosure.ledger import GENESIS, Entry, Ledger, Tampered
from disclosure.table import NOBODY, DisclosureError, Ints, System

CHAIN = "chain.jsonl"
#: Columns of the one row of an entry's file besides names: lists of labels, of numbers, of a matrix's rows.
LABELS = ("atoms", "figures", "units")
MATRICES = ("sums", "links", "inequalities")


@dataclass
class Publication:
    """The ledger as it is now, while nobody else can add to it."""

    ledger: Ledger
    folder: Path
    head: Path
    held: bool = True

    def append(self, issues: Iterable[Issue]) -> Ledger:
        """Add what a release publishes and return the ledger; all of it is kept, or on any error none.

        Call it before the first package is out, and after an audit of the drafts against `ledger`. Raises what
        `Ledger.append` raises.
        """
        if not self.held:
            raise DisclosureError("the ledger's lock is not held any more; nothing was added")
        grown = self.ledger.append(issues)
        lines = _lines(self.folder)
        for number, entry in enumerate(grown.entries[len(self.ledger.entries) :], len(lines) + 1):
            content = _packed(entry.issue)
            _write(_file(self.folder, number), content)
            lines.append(_line(number, entry, content))
        _write(self.folder / CHAIN, "".join(f"{json.dumps(line)}\n" for line in lines).encode())
        self.ledger = grown
        self.keep_head()
        return grown

    def keep_head(self) -> None:
        """Write the chain's newest digest to the second place; a crash may have left an older one there."""
        _write(self.head, f"{self.ledger.head}\n".encode())


@contextmanager
def publishing(root: Path, specialty: str, head: Path) -> Iterator[Publication]:
    """Hold the specialty's ledger for one publisher at a time, from the re-audit of drafts to the append.

    root: folder of all ledgers. head: file in another place, where the chain's newest digest is kept. Raises
    Tampered, in one sentence, when the files are not what was written.
    """
    folder = root / specialty
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        publication = Publication(read(root, specialty, head), folder, head)
        publication.keep_head()
        try:
            yield publication
        finally:
            publication.held = False
    finally:
        os.close(handle)


def head_of(root: Path, specialty: str) -> Path:
    """Return where the head of a specialty's ledger is kept: beside the keys, not in the ledger's folder."""
    return root.parent / "keys" / f"ledger-{specialty}.head"


def enter(root: Path, specialty: str, drafts: Path, release: str) -> int:
    """Audit every draft against the ledger as it stands and enter what is new; return how many units were new.

    All under the ledger's lock, and before the first package is out: a figure that is out must never be missing
    here. Raises DraftRefused, Contradicted or Tampered; the ledger is untouched then.
    """
    with publishing(root, specialty, head_of(root, specialty)) as publication:
        before = publication.ledger
        audited = (audit_draft(draft, before) for draft in read_drafts(drafts))
        grown = publication.append([joint.issue(release, hidden) for joint, hidden in audited])
        return sum(len(e.issue.system.units) for e in grown.entries[len(before.entries) :])


def read(root: Path, specialty: str, head: Path) -> Ledger:
    """Return the ledger of a specialty, checked against its digests and the head kept elsewhere.

    A head that is one publication behind is a crash's, not an intruder's: it must be in the chain, not at its
    end. Raises Tampered.
    """
    folder = root / specialty
    # Before the chain: a publisher beside us may add to both meanwhile, and writes the chain first.
    kept = head.read_text("ascii").strip() if head.exists() else None
    entries: list[Entry] = []
    for number, line in enumerate(_lines(folder), 1):
        entries.append(_entry(folder, number, line, entries[-1].digest if entries else GENESIS))
    ledger = Ledger(tuple(entries))
    if entries and kept is None:
        raise Tampered(
            f"{specialty}'s ledger has {len(entries)} entries, but {head.name} with its head is missing"
        )
    ledger.verify(kept)
    return ledger


def _entry(folder: Path, number: int, line: dict[str, Any], previous: str) -> Entry:
    path, ledger = _file(folder, number), f"{folder.name}'s ledger"
    if line.get("sequence") != number:
        raise Tampered(f"line {number} of {ledger} has another number: a line is missing or moved")
    if not path.exists():
        raise Tampered(f"{path.name} of {ledger} is missing")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != line.get("sha256"):
        raise Tampered(f"{path.name} of {ledger} is not what was written")
    try:
        issue = _unpacked(content)
    except (pa.ArrowException, LookupError, TypeError, ValueError, DisclosureError):
        raise Tampered(f"{path.name} of {ledger} is no entry of a ledger") from None
    entry = Entry(issue, previous, str(line.get("digest")))
    if _line(number, entry, content) != line:
        raise Tampered(f"line {number} of {ledger} does not fit {path.name}")
    return entry


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.parquet"


def _lines(folder: Path) -> list[dict[str, Any]]:
    chain = folder / CHAIN
    if not chain.exists():
        return []
    try:
        return [dict(json.loads(line)) for line in chain.read_text("utf-8").splitlines()]
    except (ValueError, TypeError):
        raise Tampered(f"{CHAIN} of {folder.name}'s ledger is not readable") from None


def _line(number: int, entry: Entry, content: bytes) -> dict[str, Any]:
    issue = entry.issue
    return {
        "sequence": number,
        "release": issue.release,
        "block": issue.block,
        "edition": issue.edition,
        "sha256": hashlib.sha256(content).hexdigest(),
        "digest": entry.digest,
    }


def _packed(issue: Issue) -> bytes:
    """Return a Parquet file of one row whose columns are lists. Counts of hidden figures are empty in it."""
    system = issue.system
    columns: dict[str, Any] = {name: pa.array(getattr(system, name), pa.string()) for name in LABELS}
    hidden = ~system.spread(issue.shown)
    columns |= {"unit": pa.array(system.unit), "level": pa.array(system.level)}
    columns |= {"values": pa.array(issue.values, mask=hidden), "shown": pa.array(issue.shown)}
    columns["at_least"] = pa.array(system.at_least)
    for name in MATRICES:
        matrix = getattr(system, name)
        for part in ("indptr", "indices", "data"):
            columns[f"{name}_{part}"] = pa.array(getattr(matrix, part).astype(np.int64))
    names = {"release": [issue.release], "block": [issue.block], "edition": [issue.edition]}
    lists = {name: pa.ListArray.from_arrays([0, len(array)], array) for name, array in columns.items()}
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table({**names, **lists}), buffer, compression="zstd")
    return bytes(buffer.getvalue())


def _unpacked(content: bytes) -> Issue:
    row = pq.read_table(pa.BufferReader(content)).combine_chunks()

    def column(name: str) -> pa.Array:
        return row[name].chunk(0).flatten()

    def numbers(name: str) -> Ints:
        return np.array(pc.fill_null(column(name).cast(pa.int64()), 0).to_numpy(zero_copy_only=False))

    atoms, figures, units = (tuple(column(name).to_pylist()) for name in LABELS)
    sums, links, inequalities = (
        sp.csr_matrix(
            (numbers(f"{name}_data"), numbers(f"{name}_indices"), numbers(f"{name}_indptr")),
            (len(numbers(f"{name}_indptr")) - 1, len(atoms)),
        )
        for name in MATRICES
    )
    system = System(
        atoms=atoms,
        figures=figures,
        units=units,
        sums=sums,
        unit=numbers("unit"),
        level=numbers("level"),
        published=np.ones(len(units), bool),
        owner=np.full(len(atoms), NOBODY, np.int64),
        links=links,
        inequalities=inequalities,
        at_least=numbers("at_least"),
    )
    release, block, edition = (row[part][0].as_py() for part in ("release", "block", "edition"))
    return Issue(release, block, edition, system, numbers("values"), numbers("shown").astype(bool))


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place whole and durably, readable for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    place = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
