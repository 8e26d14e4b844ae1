"""The indicator catalogue as Danish pages: `docs/catalogue`, generated from the yml files and never edited by hand.

Belongs here: the layout of those pages. Does not belong here: what they say (the yml beside each model), numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.indicator import EVIDENCE, Indicator, catalogue
from schemas.source import sources
from schemas.specialty import specialties

_HEAD = "<!-- Lavet af `make catalogue` ud fra dbt_project/models/indicators. Ret dér, ikke her. -->"
_COUNTS = {
    "events": "Hændelser: hver hændelse tæller i det kvartal, hvor dens dato ligger.",
    "persons": "Personer: hver person tæller én gang pr. praksis og år.",
}
_DIRECTION = {
    "higher": "Højere er bedre",
    "lower": "Lavere er bedre",
    "describe": "Beskriver uden at vurdere",
}
_STRATA = {"sex": "køn", "age_band": "aldersgruppe (0-17, 18-39, 40-59, 60-74, 75+)"}
_QUARTERS = {1: "1. kvartal", 2: "2. kvartal", 3: "3. kvartal", 4: "4. kvartal"}


def write_catalogue(manifest: Path, folder: Path) -> list[Path]:
    """Write an index and one page per indicator below `folder`, and remove pages of indicators that are gone.

    The same words give the same bytes. Returns the pages. Raises CatalogueError for words that are incomplete.
    """
    pages = render(manifest)
    for old in folder.glob("**/*.md"):
        if old.relative_to(folder) not in pages:
            old.unlink()
    for place, text in pages.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return [folder / place for place in pages]


def render(manifest: Path) -> dict[Path, str]:
    """Return the pages: place below the folder -> text."""
    indicators = catalogue(manifest)
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    root = Path(__file__).resolve().parents[1] / "dbt_project"
    pages = {Path("README.md"): _index(indicators)}
    for indicator in indicators:
        lists = _code_lists(indicator, nodes, root)
        pages[_place(indicator)] = _page(indicator, lists)
    return pages


def _place(indicator: Indicator) -> Path:
    return Path(indicator.specialty) / f"{indicator.name}.md"


def _index(indicators: Sequence[Indicator]) -> str:
    lines = [
        _HEAD,
        "# Indikatorkatalog",
        f"{len(indicators)} indikatorer i {len({i.specialty for i in indicators})} specialer. Mærket siger, hvor "
        "godt en indikator er underbygget:",
        "\n".join(f"- **{mark}**: {words}." for mark, words in EVIDENCE.items()),
    ]
    for name, specialty in sorted(specialties().items(), key=lambda item: item[1].title):
        own = [i for i in indicators if i.specialty == name]
        if own:
            rows = [f"| [{i.title}]({_place(i)}) | {_target(i)} | {i.evidence} |" for i in own]
            lines += [
                f"## {specialty.title}",
                "\n".join(["| indikator | mål | mærke |", "|---|---|---|", *rows]),
            ]
    return "\n\n".join(lines) + "\n"


def _page(indicator: Indicator, lists: Mapping[str, list[dict[str, str]]]) -> str:
    model = f"dbt_project/models/indicators/{indicator.specialty}/ind_{indicator.name}"
    lines = [
        _HEAD,
        f"# {indicator.title}",
        f"*{specialties()[indicator.specialty].title}. {EVIDENCE[indicator.evidence]} ({indicator.evidence}).*",
        f"**{indicator.question}**",
        indicator.why,
        "## Definition",
        _table(_definition(indicator)),
        "## Sådan skal tallet læses",
        _table(_reading(indicator)),
        "## Til samtalen",
        "\n".join(f"{n}. {question}" for n, question in enumerate(indicator.reflection, 1)),
        "## Kilder og koder",
        "\n".join(f"- {sources()[name].title} (`{name}`)" for name in indicator.sources),
        *_lists(lists),
        f"Regnet i [`ind_{indicator.name}.sql`](../../../{model}.sql), ordene står i "
        f"[`ind_{indicator.name}.yml`](../../../{model}.yml).",
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def _definition(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "Opfyldt", indicator.met
    yield "Ikke opfyldt", indicator.not_met
    yield "Uoplyst", indicator.unknown
    yield "Ekskluderet", indicator.excluded
    yield "Tæller", f"{_COUNTS[indicator.counts]} Enhed: {indicator.unit}."
    if indicator.volume:
        yield "Mængde", f"{indicator.measure} patienter."
    yield "Dato", indicator.index_date
    yield "Årets sidste kvartal", f"{_QUARTERS[indicator.year_closes]}."
    yield "Hvis patient", indicator.attribution
    yield "Population", f"`{indicator.population}`"


def _reading(indicator: Indicator) -> Iterator[tuple[str, str]]:
    strata = [_STRATA[name] for name in indicator.case_mix]
    yield "Retning", f"{_DIRECTION[indicator.direction]}."
    yield "Mål", f"{_target(indicator)}."
    yield "Case-mix", f"Justeret for {' og '.join(strata)}." if strata else "Ikke justeret."
    yield "Begrænsninger", indicator.limits
    yield "Dækning", indicator.completeness
    yield "Grundlag", indicator.reference
    yield "Ansvarlig", f"{indicator.owner}, ses efter senest {indicator.review_date.isoformat()}."
    yield "Version", indicator.version


def _target(indicator: Indicator) -> str:
    target = indicator.target
    if target is None:
        return "Intet fastsat"
    word = "højst" if indicator.direction == "lower" else "mindst"
    value = f"{target.value:g}".replace(".", ",")
    return f"{word} {value} pct. ({target.owner} {target.year}: {target.reference.rstrip('.')})"


def _table(rows: Iterator[tuple[str, str]]) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {_cell(text)} |" for name, text in rows)])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _lists(lists: Mapping[str, list[dict[str, str]]]) -> Iterator[str]:
    for name, rows in lists.items():
        yield f"Kodelisten `{name}`:"
        header = list(rows[0])
        table = [" | ".join(header), " | ".join("---" for _ in header)]
        table += [" | ".join(_cell(row[column]) for column in header) for row in rows]
        yield "\n".join(f"| {line} |" for line in table)


def _code_lists(
    indicator: Indicator, nodes: Mapping[str, Any], root: Path
) -> dict[str, list[dict[str, str]]]:
    """Return the dated code lists that an indicator's model stands on, directly or through shared models."""
    found: dict[str, list[dict[str, str]]] = {}
    waiting = [f"model.klyngepakker.ind_{indicator.name}"]
    while waiting:
        node = nodes.get(waiting.pop())
        if node and node["resource_type"] == "seed":
            text = (root / node["original_file_path"]).read_text(encoding="utf-8")
            found[node["name"]] = list(csv.DictReader(text.splitlines()))
        elif node:
            waiting += node["depends_on"]["nodes"]
    return dict(sorted(found.items()))
