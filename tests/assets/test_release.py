"""Pins, the run folder, the record of what was published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets.release import (
    NotCovered,
    Release,
    check_cover,
    code_hash,
    code_version,
    is_current,
    newest,
    pin,
    start,
    write_record,
)
from schemas.period import Quarter

PERIOD = Quarter(2026, 3)


def pinned_to(tmp_path: Path, **changes: object) -> Release:
    words = {"deliveries": {"lmdb": ["a", "b"]}, "policy": "1", "key_id": "k", **changes}
    return pin(PERIOD, runs=tmp_path / "runs", **words)  # type: ignore[arg-type]


def test_a_release_is_known_by_its_pins(tmp_path: Path) -> None:
    one = pinned_to(tmp_path)
    assert pinned_to(tmp_path, deliveries={"lmdb": ["b", "a"]}).id == one.id
    assert pinned_to(tmp_path, deliveries={"lmdb": ["a"]}).id != one.id
    assert pinned_to(tmp_path, policy="2").id != one.id
    assert pinned_to(tmp_path, key_id="other").id != one.id


def test_code_is_hashed_by_content_and_name(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.py").write_text("1")
    first = code_hash(["room"], tmp_path)
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "a.pyc").write_text("x")
    assert code_hash(["room"], tmp_path) == first
    (room / "a.py").write_text("2")
    changed = code_hash(["room"], tmp_path)
    assert changed != first
    (room / "a.py").rename(room / "b.py")
    assert code_hash(["room"], tmp_path) != changed


def test_the_version_of_a_checkout_without_git_is_unknown(tmp_path: Path) -> None:
    assert code_version(tmp_path) == "ukendt"


def test_nothing_is_new_only_while_the_packages_stand(tmp_path: Path) -> None:
    release, releases, outputs = pinned_to(tmp_path), tmp_path / "releases", tmp_path / "outputs"
    assert not is_current(release, releases, outputs)
    package = outputs / "kardiologi" / "x" / "2026K3" / "v1"
    package.mkdir(parents=True)
    (package / "datapackage.json").write_text("{}")
    write_record(release, releases, [{"path": "kardiologi/x/2026K3/v1"}])
    assert is_current(release, releases, outputs)
    assert not is_current(pinned_to(tmp_path, policy="2"), releases, outputs)
    (package / "datapackage.json").unlink()
    assert not is_current(release, releases, outputs)


def test_later_stages_follow_the_newest_build(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    with pytest.raises(FileNotFoundError, match="run the whole release job"):
        newest(runs, PERIOD)
    first, second = pinned_to(tmp_path), pinned_to(tmp_path, policy="2")
    start(first, tmp_path / "extracts")
    start(second, tmp_path / "extracts")
    assert newest(runs, PERIOD).id == second.id
    assert json.loads((second.folder / "sources.json").read_text()) == []


def test_a_build_begins_with_an_empty_folder(tmp_path: Path) -> None:
    release = pinned_to(tmp_path)
    start(release, tmp_path / "extracts")
    (release.folder / "left.over").write_text("x")
    start(release, tmp_path / "extracts")
    assert not (release.folder / "left.over").exists()


def receipt(tmp_path: Path, source: str, first: str, last: str, replaces: str = "span") -> None:
    """An accepted delivery's receipt, as it lies beside its Parquet."""
    words = {
        "delivery": f"{source}{first}",
        "source": source,
        "span": {"from": first, "to": last},
        "order": 1,
    }
    words |= {"replaces": replaces, "key": "k", "rows": {}, "profile": {}, "warnings": [], "manifest": {}}
    folder = tmp_path / "extracts" / source / first
    folder.mkdir(parents=True)
    (folder / "receipt.json").write_text(json.dumps(words))


def test_a_release_needs_every_day_of_its_window(tmp_path: Path) -> None:
    receipt(tmp_path, "lmdb", "2023-10-01", "2025-12-31")
    receipt(tmp_path, "lmdb", "2026-01-01", "2026-09-30")
    receipt(tmp_path, "bef", "2026-01-01", "2026-01-01", replaces="whole")
    check_cover(tmp_path, PERIOD, ["lmdb", "bef"])
    with pytest.raises(NotCovered, match=r"1 sources .* lab \(nothing accepted\)"):
        check_cover(tmp_path, PERIOD, ["lmdb", "lab"])
    with pytest.raises(NotCovered, match=r"lmdb \(not from 2026-10-01\)"):
        check_cover(tmp_path, PERIOD.plus(1), ["lmdb"])
    with pytest.raises(NotCovered, match=r"lmdb \(not from 2023-07-01\)"):
        check_cover(tmp_path, PERIOD.plus(-1), ["lmdb"])


def test_a_gap_between_two_deliveries_is_seen(tmp_path: Path) -> None:
    receipt(tmp_path, "lmdb", "2023-10-01", "2025-12-30")
    receipt(tmp_path, "lmdb", "2026-01-01", "2026-09-30")
    with pytest.raises(NotCovered, match=r"not from 2025-12-31"):
        check_cover(tmp_path, PERIOD, ["lmdb"])
