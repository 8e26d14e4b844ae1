"""Practice codes and names: what a reader sees instead of a ydernummer.

Belongs here: handing out codes that never change and are never used twice. Confidential: the file joins codes
to practices. Codes are a courtesy between colleagues, no protection: the attack assumes that every practice
is known.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path


def read_salt(path: Path) -> bytes:
    """Return the salt that decides the order of codes; made on first use, readable by the owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


class Codes:
    """Codes by specialty and cluster, kept in one JSON file that only grows.

    A cluster's codes are handed out in an order that only the salt decides. Who joins later gets the next
    free code; who leaves keeps the old one for ever, so a code never means another practice.
    """

    def __init__(self, path: Path, salt: bytes) -> None:
        self._path = path
        self._salt = salt
        self._codes: dict[str, dict[str, dict[str, str]]] = {}
        if path.exists():
            self._codes = json.loads(path.read_text(encoding="utf-8"))

    def assign(self, specialty: str, cluster: str, practices: Iterable[str]) -> None:
        """Give a code to every practice of a cluster that has none."""
        mine = self._codes.setdefault(specialty, {}).setdefault(cluster, {})
        new = {p for p in practices if p not in mine}
        for practice in sorted(new, key=lambda p: self._draw(specialty, cluster, p)):
            mine[practice] = f"P{len(mine) + 1:02d}"

    def code(self, specialty: str, cluster: str, practice: str) -> str:
        """Return the code of a practice in a cluster. KeyError when it was never assigned."""
        return self._codes[specialty][cluster][practice]

    def token(self, specialty: str, cluster: str, practice: str) -> str:
        """Return a secret of the practice, 32 hexadecimal digits, the same in every release.

        Printed in its insert only: without it a colleague could draw the insert for every code and find out by a
        list of checksums which one is whose.
        """
        return self._draw("token", specialty, f"{cluster}\0{practice}").hex()[:32]

    def save(self) -> None:
        """Write the file anew, beside the old one first."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._codes, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        draft = self._path.with_suffix(".tmp")
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        draft.replace(self._path)

    def _draw(self, specialty: str, cluster: str, practice: str) -> bytes:
        message = "\0".join((specialty, cluster, practice)).encode()
        return hmac.digest(self._salt, message, "sha256")


def names(codes: Mapping[str, str], practice_names: Mapping[str, str]) -> dict[str, str]:
    """Return what an open cluster shows for each practice: its name, with the code where two share one."""
    count = Counter(practice_names[p] for p in codes)
    return {
        p: practice_names[p] if count[practice_names[p]] == 1 else f"{practice_names[p]} ({code})"
        for p, code in codes.items()
    }
