"""Accept a delivery or refuse it: whole, with reasons, once.

Belongs here: the order of the checks, the atomic move into the extracts, the record in the quarantine. Does
not belong here: the checks themselves. Dagster's side of it lies in `assets.py`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from traceback import extract_tb

from assets.deliveries import RECEIPT, Finding, Outcome, Receipt, Waiting, accepted, last_order
from assets.extracts.examine import Examination
from assets.extracts.pseudonymise import Key, KeyProblem
from assets.extracts.typed import NotStaged
from assets.manifest import Manifest, write_json
from schemas.source import sources


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return deliveries so that a source comes after those it refers to, earlier spans first."""

    def depth(name: str) -> int:
        source = sources().get(name)
        others = {r.source for t in source.tables for r in t.references.values()} - {name} if source else ()
        return 1 + max(map(depth, others), default=-1)

    def rank(one: Waiting) -> tuple[int, str, str, str]:
        span = str(one.manifest.span) if isinstance(one.manifest, Manifest) else ""
        return depth(one.source), one.source, span, one.folder.name

    return sorted(waiting, key=rank)


def accept(folder: Path, extracts: Path, quarantine: Path, key: Key) -> Outcome:
    """Decide on the delivery in `folder`.

    Accepted: `extracts/<source>/<id>/` appears with one Parquet per table and receipt.json, in one step.
    Refused: `quarantine/<id>.json` says why. Nothing else is ever left behind; the delivery's folder is not
    touched. Two calls at a time wait for each other. Raises KeyProblem when the extracts were pseudonymised
    with another key, NotStaged when the machine (memory, disk) or a fault of ours stopped it: then nothing
    was decided. No error quotes a value.
    """
    waiting = Waiting(folder)
    with _alone(extracts):
        in_force = accepted(extracts)
        _same_key(in_force, key)
        done = _decided(waiting, extracts, in_force)
        if done:
            return done
        staging = extracts / ".staging" / waiting.delivery
        shutil.rmtree(staging, ignore_errors=True)
        try:
            for part in ("out", "work"):
                (staging / part).mkdir(parents=True, mode=0o700)
            examination = _safely(waiting, staging, extracts, in_force, key)
            return _record(examination, key, extracts, quarantine)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _alone(extracts: Path) -> Iterator[None]:
    extracts.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(extracts / ".lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _same_key(in_force: Mapping[str, list[Receipt]], key: Key) -> None:
    others = {r.key for receipts in in_force.values() for r in receipts} - {key.id}
    if others:
        raise KeyProblem(
            f"the extracts were pseudonymised with key {', '.join(sorted(others))}, this is key {key.id}: "
            "with two keys no person joins; restore the first key or receive everything again"
        )


def _decided(waiting: Waiting, extracts: Path, in_force: Mapping[str, list[Receipt]]) -> Outcome | None:
    """The outcome of a delivery that was accepted before, or that must wait for another source."""
    manifest = waiting.manifest
    if not isinstance(manifest, Manifest) or manifest.source not in sources():
        return None
    if (extracts / manifest.source / waiting.delivery / RECEIPT).exists():
        return Outcome(waiting.delivery, manifest.source, "known", {})
    absent = [
        Finding(t.name, "waits", column, detail=f"no accepted delivery of {r.source} yet")
        for t in sources()[manifest.source].tables
        for column, r in t.references.items()
        if r.source != manifest.source and r.source not in in_force
    ]
    return Outcome(waiting.delivery, manifest.source, "waiting", {}, tuple(absent)) if absent else None


def _safely(
    waiting: Waiting, staging: Path, extracts: Path, in_force: Mapping[str, list[Receipt]], key: Key
) -> Examination:
    """Examine; an error nobody foresaw is reported by its kind and place only: its words may hold values."""
    try:
        examination = Examination(waiting, staging, extracts, in_force, key)
        examination.run()
        return examination
    except (NotStaged, KeyProblem):
        raise
    except Exception as error:
        frames = extract_tb(error.__traceback__)
        ours = [f for f in frames if f"{os.sep}extracts{os.sep}" in f.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        reason = f"{type(error).__name__} at {place} while examining {waiting.source} {waiting.delivery}"
    raise NotStaged(f"{reason}; nothing was decided")


def _record(examined: Examination, key: Key, extracts: Path, quarantine: Path) -> Outcome:
    """Move an accepted delivery into place, or write why it was refused."""
    waiting, manifest, findings = examined.waiting, examined.waiting.manifest, tuple(examined.findings)
    refusal = quarantine / f"{waiting.delivery}.json"
    if findings or not isinstance(manifest, Manifest):
        quarantine.mkdir(parents=True, exist_ok=True, mode=0o700)
        record = {
            "delivery": waiting.delivery,
            "folder": waiting.folder.name,
            "findings": [asdict(f) for f in findings],
            "manifest": manifest.record() if isinstance(manifest, Manifest) else None,
        }
        write_json(refusal, record)
        return Outcome(waiting.delivery, waiting.source, "refused", {}, findings)
    receipt = Receipt(
        delivery=waiting.delivery,
        source=manifest.source,
        span=manifest.span,
        replaces=sources()[manifest.source].replaces,
        order=last_order(extracts) + 1,
        key=key.id,
        rows=examined.rows,
        profile=examined.profiles,
        warnings=tuple(examined.warnings),
        manifest=manifest.record(),
    )
    for path in examined.out.iterdir():
        path.chmod(0o600)
    write_json(examined.out / RECEIPT, receipt.as_json())
    (extracts / manifest.source).mkdir(exist_ok=True, mode=0o700)
    examined.out.rename(extracts / manifest.source / waiting.delivery)
    refusal.unlink(missing_ok=True)
    return Outcome(waiting.delivery, manifest.source, "accepted", receipt.rows, (), receipt.warnings)
