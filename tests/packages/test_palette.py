"""The palette: text contrast, graphics contrast, and colours that the colour-blind tell apart."""

from __future__ import annotations

import re

import pytest

from assets.packages.report.render import TEMPLATES

STYLE = (TEMPLATES / "style.typ").read_text(encoding="utf-8")
PALETTE = dict(re.findall(r'#let ([\w-]+) = rgb\("(#[0-9A-Fa-f]{6})"\)', STYLE))
WHITE = "#FFFFFF"


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    light = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other))), reverse=True
    )
    return (light[0] + 0.05) / (light[1] + 0.05)


@pytest.mark.parametrize("text", ["ink", "muted", "own", "missed"])
@pytest.mark.parametrize("ground", [WHITE, "wash", "band"])
def test_text(text: str, ground: str) -> None:
    assert contrast(PALETTE[text], PALETTE.get(ground, ground)) >= 4.5


@pytest.mark.parametrize("text", [WHITE, "on-own", "accent"])
def test_text_on_the_cover(text: str) -> None:
    assert contrast(PALETTE.get(text, text), PALETTE["own"]) >= 4.5


@pytest.mark.parametrize("mark", ["own", "missed", "nation"])
def test_marks(mark: str) -> None:
    assert contrast(PALETTE[mark], WHITE) >= 3
    assert contrast(PALETTE[mark], PALETTE["band"]) >= 3


# Machado, Oliveira & Fernandes (2009), severity 1.0.
SIGHT = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def cielab(rgb: list[float]) -> list[float]:
    rows = ((0.4124, 0.3576, 0.1805, 0.9505), (0.2126, 0.7152, 0.0722, 1.0), (0.0193, 0.1192, 0.9505, 1.089))
    xyz = [sum(m * v for m, v in zip(row, rgb, strict=False)) / row[3] for row in rows]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (max(v, 0) for v in xyz)]
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]


@pytest.mark.parametrize("kind", SIGHT)
def test_own_and_missed_differ_for_all_eyes(kind: str) -> None:
    def seen(colour: str) -> list[float]:
        return cielab(
            [
                min(1, max(0, sum(m * v for m, v in zip(row, linear(colour), strict=True))))
                for row in SIGHT[kind]
            ]
        )

    distance = (
        sum((a - b) ** 2 for a, b in zip(seen(PALETTE["own"]), seen(PALETTE["missed"]), strict=True)) ** 0.5
    )
    assert distance >= 20


def test_no_text_is_set_smaller_than_eight_points() -> None:
    for path in TEMPLATES.rglob("*.typ"):
        for size in re.findall(r"size: ([\d.]+)pt", path.read_text(encoding="utf-8")):
            assert float(size) >= 8, path.name
