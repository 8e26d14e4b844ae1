"""The dots of a funnel: what each is called, how it is marked, where its label stands.

Belongs here: shown practices as rows of the forest table name and mark them. Does not belong here: limits and bands
(`funnel`), who is worded (`forest`), plain geometry (`labels`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.packages.figures import Shown
from assets.packages.report import labels

#: Longer names than this do not fit beside a dot: letters stand for them, unless they are too many for a key.
_LONGEST, _MOST_LETTERS = 6, 16
#: Keys of more names than this have three columns, and names longer than fit a column are cut in the middle.
_TWO_COLUMNS, _FIT = 10, {2: 54, 3: 34}
#: With more words than this the shapes say it: words beside the dots would cover each other.
_MOST_WORDS = 5


def points(rows: Sequence[dict[str, Any]], shown: dict[str, Shown], *, marked: bool) -> list[dict[str, Any]]:
    """Return the dots by name, each with its label: the name, or a letter for one that is too long.

    Of very many long names only those with a word get a letter.
    """
    names = sorted(row["name"] for row in rows)
    short = all(len(name) <= _LONGEST for name in names)
    lettered = names
    if not short and len(names) > _MOST_LETTERS:
        lettered = sorted(row["name"] for row in rows if marked and row["word"])[:_MOST_LETTERS]
    called = {name: name if short else _letter(n) for n, name in enumerate(lettered)}
    with_words = sum(bool(row["word"]) for row in rows) <= _MOST_WORDS

    def point(row: dict[str, Any]) -> dict[str, Any]:
        word, label = row["word"] if marked else "", called.get(row["name"], "")
        return {
            "name": row["name"],
            "label": label,
            "text": f"{label} {word}" if word and with_words else label,
            "at": row["at"],
            "patients": shown[row["name"]].denominator,
            "shape": row["shape"] if marked else "dot",
            "missed": marked and row["missed"],
            "word": word,
        }

    return sorted(map(point, rows), key=lambda p: p["name"])


def key(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Say which name each letter stands for; a long one is cut in its middle, it stands whole in the table."""
    used = [p for p in found if p["label"] not in ("", p["name"])]
    columns = 2 if len(used) <= _TWO_COLUMNS else 3
    fit = _FIT[columns]

    def cut(name: str) -> str:
        return name if len(name) <= fit else f"{name[: fit - 15].rstrip()} … {name[-12:].lstrip()}"

    return {"columns": columns, "names": [{"letter": p["label"], "name": cut(p["name"])} for p in used]}


def place_labels(
    found: list[dict[str, Any]], size: tuple[float, float], most: int, y: dict[str, Any]
) -> None:
    """Give every dot its label's place; those with a word find the best ones."""
    ordered = sorted(found, key=lambda p: p["word"] == "")
    (width, height), reach = size, y["high"] - y["low"]
    dots = [
        labels.Dot(width * p["patients"] / most, height * (y["high"] - p["at"]) / reach, p["text"])
        for p in ordered
    ]
    for dot, place in zip(ordered, labels.place(dots, width, height), strict=True):
        dot["place"] = {"dx": place.dx, "dy": place.dy, "side": place.side, "led": place.led}


def _letter(number: int) -> str:
    """Return A, B, ..., Z, AA, AB, ...: no number, which would look like a rank."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
