"""What waits and what is in force is read from small files, without anything heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from delivered import Door, good

from assets.deliveries import undecided
from assets.manifest import Span, read_manifest


def test_deciding_that_nothing_is_new_imports_nothing_heavy() -> None:
    code = (
        "import sys; from assets.deliveries import accepted, undecided; from pathlib import Path; "
        "p = Path('/nonexistent'); assert not undecided(p, p, p) and not accepted(p); "
        "print(sorted({'duckdb', 'polars', 'pandera', 'pyarrow', 'pandas', 'dagster'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_delivery_is_complete_when_its_manifest_is_there(door: Door) -> None:
    folder = door.deliver("bef")
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").unlink()
    (door.inbox / ".hidden").mkdir()
    (door.inbox / ".hidden" / "manifest.json").write_bytes(manifest)
    assert undecided(door.inbox, door.extracts, door.quarantine) == {}
    (folder / "manifest.json").write_bytes(manifest)
    assert [w.folder for w in undecided(door.inbox, door.extracts, door.quarantine).values()] == [folder]


def test_the_id_follows_source_span_and_content_only(door: Door) -> None:
    one, two = read_manifest(door.deliver("lab")), read_manifest(door.deliver("lab", name="another name"))
    assert one.delivery == two.delivery
    other_span = read_manifest(door.deliver("lab", span=("2026-01-01", "2026-02-28")))
    header, rows = good("lab")["results"]
    other_rows = read_manifest(door.deliver("lab", {"results": (header, rows[:1])}))
    assert len({one.delivery, other_span.delivery, other_rows.delivery}) == 3
    assert len(one.delivery) == 16


def test_spans() -> None:
    first, later = Span.parse("2026-01-01..2026-03-31"), Span.parse("2026-03-31..2027-01-01")
    assert first.overlaps(later)
    assert (first.months, later.months) == (3, 11)
