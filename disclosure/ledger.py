"""The ledger: everything ever published, as a chain to which entries are only added.

Belongs here: the chain, what may be added to it, and finding that it was tampered with. Does not belong here:
files (`assets/ledger.py`), what the past means for hiding (`joint`).

Every entry's digest covers its content and the digest before it, so an edited, moved or missing entry is found.
Whoever can write the whole chain anew is found only by a head that was kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from disclosure.issue import Issue, canonical, definitions, digest, rows
from disclosure.past import Contradicted, Past, fresh, past
from disclosure.table import Bools, DisclosureError, System

#: The digest before the first entry.
GENESIS = "0" * 64


class Tampered(DisclosureError):
    """The chain is not what was written. The message says where, in one sentence."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One link of the chain: an issue, the digest before it, and its own."""

    issue: Issue
    previous: str
    digest: str

    def __str__(self) -> str:
        return f"{self.issue.release}, {self.issue.block}, edition {self.issue.edition}"


@dataclass(frozen=True, eq=False)
class Ledger:
    """Everything ever published of one specialty, oldest first. Confidential."""

    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """Digest of the newest entry: it stands for the whole ledger."""
        return self.entries[-1].digest if self.entries else GENESIS

    def edition(self, block: str) -> int:
        """Return the number of a block's current edition; 0 when nothing of it was published."""
        return max((e.issue.edition for e in self.entries if e.issue.block == block), default=0)

    def issues(self, block: str, edition: int | None = None) -> list[Issue]:
        """Return a block's issues of an edition (the current one), oldest first."""
        wanted = self.edition(block) if edition is None else edition
        mine = (e.issue for e in self.entries if e.issue.block == block)
        return [issue for issue in mine if issue.edition == wanted]

    def append(self, issues: Iterable[Issue]) -> Ledger:
        """Return a ledger with these issues too; this one stays as it is.

        In the current edition only units with new definitions are kept, and an issue without any adds no entry.
        The next edition of a block is kept whole. Raises Contradicted when a unit that is in the current edition
        would change its state or a shown value, DisclosureError when a re-issue leaves units of its block out, an
        edition is skipped, or a release uses one label for two definitions.
        """
        ledger = self
        for issue in issues:
            ledger = ledger._with(issue)
        return ledger

    def verify(self, head: str | None = None) -> None:
        """Raise Tampered unless every digest follows from content, and `head` is in the chain.

        head: the newest digest at any earlier time, kept elsewhere. A chain cut before it, or written anew, does
        not hold it any more.
        """
        previous = GENESIS
        for number, entry in enumerate(self.entries, 1):
            if entry.previous != previous:
                raise Tampered(f"ledger entry {number} ({entry}) does not follow the entry before it")
            if digest(previous, entry.issue) != entry.digest:
                raise Tampered(f"ledger entry {number} ({entry}) is not what was written")
            previous = entry.digest
        if head not in {None, GENESIS, *(entry.digest for entry in self.entries)}:
            raise Tampered(
                f"the ledger has {len(self.entries)} entries and not the one whose digest was kept elsewhere: its "
                "end was cut off or it was written anew"
            )

    def _with(self, issue: Issue) -> Ledger:
        current = self.edition(issue.block)
        if issue.edition not in {max(current, 1), current + 1}:
            raise DisclosureError(f"{issue.block}: edition {issue.edition} cannot follow edition {current}")
        before = past(self.issues(issue.block), issue.system.atoms)
        if issue.edition == current:
            added = _added(issue, before)
        else:
            _refuse_incomplete(issue, before)
            added = canonical(issue, *_everything(issue.system))
        if not len(added.system.units) and not len(added.system.at_least):
            return self
        return Ledger((*self.entries, Entry(added, self.head, digest(self.head, added))))


def _everything(system: System) -> tuple[Bools, Bools, Bools]:
    units, links, inequalities = len(system.units), system.links.shape[0], len(system.at_least)
    return np.ones(units, bool), np.ones(links, bool), np.ones(inequalities, bool)


def _added(issue: Issue, before: Past) -> Issue:
    """Return the part of an issue that is new in its edition, when nothing in it contradicts what is there."""
    system, earlier = issue.system, before.system
    old = [d for d, complete in zip(definitions(earlier), before.complete, strict=True) if complete]
    known, states = set(old), set(zip(old, before.shown[before.complete].tolist(), strict=True))
    mine = definitions(system)
    new = np.array([d not in known for d in mine], bool)
    turned = [state not in states for state in zip(mine, issue.shown.tolist(), strict=True)]
    wrong = _other_values(issue, before) | (~new & np.array(turned, bool))
    if wrong.any():
        raise Contradicted.at(issue.block, [system.units[u] for u in np.flatnonzero(wrong)])
    names = set(earlier.units)
    for u in np.flatnonzero(new):
        if f"{system.units[u]} @ {issue.release}" in names:
            raise DisclosureError(
                f"{issue.block}: {issue.release} published {system.units[u]} with other atoms"
            )
    links = fresh(system.links, earlier.links)
    inequalities = fresh(system.inequalities, earlier.inequalities, system.at_least, earlier.at_least)
    return canonical(issue, new, links, inequalities)


def _other_values(issue: Issue, before: Past) -> Bools:
    """Return the units (U) with a shown figure that was shown with another value."""
    public = before.whole & before.system.spread(before.shown)
    value = dict(zip(rows(before.system.sums[public]), before.values[public].tolist(), strict=True))
    shown = np.flatnonzero(issue.system.spread(issue.shown))
    wrong = np.zeros(len(issue.shown), bool)
    keys = rows(issue.system.sums[shown])
    for figure, key in zip(shown, keys, strict=True):
        now = issue.values[figure]
        wrong[issue.system.unit[figure]] |= value.get(key, now) != now
    return wrong


def _refuse_incomplete(issue: Issue, before: Past) -> None:
    mine = set(definitions(issue.system))
    complete = before.complete
    left = [u for u, d in enumerate(definitions(before.system)) if not complete[u] or d not in mine]
    if left:
        raise DisclosureError(
            f"{issue.block}: a re-issue holds every unit of its block; {len(left)} are left out, the first is "
            f"{before.system.units[left[0]]}"
        )
