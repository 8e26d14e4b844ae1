"""Pseudonymisation: personal number -> keyed hash. Personal numbers exist here and nowhere after it.

Belongs here: the key, its id, the SQL of the keyed hash and of a personal number's form. One key per
installation: the sources must join. The key enters DuckDB as bound variables; it never stands in SQL text, a
log, an error or a repr. The pseudonym is the first 128 bits of HMAC-SHA256 (RFC 2104) of the number's text.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

#: Ten digits (CPR) or twelve (the pseudonym of Danmarks Statistik), as DuckDB's regexp_full_match takes it.
PERSON_FORM = "[0-9]{10}([0-9]{2})?"
_BLOCK = 64
_SMALLEST = 32


class KeyProblem(ValueError):
    """The key is missing, too short, readable by others, or another than before. Never shows the key."""


class Key:
    """The secret of one installation. Prints as its id."""

    def __init__(self, secret: bytes):
        if len(secret) < _SMALLEST:
            raise KeyProblem(f"the key has {len(secret)} bytes, it needs {_SMALLEST} or more")
        self._secret = secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()

    def __repr__(self) -> str:
        return f"<Key {self.id}>"

    def __reduce__(self) -> str:
        raise TypeError("a key is never stored or sent")

    @property
    def id(self) -> str:
        """A short hash that tells keys apart and gives nothing away about them."""
        return hashlib.sha256(b"klyngepakker key id\0" + self._secret).hexdigest()[:12]

    def pads(self) -> tuple[bytes, bytes]:
        """Return HMAC's inner and outer pad: the key, filled up to one block, with 0x36 and 0x5c."""
        block = self._secret.ljust(_BLOCK, b"\0")
        return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)

    def pseudonym(self, number: str) -> uuid.UUID:
        """Return the pseudonym of one number. The slow twin of the SQL, for people and tests."""
        inner, outer = self.pads()
        digest = hashlib.sha256(outer + hashlib.sha256(inner + number.encode()).digest()).digest()
        return uuid.UUID(bytes=digest[:16])


def load_key(key_file: Path, environment: str = "KLYNGEPAKKER_KEY") -> Key:
    """Return the installation's key: from the environment (hexadecimal), else from `key_file`.

    On the very first run the file is made: 32 random bytes, mode 0600, in a folder of mode 0700. Raises
    KeyProblem for a key that is not hexadecimal or too short, and for a file that others may read.
    """
    text = os.environ.get(environment)
    if text is not None:
        return _from_hex(text, environment)
    if not key_file.exists():
        _create(key_file)
    held = key_file.stat()
    if stat.S_IMODE(held.st_mode) & 0o077:
        raise KeyProblem(f"{key_file} may be read by others; make it readable by its owner only (chmod 600)")
    return _from_hex(key_file.read_text(encoding="ascii", errors="replace"), str(key_file))


def _from_hex(text: str, origin: str) -> Key:
    try:
        return Key(bytes.fromhex(text.strip()))
    except KeyProblem:
        raise
    except ValueError:
        raise KeyProblem(f"{origin} does not hold a key in hexadecimal digits") from None


def _create(key_file: Path) -> None:
    """Write a new key beside and link it into place: of two first runs at a time one wins, whole."""
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = key_file.with_name(f".{key_file.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_hex(_SMALLEST) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(beside, key_file)
    except FileExistsError:
        pass
    finally:
        beside.unlink(missing_ok=True)


def install(connection: duckdb.DuckDBPyConnection, key: Key) -> None:
    """Give the connection the macro `pseudonym(number)`: text of a personal number -> UUID."""
    inner, outer = key.pads()
    connection.execute("set variable inner_pad = ?", [inner])
    connection.execute("set variable outer_pad = ?", [outer])
    connection.execute(
        "create temp macro pseudonym(number) as (sha256(getvariable('outer_pad') || "
        "unhex(sha256(getvariable('inner_pad') || number::blob)))[:32])::uuid"
    )
