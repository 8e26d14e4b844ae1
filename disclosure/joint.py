"""A table together with everything published before: one system, because readers have both.

Belongs here: carrying earlier units into a table, what must stay as it is, and what a correction makes primary.
Does not belong here: the chain (`ledger`), hiding and attacking, which work on the joint table as on any other.

Why: two releases of the same atoms, each safe alone, give each other away (a practice that changed cluster is the
difference of two clusters). As rows of one system they are protected and audited like margins of one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from disclosure.issue import Definition, Issue, definitions, issued, rows
from disclosure.ledger import Ledger
from disclosure.past import Contradicted, Past, fresh, past, stacked
from disclosure.standing import reaching
from disclosure.table import Bools, DisclosureError, Fixed, Ints, Needs, System, Table


@dataclass(frozen=True, eq=False)
class Joint:
    """A table and its past. Its units: the table's own, then the carried earlier ones ("unit @ release").

    block, edition: what is published is entered as this edition of this block.
    table: the joint table. fixed: states (U) that were published before.
    up, down: N, so far must a figure that was shown with another value be movable, to be what it was.
    reported: U, units that the release publishes; the others are already public.
    stands: U, units that need no proof: they hang together with what reaches outside the table, an earlier release
    proved them with all of it, and nothing new is said there. backward: U, units that would say something new there.
    uncovered: earlier hidden units of which this table counts nobody although they reach outside it: it cannot
    prove them. A table that takes in the older periods can.
    """

    block: str
    edition: int
    table: Table
    fixed: Fixed
    up: Ints
    down: Ints
    reported: Bools
    stands: Bools
    backward: Bools
    uncovered: tuple[str, ...]

    @property
    def changed(self) -> Bools:
        """Units (U) that are primary because the difference of two published values is a small count."""
        return np.asarray(self.table.system.figures_of @ (self.up + self.down) > 0)

    def needs(self, needs: Needs) -> Needs:
        """Return the needs with those of changed units, and none where an earlier proof stands.

        What stays public is not primary, whatever it holds.
        """
        primary = (needs.primary & ~self.fixed.shown) | self.changed
        open_ = ~self.table.system.spread(self.stands)
        up, down = np.maximum(needs.up, self.up) * open_, np.maximum(needs.down, self.down) * open_
        return replace(needs, primary=primary, up=up, down=down, differs=needs.differs & open_)

    def issue(self, release: str, hidden: Bools) -> Issue:
        """Return what enters the ledger when the release publishes this table with these units (U) hidden."""
        return issued(release, self.block, self.edition, self.table, hidden, self.reported)


def joined(table: Table, ledger: Ledger, block: str, threshold: int) -> Joint:
    """Return the table with the earlier units of a block's current edition: they stay as they are.

    An earlier unit is one of the table's own when all its figures are the same sums; any other (of another
    membership, of a group that is gone) is carried along. threshold: a hidden figure that an edition before the
    current one showed less than this away must be able to be that. Raises Contradicted when a public value or
    statement is not true of the table's counts.
    """
    before = past(ledger.issues(block), table.system.atoms)
    counted = before.system.sums @ table.counts
    # A part can be checked too: it is never more than the whole.
    wrong = np.where(before.whole, counted != before.values, counted > before.values)
    units = _any(before.system, wrong & before.system.spread(before.shown))
    labels = [before.system.units[u] for u in np.flatnonzero(units)]
    labels += ["a declared inequality"] * int((~_true(before, table.counts)).sum())
    if labels:
        raise Contradicted.at(block, labels)
    edition = max(ledger.edition(block), 1)
    joint = _extended(table, before, before.shown, block, edition)
    return _differing(joint, ledger, range(1, edition), threshold)


def reissued(table: Table, ledger: Ledger, block: str, threshold: int) -> Joint:
    """Return the table for a corrected edition of a block. The earlier values are another data set.

    A unit is primary when any edition showed one of its figures with a value that is 1..threshold-1 away, and when
    hidden it must be able to be what it was. Unchanged values stay shown (hiding them now takes nothing back),
    hidden units that hold somebody stay hidden; nothing else marks the correction. Earlier units that the table
    does not have are issued again with it. Raises DisclosureError when there is nothing to re-issue, or the table
    lacks atoms of the block: a correction takes in all that it changes.
    """
    edition = ledger.edition(block)
    before = past(ledger.issues(block), table.system.atoms)
    outside = np.flatnonzero(~before.complete)
    if not edition or len(outside):
        first = f", the first is {before.system.units[outside[0]]}" if len(outside) else ""
        raise DisclosureError(
            f"{block}: edition {edition} has {len(outside)} units outside the re-issue{first}"
        )
    changed = _any(before.system, before.system.sums @ table.counts != before.values)
    joint = _extended(table, _still_true(before, table.counts), before.shown & ~changed, block, edition + 1)
    joint = _differing(joint, ledger, range(1, edition + 1), threshold)
    return replace(joint, reported=joint.table.system.published)


def _any(system: System, figures: Bools) -> Bools:
    return np.asarray(system.figures_of @ figures.astype(np.int64) > 0)


def _true(before: Past, counts: Ints) -> Bools:
    return np.asarray(before.system.inequalities @ counts >= before.system.at_least)


def _still_true(before: Past, counts: Ints) -> Past:
    """Leave out what was declared and is not true of the corrected counts."""
    system, true = before.system, _true(before, counts)
    kept = replace(system, inequalities=system.inequalities[true], at_least=system.at_least[true])
    return replace(before, system=kept)


def _extended(table: Table, before: Past, shown: Bools, block: str, edition: int) -> Joint:
    """Return the table with the earlier units it does not have. shown: earlier units that must stay shown.

    What reaches outside the table enters with its part inside, as a unit of its own. A public one is then kept
    fixed: readers know the whole, and as long as nothing outside moves (we do not count it), the inside must
    not either. That asks for more than is needed, never for less. A hidden one must be movable inside, unless
    its earlier proof stands because nothing new is said about anything it hangs together with (`standing`).
    """
    own, earlier = table.system, before.system
    held = _any(earlier, earlier.sums @ table.counts != 0)
    hidden, complete = ~before.shown & held, before.complete
    # An unpublished unit of ours shows nothing: what was published of its sum before must be a row besides.
    mine = [d if public else None for d, public in zip(definitions(own), own.published, strict=True)]
    was = definitions(earlier)
    ours = set(mine)
    known = np.array([d in ours for d in was], bool) & complete
    public = {d for d, whole in zip(was, complete, strict=True) if whole}
    new = np.array([d is not None and d not in public for d in mine], bool)
    around = reaching(own, new, before)
    stands = ~before.shown & ~complete & (not around.told)
    lost = before.touching & ~complete & ~before.shown & ~held & ~stands
    carried = np.flatnonzero(before.touching & ~known & ~lost & ~stands)
    statements = before.parts.shape[0]
    stay, away = _states(own.units, mine, before, was, np.flatnonzero(known), shown, hidden)
    fixed = Fixed(
        np.concatenate([stay, shown[carried], np.ones(statements, bool)]),
        np.concatenate([away, hidden[carried], np.zeros(statements, bool)]),
    )
    system = _with_rows(own, before, carried)
    none = np.zeros(len(system.figures), np.int64)
    reported = np.concatenate([own.published, np.zeros(len(system.units) - len(own.units), bool)])
    backward = np.concatenate([around.new, np.zeros(len(system.units) - len(own.units), bool)])
    uncovered = tuple(earlier.units[u] for u in np.flatnonzero(lost))
    return Joint(
        block, edition, Table(system, table.counts), fixed, none, none, reported, around.stand(system), backward,
        uncovered,
    )  # fmt: skip


def _states(
    units: Sequence[str],
    mine: Sequence[Definition | None],
    before: Past,
    was: Sequence[Definition],
    known: Ints,
    shown: Bools,
    hidden: Bools,
) -> tuple[Bools, Bools]:
    """Return which of our units (U) must stay shown and which hidden.

    Two units can be the same sums (a region of one cluster), one shown and its double not printed. Each keeps the
    state it had under its own name; under a new name, what is public by any name is public.
    """
    named = {(before.system.units[u].rsplit(" @ ", 1)[0], was[u]): u for u in known.tolist()}
    by_sums: dict[Definition, int] = {}
    for u in known.tolist():
        if was[u] not in by_sums or shown[u]:
            by_sums[was[u]] = u
    found = [
        named.get((label, d), by_sums.get(d, -1)) if d is not None else -1
        for label, d in zip(units, mine, strict=True)
    ]
    at = np.array(found, np.int64)
    # A unit that was not there before (-1) reads the entry behind the last.
    return np.append(shown, False)[at], np.append(hidden, False)[at]


def _with_rows(own: System, before: Past, carried: Ints) -> System:
    """Return our system with the carried units and, each as a unit, the inside of statements that reach out."""
    earlier, n, statements = before.system, len(own.atoms), before.parts.shape[0]
    number = np.full(len(earlier.units), -1, np.int64)
    number[carried] = len(own.units) + np.arange(len(carried))
    figures = np.flatnonzero((number[earlier.unit] >= 0) & (np.diff(earlier.sums.indptr) > 0))
    names = tuple(f"statement {i} before" for i in range(statements))
    units = (*own.units, *(earlier.units[u] for u in carried), *names)
    links = fresh(earlier.links, own.links)
    unequal = fresh(earlier.inequalities, own.inequalities, earlier.at_least, own.at_least)
    return System(
        atoms=own.atoms,
        figures=(*own.figures, *(earlier.figures[f] for f in figures), *names),
        units=units,
        sums=stacked([own.sums, earlier.sums[figures], before.parts], n),
        unit=np.concatenate(
            [own.unit, number[earlier.unit[figures]], len(units) - statements + np.arange(statements)]
        ),
        level=np.concatenate([own.level, earlier.level[carried], np.zeros(statements, np.int64)]),
        published=np.concatenate([own.published, np.ones(len(units) - len(own.units), bool)]),
        owner=own.owner,
        links=stacked([own.links, earlier.links[links]], n),
        inequalities=stacked([own.inequalities, earlier.inequalities[unequal]], n),
        at_least=np.concatenate([own.at_least, earlier.at_least[unequal]]),
    )


def _differing(joint: Joint, ledger: Ledger, editions: Sequence[int], threshold: int) -> Joint:
    """Return the joint table with what its figures need because other editions showed other values.

    A unit of zeros is always shown, so that a hidden one is known to hold somebody: to have been, or to be,
    empty is nothing that hiding could leave possible.
    """
    system, values = joint.table.system, joint.table.values
    open_ = system.spread(joint.fixed.shown | ~_any(system, values != 0))
    change: dict[bytes, tuple[int, int]] = {}
    for edition in editions:
        before = past(ledger.issues(joint.block, edition), system.atoms)
        held = before.system.spread(_any(before.system, before.values != 0))
        public = np.flatnonzero(before.whole & held & before.system.spread(before.shown))
        sums = before.system.sums[public]
        changes = sums @ joint.table.counts - before.values[public]
        for key, by in zip(rows(sums), changes.tolist(), strict=True):
            if 0 < abs(by) < threshold:
                up, down = change.get(key, (0, 0))
                change[key] = max(up, -by), max(down, by)
    needs = np.array([change.get(key, (0, 0)) for key in rows(system.sums)], np.int64).reshape(-1, 2)
    needs[open_] = 0
    return replace(joint, up=needs[:, 0], down=needs[:, 1])
