"""Folders, manifests, and what a second call does."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.source import sources
from synthetic import Scale, write_deliveries
from synthetic.deliveries import plan_deliveries

SMALL = 0.01


def content(inbox: Path) -> dict[str, str]:
    files = (p for p in inbox.rglob("*") if p.is_file())
    return {str(p.relative_to(inbox)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_deliveries(folder, scale=SMALL, seed=7, workers=1)
    return folder


def test_every_source_is_delivered_events_in_two_spans(manifests: dict[str, Any]) -> None:
    spans = {(m["source"], m["span"]["from"], m["span"]["to"]) for m in manifests.values()}
    whole = {(s, "2022-01-01", "2026-09-30") for s in ("bef", "yder", "klynger", "aftaler")}
    events = set(sources()) - {"bef", "yder", "klynger", "aftaler"}
    assert spans == whole | {(s, "2022-01-01", "2025-12-31") for s in events} | {
        (s, "2026-01-01", "2026-09-30") for s in events
    }


def test_manifests_describe_their_files(inbox: Path, manifests: dict[str, Any]) -> None:
    for folder, manifest in manifests.items():
        assert all(manifest[word].strip() for word in ("deliverer", "purpose", "legal_basis"))
        named = {f["path"] for f in manifest["files"]} | {"manifest.json"}
        assert named == {p.name for p in (inbox / folder).iterdir()}
        for file in manifest["files"]:
            data = (inbox / folder / file["path"]).read_bytes()
            assert file["bytes"] == len(data)
            assert file["sha256"] == hashlib.sha256(data).hexdigest()


def test_same_seed_same_bytes_whatever_runs_side_by_side(small: Path, tmp_path: Path) -> None:
    write_deliveries(tmp_path, scale=SMALL, seed=7, workers=4)
    assert content(tmp_path) == content(small)


def test_another_seed_gives_other_bytes_and_replaces_ours(small: Path, tmp_path: Path) -> None:
    write_deliveries(tmp_path, scale=SMALL, seed=8)
    ours, theirs = content(tmp_path), content(small)
    assert set(ours) == set(theirs)
    same = [name for name in ours if ours[name] == theirs[name]]
    assert all(name.startswith("klynger") for name in same), (
        "which clusters there are is the scale's, not the seed's"
    )
    write_deliveries(tmp_path, scale=SMALL, seed=7)
    assert content(tmp_path) == theirs


def test_a_second_call_writes_nothing(small: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in small.rglob("*")}
    folders = write_deliveries(small, scale=SMALL, seed=7)
    assert len(folders) == len(plan_deliveries())
    assert {p: p.stat().st_mtime_ns for p in small.rglob("*")} == before


def test_a_second_call_imports_nothing_heavy(small: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from synthetic import write_deliveries; "
        f"write_deliveries(Path({str(small)!r}), scale={SMALL}, seed=7); "
        "heavy = ('duckdb', 'pyarrow', 'polars', 'openpyxl', 'pyreadstat', 'numpy'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_half_delivery_is_made_again_and_the_others_left_alone(small: Path) -> None:
    before = content(small)
    stamp = (small / "bef_2022_2026" / "manifest.json").stat().st_mtime_ns
    (small / "yder_2022_2026" / "manifest.json").unlink()
    with (small / "lab_2026" / "lab_dm_forsker_2026.csv").open("ab") as file:
        file.truncate(1000)
    write_deliveries(small, scale=SMALL, seed=7)
    assert content(small) == before
    assert (small / "bef_2022_2026" / "manifest.json").stat().st_mtime_ns == stamp


def test_a_folder_that_is_not_ours_is_never_touched(tmp_path: Path) -> None:
    theirs = tmp_path / "lmdb_2026"
    theirs.mkdir()
    (theirs / "manifest.json").write_text(json.dumps({"source": "lmdb", "files": []}), "utf-8")
    with pytest.raises(FileExistsError, match="not a synthetic delivery of ours"):
        write_deliveries(tmp_path, scale=SMALL)
    assert {p.name for p in tmp_path.iterdir()} == {"lmdb_2026"}


@pytest.mark.parametrize("factor", [0, 0.0001, 21])
def test_a_scale_out_of_range_is_refused(factor: float, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        write_deliveries(tmp_path, scale=factor)


def test_scale_one_is_the_national_size() -> None:
    one, ten = Scale.times(1), Scale.times(10)
    assert (one.dispensings, one.settlements, one.contacts, one.results) == (
        10**7,
        6 * 10**6,
        2 * 10**6,
        3 * 10**6,
    )
    assert (one.clusters, one.persons, ten.dispensings) == (20, 10**6, 10**8)
    assert 5.5e6 < ten.persons < 6.5e6
