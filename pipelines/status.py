"""What the command line says of an installation: deliveries, releases, and what a release hid.

Belongs here: reading records and turning them into lines. Light: no Dagster, no DuckDB. Confidential reasons of
hiding are never read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assets.deliveries import accepted, undecided
from assets.release import newest, record_path
from pipelines.settings import Settings
from schemas.period import Quarter

_LEVELS = {
    "practice": "practices, years",
    "subcluster": "subclusters, years",
    "cluster": "clusters",
    "region": "regions",
    "nation": "nation",
}


def lines(settings: Settings) -> Iterator[str]:
    """Say what waits, what is in force, what was refused and what was released."""
    waiting = undecided(settings.inbox, settings.extracts, settings.quarantine)
    yield f"Inbox {settings.inbox}: {len(waiting)} deliveries undecided"
    for one in waiting.values():
        yield f"  {one.source or 'unknown source'} {one.delivery} in {one.folder.name}"
    yield "In force:"
    for source, receipts in sorted(accepted(settings.extracts).items()):
        for receipt in receipts:
            yield f"  {source} {receipt.delivery} {receipt.span}, {sum(receipt.rows.values()):,} rows"
    refused = sorted(settings.quarantine.glob("*.json"))
    yield f"Refused: {len(refused)}" + (f" (reasons in {settings.quarantine})" if refused else "")
    yield "Released:"
    for path in sorted((settings.data / "releases").glob("*.json")):
        record = _read(path)
        yield f"  {path.stem}: {len(record['packages'])} packages, run {record['id']}"


def report(settings: Settings, period: str) -> Iterator[str]:
    """Say where the packages of a period lie and what was hidden in them."""
    path = record_path(settings.data / "releases", Quarter.parse(period))
    if not path.is_file():
        yield f"Nothing of {period} is published."
        return
    record = _read(path)
    yield f"Packages of {period} in {settings.outputs}:"
    for package in record["packages"]:
        yield f"  {package['path']}  ({package['hidden']} hidden rows)"
    yield "What was hidden (figures above the threshold that are still shown):"
    for summary in sorted((settings.runs / record["id"] / "protected").glob("summary-*.json")):
        yield from _hidden(summary.stem.removeprefix("summary-"), _read(summary))


def would_hide(settings: Settings, period: str) -> Iterator[str]:
    """Say what the newest build of a period would hide, per level and rule, as shares of its figures."""
    release = newest(settings.runs, Quarter.parse(period))
    yield f"What {period} would hide, as shares of all figures of a level:"
    for summary in sorted(release.protected.glob("summary-*.json")):
        words = _read(summary)
        yield f"  {summary.stem.removeprefix('summary-')}"
        for level in words["utility"]:
            if level["figures"] and level["level"] in _LEVELS:
                yield f"    {_LEVELS[level['level']]}: {_rules(level, words['hidden_by_level'])}"
        for block in words["coarsened"]:
            yield f"    coarsened, because nothing finer could be proven: {block}"


def _rules(level: dict[str, Any], hidden: dict[str, int]) -> str:
    found = [(key.split()[1], n) for key, n in hidden.items() if key.split()[0] == level["level"]]
    return ", ".join(f"{rule} {100 * n / level['figures']:.1f} %" for rule, n in found) or "nothing"


def _hidden(specialty: str, words: dict[str, Any]) -> Iterator[str]:
    yield f"  {specialty}: {words['hidden']} of {words['rows']} rows hidden; attacked {words['attacked']}, none found"
    for level in words["utility"]:
        if level["above"] and level["level"] in _LEVELS:
            share = f"{100 * level['shown'] / level['above']:.1f}"
            yield f"    {_LEVELS[level['level']]}: {level['shown']} of {level['above']} ({share} %)"


def _read(path: Any) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))
