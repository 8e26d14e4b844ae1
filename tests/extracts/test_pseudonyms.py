"""The key stays secret, and the fast SQL equals HMAC-SHA256 of the standard library."""

from __future__ import annotations

import hashlib
import hmac
import pickle
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.extracts.pseudonymise import Key, KeyProblem, install, load_key
from assets.extracts.read import connect


@settings(max_examples=25, deadline=None)
@given(
    st.binary(min_size=32, max_size=200),
    st.lists(st.from_regex("[0-9]{10}([0-9]{2})?", fullmatch=True), max_size=20),
)
def test_the_sql_equals_the_standard_library(secret: bytes, numbers: list[str]) -> None:
    key = Key(secret)
    expected = [uuid.UUID(bytes=hmac.digest(secret, n.encode(), hashlib.sha256)[:16]) for n in numbers]
    with connect(Path("/nonexistent")) as connection:
        install(connection, key)
        found = connection.execute("select pseudonym(x) from (select unnest(?::varchar[]) as x)", [numbers])
        assert [r[0] for r in found.fetchall()] == expected
    assert [key.pseudonym(n) for n in numbers] == expected


def test_a_key_never_shows_itself() -> None:
    secret = bytes(range(32))
    key = Key(secret)
    for text in (repr(key), str(key), f"{key}", repr([key]), key.id):
        assert secret.hex() not in text
        assert repr(secret) not in text
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert key.id != Key(bytes(32)).id


def test_the_first_run_makes_a_key_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KLYNGEPAKKER_KEY", raising=False)
    file = tmp_path / "keys" / "pseudonym.key"
    with ThreadPoolExecutor(8) as pool:
        ids = {k.id for k in pool.map(lambda _: load_key(file), range(8))}
    assert len(ids) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [p.name for p in file.parent.iterdir()] == ["pseudonym.key"]
    assert {load_key(file).id} == ids


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_others_may_read_is_refused(tmp_path: Path, mode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLYNGEPAKKER_KEY", raising=False)
    file = tmp_path / "pseudonym.key"
    load_key(file)
    file.chmod(mode)
    with pytest.raises(KeyProblem, match="read by others"):
        load_key(file)


@pytest.mark.parametrize("text", ["", "not hexadecimal", "00" * 31])
def test_a_useless_key_is_refused_without_being_shown(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLYNGEPAKKER_KEY", text)
    with pytest.raises(KeyProblem) as caught:
        load_key(tmp_path / "unused")
    assert not text or text not in str(caught.value)
    assert not (tmp_path / "unused").exists()


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEPAKKER_KEY", "ab" * 32)
    assert load_key(tmp_path / "unused").id == Key(b"\xab" * 32).id
