"""Who treats: practices with their ydernumre and validity, and their dated membership of clusters.

Belongs here: drawing them, with every awkward case a register has (see `_awkward`). Does not belong here:
patients.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from synthetic.places import CLINICS, FIRST, SURNAMES, TITLES, TOWNS, ClusterPlan, plan_clusters
from synthetic.rates import RATES, STEP
from synthetic.recipe import recipes
from synthetic.scale import FIRST_DAY, LAST_DAY, Scale

#: Clusters were formed early summer 2022.
_FORMED = date(2022, 6, 1)
#: Each specialty group has a number interval of its own: first number and distance of the next.
SPECIALIST_NUMBERS = (61_000, 7)
GENERAL_NUMBERS = (1_000, 3)
OTHER_NUMBERS = (190_010, 10)
CLUSTER_GENERAL_NUMBERS = (30_002, 5)
#: Ydernumre that nobody has.
UNKNOWN_NUMBERS = (99_800, 1)
#: Practices in no cluster: settlement code -> how many.
OTHER_PRACTICES = {"04": 4, "19": 5, "21": 5}


@dataclass(frozen=True)
class Membership:
    """A practice's time in one cluster."""

    plan: ClusterPlan
    region: str
    start: date
    end: date | None = None
    subcluster: str | None = None


@dataclass(frozen=True)
class Practice:
    """A practice is (ydernr, valid_from): a number can be given to another one later."""

    ydernr: str
    name: str
    code: str
    valid_from: date
    valid_to: date | None = None
    specialty: str | None = None
    #: Patients relative to an ordinary practice.
    size: float = 1.0
    memberships: tuple[Membership, ...] = ()
    #: Indicator -> this practice's deviation on the logit scale.
    effects: dict[str, float] = field(default_factory=dict)

    @property
    def stepped(self) -> bool:
        """Whether it is in the cluster that has the declared step."""
        return any(m.plan.name == STEP.cluster for m in self.memberships)

    @property
    def first_day(self) -> date:
        """First day it has patients in the deliveries."""
        return max(FIRST_DAY, self.valid_from)

    @property
    def days(self) -> int:
        """Days on which it takes patients; a practice that closes takes no new ones in its last 100 days."""
        last = date.fromordinal(self.valid_to.toordinal() - 100) if self.valid_to else LAST_DAY
        return (last - self.first_day).days + 1


def number(interval: tuple[int, int], i: int) -> str:
    """Return the i-th ydernummer of an interval, six digits."""
    return f"{interval[0] + interval[1] * i:06d}"


def draw_practices(scale: Scale, seed: int) -> list[Practice]:
    """Return all practices: those of the first specialties and their non-members, those of the other specialties, then
    everybody else.
    """
    rng = Random(f"organisation/{seed}")
    plans = plan_clusters(scale.clusters)
    first = tuple(p for p in plans if p.specialty in FIRST)
    practices = _draw_specialists(first, FIRST, 0, rng)
    others = _draw_others(scale, rng)
    for specialty in (s for s in TITLES if s not in FIRST):
        own = tuple(p for p in plans if p.specialty == specialty)
        apart = Random(f"organisation/{seed}/{specialty}")
        practices += _draw_specialists(own, (specialty,), len({p.ydernr for p in practices}), apart)
    return [_with_recipes(p, seed) for p in practices] + others


def _draw_specialists(
    plans: tuple[ClusterPlan, ...], specialties: tuple[str, ...], taken: int, rng: Random
) -> list[Practice]:
    """Return the members of these clusters and two non-members of each specialty, numbered from `taken` on."""
    clusters = [_draw_cluster(plan, rng) for plan in plans]
    flat = [p for cluster in clusters for p in cluster]
    flat = [replace(p, ydernr=number(_interval(p.specialty), taken + i)) for i, p in enumerate(flat)]
    sizes = [len(c) for c in clusters]
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    for start, plan in zip(starts, plans, strict=True):
        _awkward(flat, start, plan, plans, rng)
    outside = [
        replace(_draw_practice(s, "Sjælland", {}, rng), ydernr=number(_interval(s), taken + len(flat) + i))
        for i, s in enumerate(s for s in specialties for _ in range(2))
    ]
    return _reuse_numbers(flat, rng) + outside


def _interval(specialty: str | None) -> tuple[int, int]:
    """General practices of clusters have numbers beyond those that are in none."""
    return CLUSTER_GENERAL_NUMBERS if specialty == "almen_praksis" else SPECIALIST_NUMBERS


def _with_recipes(practice: Practice, seed: int) -> Practice:
    """Add the practice's deviations in the outcomes of its specialty's recipes, its cluster's deviation included."""
    cluster = practice.memberships[0].plan.name if practice.memberships else ""
    effects = {}
    for recipe in (r for r in recipes() if r.specialty == practice.specialty):
        for outcome, rate in recipe.outcomes.items():
            name = f"{recipe.name}_{outcome}"
            shared = Random(f"recipes/{seed}/{name}/{cluster}").gauss(0, rate.cluster_sd) if cluster else 0.0
            own = Random(f"recipes/{seed}/{name}/{practice.ydernr}/{practice.valid_from}")
            effects[name] = shared + own.gauss(0, rate.practice_sd)
    return replace(practice, effects=practice.effects | effects)


