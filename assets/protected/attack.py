"""The attack on the finished file: is anything hidden in it that can be found out?

Belongs here: reading the protected table (or a package cut from it) back from Parquet, checking that it says
nothing beside its counts, then the two proofs of safety on what was read: the certificates, in whole numbers and
without a solver, and the feasible intervals of every attacker. It is the blocking check of this stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from assets.drafts import Draft, needs, read_drafts, together
from assets.protected.blocks import Block, Release, read_release
from assets.protected.codes import Codes
from assets.protected.comparators import comparators
from assets.protected.drawings import marks_in_hidden_rows
from assets.protected.leaks import leaks
from assets.protected.organisations import Organisations
from assets.protected.said import Place, Rows, form_faults, measure_faults, place_of
from disclosure import Contradiction, Forged, Joint, Ledger, audit, check
from disclosure.table import Bools, Ints
from schemas.indicator import Indicator
from schemas.period import Quarter
from schemas.policy import Policy


@dataclass(frozen=True)
class Report:
    """What the attack found. `faults` empty means that the file may be published. Sentences carry no counts.

    attacked: hidden figures asked about. certificates: moves checked. programs: solved by the audit.
    """

    faults: tuple[str, ...]
    figures: int
    hidden: int
    attacked: int
    certificates: int
    programs: int


def attack_specialty(
    protected: Path,
    models: Path,
    catalogue: Sequence[Indicator],
    specialty: str,
    period: Quarter,
    policy: Policy,
    codes: Codes,
    ledger: Ledger,
    package: Path | None = None,
) -> Report:
    """Attack the protected table in the folder `protected`, or what a finished package says of it.

    The atoms in `models` are used as practices' own knowledge and as the ground of the certificates, which lie
    in the drafts beside the table. package: folder of a finished package; its rows stand for the table's.
    """
    release = read_release(models, catalogue, specialty, period, policy)
    table = pq.read_table(protected / f"{specialty}.parquet")
    listed = table.to_pylist()
    faults = form_faults(listed, policy)
    said = pq.read_table(protected / f"comparators-{specialty}.parquet")
    if not faults and not said.equals(comparators(table, release.catalogue, policy)):
        faults.append("comparators do not follow from shown figures")
    rows = {place_of(r): r for r in listed}
    if package:
        faults += _package_faults(package, rows, said.to_pylist(), policy)
    organisations = Organisations(release, codes)
    expected: set[Place] = set()
    found = Counter[str]()
    drafts = list(read_drafts(protected / f"drafts-{specialty}"))
    if len(drafts) != len(release.blocks):
        faults.append(f"{len(release.blocks)} blocks, but {len(drafts)} drafts")
    for block, draft in zip(release.blocks, drafts, strict=False):
        places = _places(block, organisations)
        expected.update(p for some in places for p in some if p)
        faults += _attack_block(release, block, draft, places, rows, ledger, found)
    if extra := len(rows.keys() - expected):
        faults.append(f"{extra} rows belong to no declared figure")
    return Report(
        faults=tuple(faults),
        figures=len(listed),
        hidden=sum(r["state"] == "hidden" for r in listed),
        attacked=found["attacked"],
        certificates=found["certificates"],
        programs=found["programs"],
    )


def _package_faults(package: Path, rows: Rows, bands_said: list[Any], policy: Policy) -> list[str]:
    """Overlay a package's rows on the table's; return what differs."""
    mine = pq.read_table(package / "indicators.parquet").to_pylist()
    faults = [*form_faults(mine, policy), *(f"package: {said}" for said in leaks(mine, policy.threshold))]
    places = [place_of(row) for row in mine]
    if unknown := sum(place not in rows for place in places):
        faults.append(f"package: {unknown} rows that were never protected")
    if other := sum(rows.get(place, row) != row for place, row in zip(places, mine, strict=True)):
        faults.append(f"package: {other} rows say something else than what was protected")
    for pdf in sorted(package.rglob("*.pdf")):
        _, marks, numbers = marks_in_hidden_rows(pdf)
        if marks or numbers:
            name = pdf.relative_to(package)
            faults.append(f"package: {marks} marks and {numbers} numbers stand in hidden rows of {name}")
    listed = pq.read_table(package / "comparators.parquet").to_pylist()
    if other := sum(row not in bands_said for row in listed):
        faults.append(f"package: {other} comparators were never protected")
    rows.update((place, row) for place, row in zip(places, mine, strict=True) if place in rows)
    return faults


def _attack_block(
    release: Release,
    block: Block,
    draft: Draft,
    places: list[list[Place | None]],
    rows: Rows,
    ledger: Ledger,
    found: Counter[str],
) -> list[str]:
    missing = sum(p is not None and p not in rows for some in places for p in some)
    if missing:
        return [f"{block.name}: {missing} rows are missing"]
    same = draft.table.system.figures == block.table.system.figures
    if not same or (draft.table.counts != block.table.counts).any():
        return [f"{block.name}: the draft was made from other data"]
    values, shown, faults = _published(block, places, rows)
    faults += measure_faults(release, block, shown, places, rows)
    if wrong := int((shown[:, None] & (values != block.values)).any(axis=1).sum()):
        faults.append(f"{block.name}: {wrong} units show other counts than their sums")
    joint = draft.joint(ledger)
    # What the draft withheld is not in its proof: it is neither shown nor known to hold somebody.
    system = draft.table.system
    if wrong := int((shown & ~system.published).sum()):
        faults.append(f"{block.name}: {wrong} units are shown that were withheld")
    hidden = (system.published & ~shown) | (~system.published & draft.hidden)
    faults += _certified(block, draft, joint, together(joint, hidden))
    faults += _audited(block, draft, joint, values, together(joint, hidden), found)
    found["certificates"] += draft.certificates.moves.shape[1]
    return faults


def _certified(block: Block, draft: Draft, joint: Joint, hidden: Bools) -> list[str]:
    asked = needs(joint, draft.primary, draft.threshold)
    try:
        gaps = check(joint.table, hidden, asked, draft.attackers, draft.certificates)
    except Forged as error:
        return [f"{block.name}: {error}"]
    return [f"{block.name}: {label} is not proven" for label in sorted({g.figure for g in gaps})]


def _audited(
    block: Block, draft: Draft, joint: Joint, values: Ints, hidden: Bools, found: Counter[str]
) -> list[str]:
    table = joint.table
    carried = table.values[values.size :]
    # What reaches back before the window cannot be attacked from inside it: its frozen part is not public.
    asked = hidden & ~joint.stands
    system = replace(table.system, published=table.system.published & (asked | ~hidden))
    try:
        result = audit(
            system,
            np.concatenate([values.ravel(), carried]),
            table.system.published & ~hidden,
            draft.threshold,
            draft.attackers,
            own=table.counts,
            secret=asked & ~table.system.published,
        )
    except Contradiction as error:
        return [f"{block.name}: {error}"]
    found["attacked"] += result.sought
    found["programs"] += result.programs + result.whole_programs
    faults = []
    for label in sorted({e.label for e in result.exposures}):
        attackers = {e.attacker for e in result.exposures if e.label == label}
        by = "anyone" if () in attackers else f"{len(attackers)} practices"
        faults.append(f"{block.name}: {label} can be found out by {by}")
    return faults


def _places(block: Block, organisations: Organisations) -> list[list[Place | None]]:
    """For each unit the place of its row for every indicator of the block; None for unpublished units."""
    found: list[list[Place | None]] = []
    for unit in block.plan.units:
        name = organisations.name(unit) if unit.published else ""
        found.append(
            [
                (indicator, unit.period, unit.level, unit.cluster or "", name) if unit.published else None
                for indicator in block.indicators
            ]
        )
    return found


def _published(block: Block, places: list[list[Place | None]], rows: Rows) -> tuple[Ints, Bools, list[str]]:
    """Return the published values (U x F), what is shown (U), and faults: a unit may not be half shown."""
    values = np.zeros_like(block.values)
    shown = np.zeros(len(values), bool)
    half = differing = 0
    for n, some in enumerate(places):
        said = list(_said(block, [rows[p] for p in some if p]))
        known = [value is not None for value in said]
        half += any(known) and not all(known)
        shown[n] = any(known)
        if all(known) and said:
            width = values.shape[1]
            values[n] = said[:width]
            # An indicator's own denominator, or its own number excluded, is the population's.
            differing += any(value != said[width - 1] for value in said[width:])
    faults = [f"{block.name}: {half} units are half shown"] if half else []
    faults += [f"{block.name}: {differing} units differ between indicators"] if differing else []
    return values, shown, faults


def _said(block: Block, some: Sequence[dict[str, Any]]) -> Iterator[Any]:
    if block.figure == "rate":
        yield from (row[name] for row in some for name in ("met", "not_met"))
        yield from (row["denominator"] for row in some)
    else:
        yield from (row[block.figure] for row in some)
