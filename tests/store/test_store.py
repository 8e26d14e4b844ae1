"""The store: versions only grow, appear whole, are read-only, and names cannot lead out of it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from pathlib import Path

import pytest

import store
from store import keep

NAME = ("kardiologi", "oestjylland-nord", "2026K3")


def stage(folder: Path, content_id: str, text: str = "tal") -> Path:
    folder.mkdir(parents=True)
    (folder / "indicators.parquet").write_text(text)
    (folder / "datapackage.json").write_text(json.dumps({"klyngepakke": {"content_id": content_id}}))
    return folder


@pytest.fixture
def root(tmp_path: Path):
    yield tmp_path / "outputs"
    for path in sorted((tmp_path / "outputs").rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def listing(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_first_version_then_next(tmp_path: Path, root: Path) -> None:
    one = store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa")
    two = store.publish(stage(tmp_path / "b", "bbb", "andre"), root, *NAME, "bbb")
    assert (one.version, one.new, two.version, two.new) == (1, True, 2, True)
    assert two.path == root / "kardiologi" / "oestjylland-nord" / "2026K3" / "v2"
    assert (one.path / "indicators.parquet").read_text() == "tal"
    assert [p.version for p in store.versions(root, *NAME)] == [1, 2]
    assert store.latest(root, *NAME).content_id == "bbb"


def test_versions_are_numbers_not_text(tmp_path: Path, root: Path) -> None:
    for number in range(1, 12):
        store.publish(stage(tmp_path / str(number), f"id{number}"), root, *NAME, f"id{number}")
    assert store.latest(root, *NAME).version == 11


def test_same_content_writes_nothing(tmp_path: Path, root: Path) -> None:
    staged = stage(tmp_path / "a", "aaa")
    store.publish(staged, root, *NAME, "aaa")
    before = listing(root), {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    again = store.publish(staged, root, *NAME, "aaa")
    assert (again.version, again.new) == (1, False)
    assert before == (listing(root), {p: p.stat().st_mtime_ns for p in root.rglob("*")})


def test_going_back_to_earlier_content_is_a_new_version(tmp_path: Path, root: Path) -> None:
    for number, content in enumerate(("aaa", "bbb", "aaa"), 1):
        assert store.publish(stage(tmp_path / str(number), content), root, *NAME, content).version == number


def test_published_is_read_only(tmp_path: Path, root: Path) -> None:
    path = store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa").path
    assert stat.S_IMODE(path.stat().st_mode) == 0o555
    assert {stat.S_IMODE(p.stat().st_mode) for p in path.iterdir()} == {0o444}


@pytest.mark.parametrize("fails", ["copyfile", "rename"])
def test_interrupted_move_leaves_nothing_half_written(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa")
    before = listing(root)
    calls = []

    def stop(*args: object, **kwargs: object) -> None:
        calls.append(args)
        if fails == "rename" or len(calls) == 2:
            raise KeyboardInterrupt
        shutil.copy(*args)

    if fails == "rename":
        monkeypatch.setattr(Path, "rename", stop)
    else:
        monkeypatch.setattr(keep.shutil, "copyfile", stop)
    with pytest.raises(KeyboardInterrupt):
        store.publish(stage(tmp_path / "b", "bbb"), root, *NAME, "bbb")
    assert listing(root) == before
    assert [p.version for p in store.versions(root, *NAME)] == [1]


def test_leftover_of_a_killed_run_is_invisible_and_swept(tmp_path: Path, root: Path) -> None:
    folder = root.joinpath(*NAME)
    killed = folder / ".incoming-killed"
    killed.mkdir(parents=True)
    (killed / "indicators.parquet").write_text("halv")
    killed.chmod(0o555)
    assert store.find(root) == []
    assert store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa").version == 1
    assert [p.name for p in folder.iterdir()] == ["v1"]


@pytest.mark.parametrize(
    "name",
    [
        ("..", "oestjylland", "2026K3"),
        ("kardiologi", "../../etc", "2026K3"),
        ("kardiologi", "a/b", "2026K3"),
        ("kardiologi", "", "2026K3"),
        ("kardiologi", "Østjylland", "2026K3"),
        ("kardiologi", "oestjylland\n", "2026K3"),
        ("kardiologi", "a\0b", "2026K3"),
        ("kardiologi", "a" * 101, "2026K3"),
        ("kardiologi", "oestjylland", "2026K5"),
        ("kardiologi", "oestjylland", "../2026K3"),
        ("/tmp", "oestjylland", "2026K3"),
    ],
)
def test_path_tricks_are_refused(tmp_path: Path, root: Path, name: tuple[str, str, str]) -> None:
    staged = stage(tmp_path / "a", "aaa")
    for ask in (lambda: store.publish(staged, root, *name, "aaa"), lambda: store.versions(root, *name)):
        with pytest.raises(store.StoreError):
            ask()
    assert not root.exists()


def test_symbolic_links_are_refused(tmp_path: Path, root: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root.mkdir()
    (root / "kardiologi").symlink_to(elsewhere)
    with pytest.raises(store.StoreError, match="symbolic link"):
        store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa")
    assert list(elsewhere.iterdir()) == []


def test_staged_folder_must_be_plain_and_say_the_same_id(tmp_path: Path, root: Path) -> None:
    staged = stage(tmp_path / "a", "aaa")
    with pytest.raises(store.StoreError, match="content id aaa, not bbb"):
        store.publish(staged, root, *NAME, "bbb")
    (staged / "link").symlink_to("/etc/hostname")
    with pytest.raises(store.StoreError, match="neither plain files nor folders"):
        store.publish(staged, root, *NAME, "aaa")
    assert store.find(root) == []


def test_find_lists_all_and_passes_over_the_rest(tmp_path: Path, root: Path) -> None:
    store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa")
    store.publish(stage(tmp_path / "b", "bbb"), root, "lungemedicin", "fyn", "2026K2", "bbb")
    (root / "README.md").write_text("Kun data.")
    (root / "Noter" / "x" / "y").mkdir(parents=True)
    found = store.find(root)
    assert [(p.specialty, p.cluster, p.period, p.version) for p in found] == [
        ("kardiologi", "oestjylland-nord", "2026K3", 1),
        ("lungemedicin", "fyn", "2026K2", 1),
    ]


def test_two_publishers_at_once_get_two_versions_or_one(tmp_path: Path, root: Path) -> None:
    staged = [stage(tmp_path / str(n), f"id{n % 3}") for n in range(6)]
    results: list[store.Published] = []

    def run(n: int) -> None:
        results.append(store.publish(staged[n], root, *NAME, f"id{n % 3}"))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    new = [r.version for r in results if r.new]
    assert sorted(new) == list(range(1, len(new) + 1))
    assert sorted(os.listdir(root.joinpath(*NAME))) == sorted(f"v{n}" for n in new)


def test_a_folder_inside_a_package_is_kept_read_only_and_a_deeper_one_refused(
    tmp_path: Path, root: Path
) -> None:
    staged = stage(tmp_path / "a", "aaa")
    (staged / "praksis").mkdir()
    (staged / "praksis" / "700101.pdf").write_text("ark")
    kept = store.publish(staged, root, *NAME, "aaa").path
    assert (kept / "praksis" / "700101.pdf").read_text() == "ark"
    for path in (kept, *kept.rglob("*")):
        assert not path.stat().st_mode & 0o222, path
    deep = stage(tmp_path / "b", "bbb")
    (deep / "praksis" / "more").mkdir(parents=True)
    with pytest.raises(store.StoreError, match="neither plain files nor folders"):
        store.publish(deep, root, *NAME, "bbb")
    assert store.latest(root, *NAME).version == 1


def test_next_version_is_the_newest_of_the_same_content_else_one_more(tmp_path: Path, root: Path) -> None:
    assert store.next_version(None, *NAME, "aaa") == 1
    assert store.next_version(root, *NAME, "aaa") == 1
    store.publish(stage(tmp_path / "a", "aaa"), root, *NAME, "aaa")
    assert store.next_version(root, *NAME, "aaa") == 1
    assert store.next_version(root, *NAME, "bbb") == 2


def test_a_package_that_prints_another_version_is_refused(tmp_path: Path, root: Path) -> None:
    staged = stage(tmp_path / "a", "aaa")
    said = {"klyngepakke": {"content_id": "aaa", "edition": 2}}
    (staged / "datapackage.json").write_text(json.dumps(said))
    with pytest.raises(store.StoreError, match="made as version 2, but the next one is 1"):
        store.publish(staged, root, *NAME, "aaa")
    assert store.latest(root, *NAME) is None


def test_the_one_before_is_the_newest_version_of_the_newest_earlier_period(
    tmp_path: Path, root: Path
) -> None:
    specialty, cluster, _ = NAME
    for number, period in enumerate(("2025K4", "2026K2", "2026K2", "2026K3", "2027K1")):
        staged = stage(tmp_path / str(number), f"id{number}")
        store.publish(staged, root, specialty, cluster, period, f"id{number}")
    (root / specialty / cluster / "2026K1").mkdir()
    (root / specialty / cluster / "kladde-K2").mkdir()

    def before(period: str) -> tuple[str, int] | None:
        found = store.before(root, specialty, cluster, period)
        return (found.period, found.version) if found else None

    assert before("2026K3") == ("2026K2", 2)
    assert before("2026K2") == ("2025K4", 1)
    assert before("2025K4") is None
    assert store.before(root, specialty, "en-anden", "2026K3") is None
    with pytest.raises(store.StoreError):
        store.before(root, specialty, "../kardiologi", "2026K3")
