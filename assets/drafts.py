"""Drafts: what hiding decided for one block, with its proof, waiting for publication. Confidential.

Belongs here: their files in a run's folder, and the audit of a draft against the ledger as it stands, which
every publication repeats under the ledger's lock. Does not belong here: making drafts (`assets/protected`),
publishing (`assets/packages`), what a certificate or a joint table is (`disclosure`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp

from disclosure import (
    Attacker,
    Certificates,
    DisclosureError,
    Joint,
    Ledger,
    Needs,
    System,
    Table,
    check,
    joined,
    reach,
    reissued,
)
from disclosure.table import Bools

_LABELS = ("atoms", "figures", "units")
_ARRAYS = ("unit", "level", "published", "owner")


class DraftRefused(DisclosureError):
    """A draft that the ledger's present head does not allow. The message names coordinates, never a value."""


@dataclass(frozen=True)
class Draft:
    """One block as it is to be published. U units of its own table.

    block: name in the ledger. reissue: a correction of the whole block. attackers: whom it withstands. primary,
    hidden: U; hidden holds unpublished secret units too. certificates: moves over the table's atoms.
    """

    block: str
    reissue: bool
    threshold: int
    attackers: tuple[Attacker, ...]
    table: Table
    primary: Bools
    hidden: Bools
    certificates: Certificates

    def joint(self, ledger: Ledger) -> Joint:
        """Return the table together with everything published of the block before."""
        return (reissued if self.reissue else joined)(self.table, ledger, self.block, self.threshold)


def refuse_uncovered(joint: Joint, block: str) -> None:
    """Raise DraftRefused when something new is said around an earlier hidden unit that this table cannot prove."""
    if joint.uncovered:
        raise DraftRefused(
            f"{block}: {len(joint.uncovered)} units hidden before reach back before this release's window, and "
            f"nobody of them is in it; new figures around them cannot be proven safe. The first is {joint.uncovered[0]}"
        )


def together(joint: Joint, own: Bools) -> Bools:
    """Return states of all units of a joint table, carried ones being hidden as they were published."""
    return np.concatenate([own, joint.fixed.hidden[len(own) :]])


def needs(joint: Joint, primary: Bools, threshold: int) -> Needs:
    """Return what the figures of a joint table need. primary: U of the table's own units."""
    carried = np.zeros(len(joint.table.system.units) - len(primary), bool)
    return joint.needs(reach(joint.table, threshold, np.concatenate([primary, carried])))


def audit_draft(draft: Draft, ledger: Ledger) -> tuple[Joint, Bools]:
    """Check a draft against the ledger; return the joint table and its hidden units (all U).

    Raises DraftRefused when a published unit would change its state or something hidden is not proven, and
    what `joined`, `reissued` and `check` raise.
    """
    joint = draft.joint(ledger)
    refuse_uncovered(joint, draft.block)
    hidden = together(joint, draft.hidden)
    empty = np.asarray(joint.table.system.figures_of @ joint.table.values == 0)
    wrong = (joint.fixed.shown & hidden) | (joint.fixed.hidden & ~hidden & ~empty)
    if wrong.any():
        first = joint.table.system.units[int(np.argmax(wrong))]
        raise DraftRefused(f"{draft.block}: {int(wrong.sum())} published units would change, first {first}")
    gaps = check(
        joint.table,
        hidden,
        needs(joint, draft.primary, draft.threshold),
        draft.attackers,
        draft.certificates,
    )
    if gaps:
        raise DraftRefused(
            f"{draft.block}: {len(gaps)} hidden figures are not proven, first {gaps[0].figure}"
        )
    return joint, hidden


def write_drafts(drafts: Sequence[Draft], folder: Path) -> None:
    """Write every draft as `<number>.parquet` into a new folder. Same drafts, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, draft in enumerate(drafts):
        path = folder / f"{number:03}.parquet"
        pq.write_table(_packed(draft), path, compression="zstd")
        path.chmod(0o600)


def read_drafts(folder: Path) -> Iterator[Draft]:
    """Yield the drafts of a folder, in order. Raises DraftRefused for a file that is no draft of this version."""
    for path in sorted(folder.glob("*.parquet")):
        try:
            draft = _unpacked(pq.read_table(path).combine_chunks())
        except (pa.ArrowException, LookupError, TypeError, ValueError):
            raise DraftRefused(
                f"{path} is no draft that this version can read: it was damaged, or made by another version. "
                "Release the period again."
            ) from None
        yield draft


def _packed(draft: Draft) -> pa.Table:
    """Return a table of one row whose columns are lists."""
    system = draft.table.system
    columns: dict[str, Any] = {name: pa.array(getattr(system, name), pa.string()) for name in _LABELS}
    columns |= {name: pa.array(getattr(system, name)) for name in _ARRAYS}
    columns |= {"counts": pa.array(draft.table.counts)}
    columns |= {"attackers": pa.array([list(a) for a in draft.attackers], pa.list_(pa.int64()))}
    columns |= {"primary": pa.array(draft.primary), "hidden": pa.array(draft.hidden)}
    for name, matrix in (("sums", system.sums), ("moves", draft.certificates.moves)):
        for part in ("indptr", "indices", "data"):
            columns[f"{name}_{part}"] = pa.array(getattr(matrix, part).astype(np.int64))
    lists = {name: pa.ListArray.from_arrays([0, len(array)], array) for name, array in columns.items()}
    words = {"block": [draft.block], "reissue": [draft.reissue], "threshold": [draft.threshold]}
    return pa.table({**words, **lists})


def _unpacked(row: pa.Table) -> Draft:
    def column(name: str) -> pa.Array:
        return row[name].chunk(0).flatten()

    def numbers(name: str) -> np.ndarray:
        return np.array(column(name).to_numpy(zero_copy_only=False))

    def parts(name: str) -> tuple[np.ndarray, ...]:
        return tuple(numbers(f"{name}_{part}") for part in ("data", "indices", "indptr"))

    atoms, figures, units = (tuple(column(name).to_pylist()) for name in _LABELS)
    unit, level, published, owner = (numbers(name) for name in _ARRAYS)
    sums = sp.csr_matrix(parts("sums"), shape=(len(figures), len(atoms)))
    system = System(atoms, figures, units, sums, unit, level, published, owner)
    moves = parts("moves")
    return Draft(
        block=row["block"][0].as_py(),
        reissue=row["reissue"][0].as_py(),
        threshold=row["threshold"][0].as_py(),
        attackers=tuple(tuple(some) for some in column("attackers").to_pylist()),
        table=Table(system, numbers("counts")),
        primary=numbers("primary"),
        hidden=numbers("hidden"),
        certificates=Certificates(sp.csc_matrix(moves, shape=(len(atoms), len(moves[2]) - 1))),
    )
