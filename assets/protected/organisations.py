"""What readers call an organisation: a practice's code or name, a group's name.

Belongs here: the one way from a unit to the `organisation` of the protected table, used by hiding and by the
attack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from assets.protected.blocks import Release
from assets.protected.codes import Codes, names
from assets.protected.units import Unit
from schemas.period import Year


def assign_codes(release: Release, codes: Codes) -> None:
    """Give every practice of the release a code in each cluster it was in."""
    for cluster, practices in _by_cluster(release).items():
        codes.assign(release.specialty, cluster, practices)


class Organisations:
    """Names of a release's units. A practice is named only where its whole cluster agreed to open data."""

    def __init__(self, release: Release, codes: Codes) -> None:
        self._codes = codes
        self._release = release
        now = str(release.period)
        latest: dict[str, list[bool]] = defaultdict(list)
        titles: dict[tuple[str, str], str] = {}
        for member in release.members:  # ordered by practice and quarter: the latest name stays
            titles[member["cluster"], member["practice"]] = member["practice_name"]
            if member["quarter"] == now:
                latest[member["cluster"]].append(member["open_data"])
        self._open = {cluster for cluster, agreed in latest.items() if all(agreed)}
        self._names = {
            cluster: names(
                {p: codes.code(release.specialty, cluster, p) for p in practices},
                {p: titles[cluster, p] for p in practices},
            )
            for cluster, practices in _by_cluster(release).items()
            if cluster in self._open
        }

    def name(self, unit: Unit) -> str:
        """Return what readers see."""
        if unit.level != "practice":
            return unit.organisation
        cluster = str(unit.cluster)
        closes = str(Year.parse(unit.period).closes)
        agreed = self._release.by_stay[unit.organisation, closes]["open_data"]
        if cluster in self._open and agreed:
            return self._names[cluster][unit.organisation]
        return self._codes.code(self._release.specialty, cluster, unit.organisation)

    def member(self, member: Mapping[str, Any]) -> dict[str, str]:
        """Return one membership row of the release's quarter as a MEMBER: what its cluster's tables call it."""
        cluster, practice = member["cluster"], member["practice"]
        code = self._codes.code(self._release.specialty, cluster, practice)
        return {
            "code": code,
            "organisation": self._names[cluster][practice] if cluster in self._open else code,
            "number": practice.partition("/")[0],  # a practice is (ydernummer, valid from)
            "name": member["practice_name"],
            "token": self._codes.token(self._release.specialty, cluster, practice),
        }


def _by_cluster(release: Release) -> dict[str, Iterable[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for member in release.members:
        found[member["cluster"]].add(member["practice"])
    return {cluster: sorted(practices) for cluster, practices in sorted(found.items())}
