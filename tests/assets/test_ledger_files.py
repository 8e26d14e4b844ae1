"""The ledger's files: whole or not at all, one publisher at a time, every tampering told in one sentence."""

from __future__ import annotations

import json
import multiprocessing
import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets import ledger as files
from assets.ledger import CHAIN, publishing, read
from disclosure.issue import Issue, issued
from disclosure.ledger import GENESIS, Tampered
from disclosure.past import Contradicted
from disclosure.table import DisclosureError
from tests.disclosure.practices import COUNTS, MOVED, hide, practices


def issue(release: str = "r1", block: str = "dm", **kwargs) -> Issue:
    table = practices(**kwargs)
    return issued(release, block, 1, table, hide(table, "m", "a1"))


class Place:
    def __init__(self, root: Path) -> None:
        self.root, self.head = root / "ledger", root / "keys" / "kardiologi.head"
        self.folder = self.root / "kardiologi"
        self.chain = self.folder / CHAIN

    def publish(self, *issues: Issue) -> None:
        with publishing(self.root, "kardiologi", self.head) as publication:
            publication.append(issues)

    def read(self):
        return read(self.root, "kardiologi", self.head)

    def content(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.folder.iterdir())} | {
            "head": self.head.read_bytes()
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def three(place: Place) -> Place:
    place.publish(issue(), issue(block="af"))
    place.publish(issue("r2", clusters=MOVED))
    return place


def test_what_was_written_is_read_again(three: Place):
    ledger = three.read()
    assert [str(e) for e in ledger.entries] == [
        "r1, dm, edition 1",
        "r1, af, edition 1",
        "r2, dm, edition 1",
    ]
    assert three.head.read_text().strip() == ledger.head
    again = issue()
    found = ledger.entries[0].issue
    assert (found.system.atoms, found.system.units) == (again.system.atoms, again.system.units)
    assert found.values.tolist() == again.values.tolist()


def test_an_empty_ledger_has_a_head(place: Place):
    with publishing(place.root, "kardiologi", place.head) as publication:
        assert publication.ledger.head == GENESIS
    assert place.head.read_text().strip() == GENESIS
    assert not place.read().entries


def test_files_are_their_owners_only(three: Place):
    for path in (*three.folder.iterdir(), three.head):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in three.folder.iterdir()) == [
        "000001.parquet",
        "000002.parquet",
        "000003.parquet",
        CHAIN,
    ]


def test_a_hidden_count_is_in_no_file(three: Place):
    row = pq.read_table(three.folder / "000001.parquet").to_pylist()[0]
    hidden = [f for f, value in zip(row["figures"], row["values"], strict=True) if value is None]
    assert hidden == ["a1", "m"]


def test_a_refused_release_leaves_every_byte_as_it_was(three: Place):
    before = three.content()
    with pytest.raises(Contradicted):
        three.publish(issue("r3", block="new"), issue("r3", counts=COUNTS | {"a2": 40}))
    assert three.content() == before


def test_an_error_while_publishing_leaves_every_byte_as_it_was(three: Place):
    before = three.content()
    with pytest.raises(ZeroDivisionError), publishing(three.root, "kardiologi", three.head) as publication:
        raise ZeroDivisionError(publication.ledger.head)
    assert three.content() == before


def test_nothing_is_added_without_the_lock(three: Place):
    with publishing(three.root, "kardiologi", three.head) as publication:
        pass
    with pytest.raises(DisclosureError, match="lock"):
        publication.append([issue(block="late")])


