"""Where labels go, so that none covers another: round the dots of a plot, or side by side along a line.

Belongs here: plain geometry in millimetres, y downwards. Does not belong here: what a label says, drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Which end of a label lies at its anchor: its left end, its right end or its middle.
Side = Literal["left", "right", "center"]

#: A letter of the smallest text is about as wide as this, and a line as high.
_LETTER = 1.55
_LINE = 2.9
#: Room between two labels on a line.
_BETWEEN = 2.5
#: Half of the square that a dot takes.
_DOT = 1.5
#: Anchors round a dot, the best first: beside it, slanting, then further out where a thin line leads back.
_ANCHORS: tuple[tuple[float, float, Side], ...] = (
    (2.0, 0.0, "left"), (-2.0, 0.0, "right"), (1.2, -2.6, "left"), (1.2, 2.6, "left"),
    (-1.2, -2.6, "right"), (-1.2, 2.6, "right"), (0.0, -3.1, "center"), (0.0, 3.1, "center"),
    (3.4, -4.6, "left"), (3.4, 4.6, "left"), (-3.4, -4.6, "right"), (-3.4, 4.6, "right"),
    (5.6, -7.0, "left"), (5.6, 7.0, "left"), (-5.6, -7.0, "right"), (-5.6, 7.0, "right"),
    (8.0, -9.6, "left"), (8.0, 9.6, "left"), (-8.0, -9.6, "right"), (-8.0, 9.6, "right"),
)  # fmt: skip
#: Further from its dot than this a label needs a line back.
_NEAR = 3.5

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A dot at (x, y) millimetres and its label."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Label:
    """Where a label is anchored, in millimetres from its dot; `led`: far enough to need a line back."""

    dx: float
    dy: float
    side: Side

    @property
    def led(self) -> bool:
        """Say whether a line must lead back to the dot."""
        return abs(self.dy) > _NEAR


def place(dots: Sequence[Dot], width: float, height: float) -> list[Label]:
    """Choose a place for every label within the plot, in the order given: the first find the best places.

    Where no place is free, the one that covers least. Same dots, same places. An empty label takes no room.
    """
    taken = [(d.x - _DOT, d.y - _DOT, d.x + _DOT, d.y + _DOT) for d in dots]
    return [_place(dot, taken, (0.0, 0.0, width, height)) for dot in dots]


def apart(wanted: Sequence[float], texts: Sequence[str], start: float, end: float) -> list[float]:
    """Return the middles of labels along a line, as near to `wanted` (rising) as they fit between start and end.

    Labels that meet move aside together, each group round the mean of what its members want.
    """
    groups: list[tuple[float, list[int]]] = []
    widths = [_LETTER * len(text) + _BETWEEN for text in texts]
    for index, middle in enumerate(wanted):
        groups.append((_inside(middle, widths[index], start, end), [index]))
        while len(groups) > 1 and _meet(groups[-2], groups[-1], widths):
            members = groups[-2][1] + groups[-1][1]
            del groups[-2:]
            whole, mean, left = sum(widths[i] for i in members), 0.0, 0.0
            for i in members:
                mean += (wanted[i] - left - widths[i] / 2 + whole / 2) / len(members)
                left += widths[i]
            groups.append((_inside(mean, whole, start, end), members))
    found = []
    for middle, members in groups:
        at = middle - sum(widths[i] for i in members) / 2
        for i in members:
            found.append(round(at + widths[i] / 2, 2))
            at += widths[i]
    return found


def _inside(middle: float, width: float, start: float, end: float) -> float:
    return max(start + width / 2, min(middle, end - width / 2))


def _meet(one: tuple[float, list[int]], other: tuple[float, list[int]], widths: Sequence[float]) -> bool:
    half = sum(widths[i] for i in (*one[1], *other[1])) / 2
    return other[0] - one[0] < half - 1e-9


def _place(dot: Dot, taken: list[_Box], plot: _Box) -> Label:
    least, best = float("inf"), Label(*_ANCHORS[0])
    for anchor in _ANCHORS:
        label = Label(*anchor)
        box = _box(dot, label)
        cost = sum(_common(box, other) for other in taken) + 10 * (_area(box) - _common(box, plot))
        if cost < least - 1e-9:
            least, best = cost, label
        if least < 1e-9:
            break
    taken.append(_box(dot, best))
    return best


def _box(dot: Dot, label: Label) -> _Box:
    width = _LETTER * len(dot.text)
    left = dot.x + label.dx - {"left": 0.0, "right": width, "center": width / 2}[label.side]
    middle = dot.y + label.dy
    return left, middle - _LINE / 2, left + width, middle + _LINE / 2


def _area(box: _Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _common(one: _Box, other: _Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
