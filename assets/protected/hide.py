"""Hiding one block: the table with its past, the choice and its proof, and why each unit is hidden.

Belongs here: what the product asks of `disclosure.protect`, and what it does when something cannot be proven.
Does not belong here: the published shape (`protect`), the library's own work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from assets.drafts import Draft, needs, refuse_uncovered, together
from assets.protected.blocks import Block
from assets.protected.units import Unit
from disclosure import Attacker, Certificates, DisclosureError, Joint, Ledger, protect, respondents, small
from disclosure.table import Bools, Table
from schemas.indicator import Indicator
from schemas.policy import Policy


class NotProven(DisclosureError):
    """Not even hiding a whole block is enough, because of what was published before. Names coordinates."""


@dataclass(frozen=True)
class Hidden:
    """A block and what is hidden of it. rules: why, for each unit; "" when it is shown.

    units: U, hidden published units, withheld ones too. moves: for each unit the certificates that prove it, by
    number. coarsened: what was given up because it could not be proven: "", "earlier" (what is new about the oldest
    quarters), "practices" or "block" (all that is new; both with "earlier").
    """

    block: Block
    draft: Draft
    units: Bools
    rules: tuple[str, ...]
    moves: tuple[tuple[int, ...], ...]
    programs: int
    coarsened: str


class UnknownPopulation(DisclosureError):
    """A re-issue names what does not exist. The message says which names there are."""


def check_reissue(reissue: Collection[str], catalogue: Sequence[Indicator]) -> None:
    """Raise UnknownPopulation unless every name is a population, or an indicator that has none to share."""
    known = {i.population or i.name for i in catalogue}
    if unknown := sorted(set(reissue) - known):
        raise UnknownPopulation(
            f"{', '.join(unknown)} cannot be re-issued: there are {', '.join(sorted(known))}. "
            "Indicators over one population are re-issued together, under its name."
        )


def hide(block: Block, policy: Policy, ledger: Ledger, seed: bytes, reissue: Collection[str] = ()) -> Hidden:
    """Choose what to hide of a block so that everything hidden is proven, together with everything published.

    reissue: populations whose published figures are corrected. A block that cannot be proven is coarsened: first
    nothing new is said of the oldest quarters, then practices and subclusters are given up, then the whole block.
    Raises Contradicted when a published figure would change without a re-issue, NotProven when nothing helps,
    DraftRefused when the window is too short for it.
    """
    again = block.population in reissue
    # What is empty hides nobody and is shown, also in a group that is too small to be shown.
    filled = np.asarray(block.table.system.figures_of @ block.table.values > 0)
    own = (small(block.table, policy.threshold) | block.grouped | block.dominated) & filled
    attackers = _attackers(block, policy)
    none = Certificates.none(len(block.table.counts))
    whole = Draft(block.key, again, policy.threshold, attackers, block.table, own, own, none)
    for step in _ladder(block.plan.units, whole.joint(ledger)):
        primary = own | (step.more & filled)
        draft = replace(whole, table=_without(block.table, step.withheld), primary=primary)
        joint = draft.joint(ledger)
        if joint.uncovered:
            continue
        asked = needs(joint, primary, policy.threshold)
        result = protect(joint.table, asked, attackers, joint.fixed, seed)
        if not result.infeasible.any():
            hidden = together(joint, result.hidden[: len(own)])[: len(own)]
            draft = replace(draft, hidden=hidden, certificates=result.certificates)
            units = (hidden & draft.table.system.published) | step.withheld
            rules = _rules(block, joint, hidden | units, own, step, policy)
            return Hidden(block, draft, units, rules, _moves(draft), result.programs, step.coarsened)
    refuse_uncovered(joint, block.key)
    first = joint.table.system.units[int(np.argmax(result.infeasible))]
    raise NotProven(
        f"{block.name}: {int(result.infeasible.sum())} hidden units cannot be proven beside what is public, "
        f"the first is {first}"
    )


def _attackers(block: Block, policy: Policy) -> tuple[Attacker, ...]:
    """The outsider, every practice, and where the policy says so every two that are in one cluster at some time."""
    single = respondents(block.table.system)
    if policy.attackers == "practice":
        return single
    number = {practice: i for i, practice in enumerate(block.plan.practices)}
    pairs = set[Attacker]()
    for unit in block.plan.units:
        if unit.level == "cluster":
            inside = sorted({number[block.plan.stays[s][0]] for s in unit.stays})
            pairs.update(combinations(inside, 2))
    return (*single, *sorted(pairs))


@dataclass(frozen=True)
class _Step:
    """What is given up at one step. U units.

    more: U, hidden whatever they count. withheld: U, not said at all: their rows are hidden even when empty, so that
    a hidden row says nothing there, and they do not enter the ledger.
    """

    coarsened: str
    more: Bools
    withheld: Bools


def _ladder(units: tuple[Unit, ...], joint: Joint) -> Iterator[_Step]:
    """What is given up, step by step. What is public stays so, and what is empty hides nobody.

    What is new about the oldest quarters goes first: what was hidden in their year cannot be proven again beside it,
    since the year's other quarters are not counted any more. Where something else reaches outside (a practice is
    gone from the past) nothing is withheld: that is for people to look at, not to be passed over.
    """
    fine = np.array([u.level in ("practice", "subcluster") for u in units], bool)
    published = np.array([u.published for u in units], bool)
    may = published & ~joint.fixed.shown[: len(units)]
    new, nothing = joint.backward[: len(units)], np.zeros(len(units), bool)
    withheld = nothing if (new & ~_oldest(units)).any() else new
    yield _Step("", nothing, nothing)
    if withheld.any():
        yield _Step("earlier", nothing, withheld)
    yield _Step("practices", fine & may, withheld)
    yield _Step("block", may, withheld)


def _oldest(units: tuple[Unit, ...]) -> Bools:
    """Return the units of quarters before the first whole year: their year begins before the window."""
    years = [u.period.partition("-")[0] for u in units if "-" in u.period]
    return np.array([bool(years) and "-" not in u.period and u.period < min(years) for u in units], bool)


def _without(table: Table, withheld: Bools) -> Table:
    system = table.system
    return replace(table, system=replace(system, published=system.published & ~withheld))


def _moves(draft: Draft) -> tuple[tuple[int, ...], ...]:
    system = draft.table.system
    touched = (system.figures_of @ abs(system.sums @ draft.certificates.moves)).tocsr()
    return tuple(
        tuple(sorted(touched.indices[a:b].tolist()))
        for a, b in zip(touched.indptr, touched.indptr[1:], strict=False)
    )


def _rules(
    block: Block, joint: Joint, hidden: Bools, own: Bools, step: _Step, policy: Policy
) -> tuple[str, ...]:
    n = len(own)
    too_small = small(block.table, policy.threshold)
    reasons = (
        ("small", too_small),
        ("group", block.grouped),
        ("dominance", block.dominated),
        ("earlier", joint.fixed.hidden[:n]),
        ("correction", joint.changed[:n]),
        ("block", step.more | step.withheld),
    )
    return tuple(
        next((rule for rule, holds in reasons if holds[u]), "secondary") if hidden[u] else ""
        for u in range(n)
    )