def _draw_practice(specialty: str, region: str, cluster_effect: dict[str, float], rng: Random) -> Practice:
    known = RATES if specialty in FIRST else {}
    effects = {k: cluster_effect.get(k, 0.0) + rng.gauss(0, r.practice_sd) for k, r in known.items()}
    town, surname = rng.choice(TOWNS[region]), rng.choice(SURNAMES)
    who = "Læge" if specialty == "almen_praksis" else "Speciallæge"
    name = f"{rng.choice(CLINICS[specialty])} {town}" if rng.random() < 0.3 else f"{who} {surname}, {town}"
    return Practice(
        ydernr="",
        name=name,
        code=TITLES[specialty][1],
        valid_from=date(rng.randint(2001, 2019), rng.randint(1, 12), 1),
        specialty=specialty,
        size=min(1.8, max(0.6, rng.lognormvariate(0, 0.32))),
        effects=effects,
    )


def _draw_cluster(plan: ClusterPlan, rng: Random) -> list[Practice]:
    known = RATES if plan.specialty in FIRST else {}
    effect = {k: rng.gauss(0, r.cluster_sd) for k, r in known.items()}
    names = [
        f"{plan.place} {letter}"
        for letter, size in zip("ABCDEFG", plan.subclusters, strict=False)
        for _ in range(size)
    ]
    practices: list[Practice] = []
    for region, size in plan.regions:
        for _ in range(size):
            subcluster = names[len(practices)] if len(practices) < len(names) else None
            membership = Membership(plan, region, _FORMED, subcluster=subcluster)
            practices.append(
                replace(_draw_practice(plan.specialty, region, effect, rng), memberships=(membership,))
            )
    return practices


def _awkward(
    flat: list[Practice],
    start: int,
    plan: ClusterPlan,
    plans: tuple[ClusterPlan, ...],
    rng: Random,
) -> None:
    """Give a cluster its awkward practices, in place: `c` counts clusters within the specialty.

    Every second cluster has a tiny practice; of every five, two lose a practice to the neighbour (in
    mid-quarter), one has a practice that opened late and one that left, one has a practice that closed (its
    number is reused).
    """
    same = [i for i, p in enumerate(plans) if p.specialty == plan.specialty]
    c = same.index(plans.index(plan))
    last = start + sum(size for _, size in plan.regions) - 1
    if c % 2 == 0:
        flat[last] = replace(flat[last], size=rng.uniform(0.03, 0.07))
    if c % 5 in (1, 3):
        target = plans[same[c - 1]]
        day = date(2025, 5, 15) if c % 5 == 1 else date(2024, 11, 20)
        mover = flat[last - 1]
        stay = replace(mover.memberships[0], end=date.fromordinal(day.toordinal() - 1))
        flat[last - 1] = replace(mover, memberships=(stay, Membership(target, target.regions[0][0], day)))
    if c % 5 == 1:
        opener, leaver = flat[last - 2], flat[last - 3]
        opened = date(2024, 2, 1)
        flat[last - 2] = replace(
            opener, valid_from=opened, memberships=(replace(opener.memberships[0], start=opened),)
        )
        flat[last - 3] = replace(leaver, memberships=(replace(leaver.memberships[0], end=date(2026, 2, 28)),))
    if c % 5 == 2:
        closer, closed = flat[start + 1], date(2025, 3, 31)
        flat[start + 1] = replace(
            closer, valid_to=closed, memberships=(replace(closer.memberships[0], end=closed),)
        )


def _reuse_numbers(flat: list[Practice], rng: Random) -> list[Practice]:
    """Return the practices, and for each that closed a new one in another cluster under the same
    ydernummer."""
    heirs = []
    for old in [p for p in flat if p.valid_to]:
        plan = old.memberships[0].plan
        others = [
            m for p in flat if p.specialty == old.specialty and not p.valid_to
            for m in p.memberships if m.plan != plan and m.end is None
        ]  # fmt: skip
        if not others:
            continue
        opened, near = date(2025, 8, 1), others[0]
        heir = replace(
            _draw_practice(plan.specialty, near.region, {}, rng), ydernr=old.ydernr, valid_from=opened
        )
        heirs.append(replace(heir, memberships=(replace(near, start=opened, subcluster=None),)))
    return flat + heirs


def _draw_others(scale: Scale, rng: Random) -> list[Practice]:
    """Return general practices (80) and practices of other specialties: they claim and prescribe too."""
    regions = tuple(TOWNS)
    others = []
    for i in range(scale.general_practices):
        town = rng.choice(TOWNS[regions[i % len(regions)]])
        name = f"Lægerne {rng.choice(SURNAMES)} & {rng.choice(SURNAMES)}, {town}"
        others.append(Practice(number(GENERAL_NUMBERS, i), name, "80", date(rng.randint(1995, 2021), 1, 1)))
    codes = [code for code, count in OTHER_PRACTICES.items() for _ in range(count)]
    for i, code in enumerate(codes):
        name = f"Speciallæge {rng.choice(SURNAMES)}, {rng.choice(TOWNS[regions[i % len(regions)]])}"
        others.append(Practice(number(OTHER_NUMBERS, i), name, code, date(2010, 1, 1)))
    return others