def crash(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    write = files._write

    def until(path: Path, content: bytes) -> None:
        if path.name == at:
            raise OSError("power cut")
        write(path, content)

    monkeypatch.setattr(files, "_write", until)


@pytest.mark.parametrize("at", ["000005.parquet", CHAIN])
def test_a_crash_before_the_chain_line_is_as_if_nothing_happened(three: Place, monkeypatch, at):
    before = three.read().head
    with monkeypatch.context() as patch:
        crash(patch, at)
        with pytest.raises(OSError, match="power cut"):
            three.publish(issue("r3", block="x"), issue("r3", block="y"))
    assert (three.folder / "000004.parquet").exists()
    assert three.read().head == before
    three.publish(issue("r3", block="z"))
    assert [e.issue.block for e in three.read().entries] == ["dm", "af", "dm", "z"]


def test_a_crash_between_the_chain_and_the_head_is_mended(three: Place, monkeypatch):
    with monkeypatch.context() as patch, publishing(three.root, "kardiologi", three.head) as publication:
        crash(patch, three.head.name)
        with pytest.raises(OSError, match="power cut"):
            publication.append([issue("r3", block="x")])
    assert len(three.read().entries) == 4
    assert three.head.read_text().strip() != three.read().head
    with publishing(three.root, "kardiologi", three.head) as publication:
        assert three.head.read_text().strip() == publication.ledger.head


def tampered(three: Place, sentence: str) -> None:
    with pytest.raises(Tampered, match=sentence):
        three.read()
    with pytest.raises(Tampered, match=sentence):
        three.publish(issue("r9", block="later"))


def test_a_changed_byte_is_found(three: Place):
    path = three.folder / "000002.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    tampered(three, "000002.parquet of kardiologi's ledger is not what was written")


def lines(three: Place) -> list[str]:
    return three.chain.read_text().splitlines(keepends=True)


def replace_file(three: Place, number: int, content: bytes) -> None:
    """Put another file in the place of an entry and its sha256 in the chain."""
    (three.folder / f"{number:06}.parquet").write_bytes(content)
    rows = [json.loads(line) for line in lines(three)]
    rows[number - 1]["sha256"] = files.hashlib.sha256(content).hexdigest()
    three.chain.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_a_changed_entry_with_its_checksum_is_found(three: Place):
    other = issue(counts=COUNTS | {"a2": 8})
    replace_file(three, 1, files._packed(other))
    tampered(three, "entry 1 .* is not what was written")


def test_a_file_that_is_no_entry_is_found(three: Place):
    replace_file(three, 2, b"nothing")
    tampered(three, "000002.parquet of kardiologi's ledger is no entry of a ledger")


def test_a_missing_file_is_found(three: Place):
    (three.folder / "000001.parquet").unlink()
    tampered(three, "000001.parquet of kardiologi's ledger is missing")


@pytest.mark.parametrize("order", [(0, 2), (1, 2), (1, 0, 2), (0, 0, 1, 2)])
def test_dropped_moved_and_doubled_lines_are_found(three: Place, order):
    rows = lines(three)
    three.chain.write_text("".join(rows[i] for i in order))
    tampered(three, "another number")


def test_a_cut_end_is_found_by_the_head(three: Place):
    three.chain.write_text("".join(lines(three)[:2]))
    (three.folder / "000003.parquet").unlink()
    tampered(three, "2 entries and not the one whose digest was kept elsewhere")


def test_a_chain_that_is_gone_is_found_by_the_head(three: Place):
    three.chain.unlink()
    tampered(three, "0 entries and not the one")


def test_a_missing_head_is_found(three: Place):
    three.head.unlink()
    tampered(three, "kardiologi.head with its head is missing")


@pytest.mark.parametrize("name", ["release", "block", "edition", "digest"])
def test_a_changed_chain_line_is_found(three: Place, name):
    rows = [json.loads(line) for line in lines(three)]
    rows[0][name] = "other"
    three.chain.write_text("".join(json.dumps(row) + "\n" for row in rows))
    tampered(three, "kardiologi's ledger does not fit|is not what was written")


def test_a_chain_that_is_no_json_is_found(three: Place):
    three.chain.write_text("x\n")
    tampered(three, "not readable")


def add(root: Path, name: str, inside, done) -> None:
    with publishing(root / "ledger", "kardiologi", root / "keys" / "kardiologi.head") as publication:
        before = len(publication.ledger.entries)
        with inside.get_lock():
            inside.value += 1
            together = inside.value
        publication.append([issue(block=name)])
        with inside.get_lock():
            inside.value -= 1
        done.put((before, together))


def test_two_publishers_at_once_take_turns(place: Place, tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    inside, done = context.Value("i", 0), context.Queue()
    both = [context.Process(target=add, args=(tmp_path, name, inside, done)) for name in ("dm", "af", "kol")]
    for process in both:
        process.start()
    found = sorted(done.get(timeout=60) for _ in both)
    for process in both:
        process.join()
    assert found == [(0, 1), (1, 1), (2, 1)]
    assert {e.issue.block for e in place.read().entries} == {"dm", "af", "kol"}
