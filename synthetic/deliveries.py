"""Deliveries: which folders there are, what their manifests say, and which of them are still to be written.

Belongs here: the public entry, manifests, the marker that tells a later call that nothing is to be done.
Does not belong here: rows (`lmdb.py`, `sssy.py`, ...) or bytes (`files.py`).
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthetic.databases import DATABASES
from synthetic.recipe import recipes
from synthetic.scale import DEMO, FIRST_DAY, LAST_DAY, SPLIT_DAY, Scale

if TYPE_CHECKING:
    from synthetic.country import Country

#: Part of the marker: raise it when other bytes come out for the same seed and scale.
VERSION = 5
_MARKER = ".synthetic.json"
_MANIFEST = "manifest.json"

_SDS = "Sundhedsdatastyrelsen"
_QUALITY = "Sundhedslovens §§ 193-196 (kvalitetsudvikling)"
#: source -> (deliverer, legal basis).
_WORDS = {
    "aftaler": ("eKVIS", f"{_QUALITY}; overenskomsten om speciallægehjælp"),
    "bef": (f"{_SDS} (CPR-registret)", f"{_QUALITY}; CPR-loven § 38"),
    "klynger": ("eKVIS", f"{_QUALITY}; overenskomsten om speciallægehjælp"),
    "yder": (f"{_SDS} (Yderregisteret)", f"{_QUALITY}; sundhedslovens § 227"),
    "drastma": (
        "Sundhedsvæsenets Kvalitetsinstitut (DrAstma)",
        "Sundhedslovens §§ 195-196 (kliniske kvalitetsdatabaser)",
    ),
    "lpr_a": (f"{_SDS} (Landspatientregisteret)", _QUALITY),
    "lab": (f"{_SDS} (Laboratoriedatabasen)", _QUALITY),
    "lmdb": (f"{_SDS} (Lægemiddelstatistikregisteret)", f"Apotekerlovens § 11; {_QUALITY}"),
    "sssy": (f"{_SDS} (Sygesikringsregisteret)", _QUALITY),
}
_WORDS |= {
    source: (f"Sundhedsvæsenets Kvalitetsinstitut ({title})", _WORDS["drastma"][1])
    for source, title in (
        ("adhd", "ADHD-databasen"), ("afdk", "AFDK"), ("danbio", "DANBIO"), ("diabase", "DiaBase"),
        ("drkol", "DrKOL"), ("dugabase", "DugaBase"), ("nmsc", "Hudkræftdatabasen"),
    )
}  # fmt: skip
_PURPOSE = (
    "Klyngepakker til kvalitetsklynger i speciallægepraksis. Syntetisk levering: ingen af personerne findes."
)


@dataclass(frozen=True)
class Delivery:
    """One folder to come: a source and the days it covers."""

    source: str
    first: date
    last: date

    @property
    def years(self) -> str:
        """The years covered, as they stand in names: "2022_2025", "2026"."""
        return "_".join(str(y) for y in sorted({self.first.year, self.last.year}))

    @property
    def folder(self) -> str:
        """Name of its folder in the inbox."""
        return f"{self.source}_{self.years}"


def plan_deliveries() -> tuple[Delivery, ...]:
    """Return all deliveries, registers of persons and practices first: others refer to them."""
    whole = tuple(Delivery(source, FIRST_DAY, LAST_DAY) for source in ("bef", "yder", "klynger", "aftaler"))
    later = SPLIT_DAY + timedelta(days=1)
    reported = {row.source for recipe in recipes() for row in recipe.rows} & set(DATABASES)
    events = ("drastma", "lpr_a", "lab", "lmdb", "sssy", *sorted(reported))
    return whole + tuple(
        Delivery(source, *span) for source in events for span in ((FIRST_DAY, SPLIT_DAY), (later, LAST_DAY))
    )


def write_deliveries(
    inbox: Path, *, scale: float | Scale = DEMO, seed: int = 1, workers: int | None = None
) -> list[Path]:
    """Write all deliveries of one invented country into `inbox` and return their folders.

    The same seed and scale give the same bytes, whatever `workers` (files made side by side, default: the
    number of cores). What an earlier call with the same seed, scale and version completed is left alone;
    deliveries of another one are replaced. Memory stays under 2 GiB at any scale. Raises FileExistsError for
    a folder of the same name that is not ours, ValueError for a scale out of range.
    """
    size = scale if isinstance(scale, Scale) else Scale.times(scale)
    deliveries = plan_deliveries()
    recipe = {"version": VERSION, "seed": seed, "scale": asdict(size)}
    marker = inbox / _MARKER
    ours = _read_marker(marker)
    fresh, folders = ours.get("recipe") == recipe, set(ours.get("folders", ()))
    todo = [d for d in deliveries if not (fresh and _is_complete(inbox / d.folder))]
    if not todo:
        return [inbox / d.folder for d in deliveries]
    for delivery in todo:
        _make_room(inbox / delivery.folder, known=delivery.folder in folders)
    inbox.mkdir(parents=True, exist_ok=True)
    # First the marker: after a break it tells the next call which half-made folders are ours.
    marker.write_text(
        json.dumps({"recipe": recipe, "folders": [d.folder for d in deliveries]}) + "\n", "utf-8"
    )
    _write_all(inbox, todo, size, seed, workers or os.cpu_count() or 1)
    return [inbox / d.folder for d in deliveries]


def _read_marker(marker: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(marker.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def _is_complete(folder: Path) -> bool:
    """Tell whether the manifest is there and every file it names has its size (hashes are the receiver's
    matter)."""
    try:
        files = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
        return all((folder / f["path"]).stat().st_size == f["bytes"] for f in files)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _make_room(folder: Path, known: bool) -> None:
    if not folder.exists():
        return
    if not known:
        raise FileExistsError(
            f"{folder} exists and is not a synthetic delivery of ours; move it away or choose another inbox"
        )
    # Without its manifest a folder is not a delivery: nobody may take it while it goes.
    (folder / _MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder)


def _write_all(inbox: Path, todo: list[Delivery], scale: Scale, seed: int, workers: int) -> None:
    from synthetic.country import Country
    from synthetic.organisation import draw_practices

    practices = draw_practices(scale, seed)

    def write(source: str) -> None:
        with Country(practices, scale, seed) as country:
            for delivery in (d for d in todo if d.source == source):
                _write_delivery(inbox / delivery.folder, delivery, country)

    # One DuckDB of one thread per source: row order never depends on how many cores there are. Longest first.
    longest = ("lmdb", "sssy", "lpr_a", "lab", "drastma", "bef", "yder", "klynger", "aftaler")
    wanted = {d.source for d in todo}
    order = [*(s for s in longest if s in wanted), *sorted(wanted - set(longest))]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(write, order))


def _write_delivery(folder: Path, delivery: Delivery, country: Country) -> None:
    """Write the delivery's files, then its manifest: its coming makes the delivery complete."""
    from synthetic.files import sha256
    from synthetic.tables import write_tables

    folder.mkdir()
    deliverer, basis = _WORDS[delivery.source]
    manifest = {
        "source": delivery.source,
        "span": {"from": delivery.first.isoformat(), "to": delivery.last.isoformat()},
        "deliverer": deliverer,
        "purpose": _PURPOSE,
        "legal_basis": basis,
        "files": [
            {"table": table, "path": path.name, "sha256": sha256(path), "bytes": path.stat().st_size}
            for table, path in write_tables(delivery, folder, country).items()
        ],
    }
    draft = folder / f".{_MANIFEST}"
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
    draft.replace(folder / _MANIFEST)
