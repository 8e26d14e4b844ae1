"""Made tables for the package tests: true counts from a seed, and what a protection stage would let through.

The hiding here is simple (threshold, then the next smallest): the tests ask what packages do with a protected
table, not whether the hiding is good.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path

import pyarrow as pa

from assets.packages.package import Order, order_packages
from assets.packages.past import Past
from assets.packages.release import Cluster, Practice, Release, SourceUse
from estimates import Z_DRAWN, adjusted, against_expected, difference, per_thousand, wilson
from schemas.indicator import Indicator, Target, Volume
from schemas.period import Quarter, Window, Year
from schemas.policy import Policy
from schemas.protected import CHANGING, COMPARATORS, COUNTS, MEASURES, PROTECTED

POLICY = Policy()
PERIOD = Quarter(2026, 3)
OWN = "Østjylland Nord"
OTHER = "Vestkysten"

_AF = {
    "specialty": "kardiologi",
    "version": "1.0",
    "counts": "events",
    "unit": "patienter med nyt atrieflimren",
    "population": "incident_af",
    "attribution": "den kardiologiske praksis, der inden for 13 uger har set patienten tættest på diagnosen",
    "index_date": "diagnosens dato plus 90 dage",
    "unknown": "forekommer ikke",
    "excluded": "patienter med mitralstenose eller mekanisk hjerteklap (DI05, DZ952)",
    "year_closes": 3,
    "direction": "higher",
    "sources": ("lpr_a", "lmdb", "sssy"),
    "case_mix": ("sex", "age_band"),
    "completeness": "landsdækkende registre; alt, der er afregnet eller udleveret til og med datas slutdato",
    "limits": "registrene viser indløste recepter, ikke om medicinen tages",
    "owner": "Kardiologisk klyngeudvalg",
    "review_date": date(2027, 6, 1),
}

CATALOGUE = [
    Indicator(
        name="af_anticoagulation",
        title="AK-behandling inden 30 dage ved nyt atrieflimren",
        question="Hvor stor en andel af patienter med nyt atrieflimren kommer i blodfortyndende behandling "
        "inden 30 dage?",
        why="blodfortyndende behandling forebygger omkring to ud af tre blodpropper i hjernen ved "
        "atrieflimren",
        met="mindst én indløst recept på AK-behandling fra 30 dage før til 30 dage efter diagnosen",
        not_met="ingen indløst recept i perioden",
        evidence="V",
        reference="AFDK, årsrapport 2021, indikator 1",
        reflection=(
            "Hvilke patienter kom ikke i behandling, og var det et bevidst valg?",
            "Hvem af os følger op, når recepten ikke bliver indløst?",
            "Hvilken ændring kan alle prøve inden næste møde?",
        ),
        target=Target(90.0, "AFDK", 2021, "årsrapport 2021, indikator 1"),
        **_AF,
    ),
    Indicator(
        name="af_echocardiography",
        title="Ekkokardiografi inden 90 dage",
        question="Hvor stor en andel af patienter med nyt atrieflimren får en ekkokardiografi inden 90 dage?",
        why="ekkokardiografi viser hjerteklapsygdom og nedsat pumpefunktion, som ændrer behandlingen",
        met="ydelse 082208 afregnet inden for 13 uger før eller efter diagnosen",
        not_met="ingen ydelse 082208 i perioden",
        evidence="V-code",
        reference="ydelseskoder efter Landsoverenskomst om speciallægehjælp",
        reflection=(
            "Er de manglende undersøgelser lavet på hospital og derfor ikke i vores tal?",
            "Har vi samme tærskel for at undersøge igen, når der findes en nyere ekko?",
        ),
        **_AF,
    ),
    Indicator(
        name="af_thyroid",
        title="TSH målt ved nyt atrieflimren",
        question="Hvor stor en andel af patienter med nyt atrieflimren får målt stofskiftet?",
        why="forhøjet stofskifte er en årsag, der kan behandles",
        met="TSH (NPU03577 eller NPU27547) målt fra 90 dage før til 90 dage efter diagnosen",
        not_met="ingen måling i perioden",
        evidence="V",
        reference="AFDK, indikatornavn",
        reflection=("Bestiller vi prøven selv, eller regner vi med, at egen læge har gjort det?",),
        **_AF,
    ),
    Indicator(
        name="heart_failure_triple_therapy",
        title="Hjertesvigt: tre stofgrupper",
        question="Hvor stor en andel af patienter med hjertesvigt indløser recept på alle tre anbefalede "
        "stofgrupper?",
        why="de tre stofgrupper forlænger livet ved hjertesvigt med nedsat pumpefunktion",
        met="indløst recept i året på C09, C07 og enten C03DA01 eller A10BK",
        not_met="mindst én af stofgrupperne mangler",
        evidence="ILL",
        reference="illustrativ; ingen databasedefinition",
        reflection=(
            "Hvilken stofgruppe mangler oftest, og hvorfor?",
            "Hvor tit står en gammel bivirkning i vejen for et nyt forsøg?",
        ),
        **(
            _AF
            | {
                "counts": "persons",
                "unit": "personer med hjertesvigt, set i praksis i året",
                "population": "heart_failure",
                "attribution": "hver kardiologisk praksis, der har set patienten i året",
                "index_date": "årets sidste dag",
                "excluded": "personer under 18 år",
                "limits": "pumpefunktionen kendes ikke i registrene",
                "case_mix": (),
            }
        ),
    ),
    Indicator(
        name="anticoagulant_amount",
        title="Mængden af AK-medicin det første år",
        question="Hvor meget blodfortyndende medicin indløser patienter med nyt atrieflimren det første år?",
        why="mængden viser, om behandlingen holdes ved lige",
        met="mindst én indløst recept på AK-behandling i året",
        not_met="ingen indløst recept i året",
        evidence="ILL",
        reference="illustrativ; ingen databasedefinition",
        reflection=("Hvem af vores patienter holder op, og hvornår?",),
        volume=Volume("DDD", 1000),
        **(_AF | {"direction": "describe", "population": "af_year"}),
    ),
]
VOLUME = CATALOGUE[-1]

RELEASE = Release(
    period=PERIOD,
    cutoff=date(2026, 9, 30),
    code_version="0.1.0 (6ba281b)",
    sources=tuple(
        SourceUse(
            name,
            title,
            deliverer,
            date(2022, 1, 1),
            date(2026, 9, 30),
            "Kvalitetsudvikling i speciallægepraksis",
            "Sundhedslovens § 193 og databeskyttelseslovens § 10",
            rows,
            sha,
        )
        for name, title, deliverer, rows, sha in (
            ("lmdb", "Lægemiddelstatistikregisteret", "Sundhedsdatastyrelsen", 1_204_331, "9f2c1ab07d3e4411"),
            ("sssy", "Sygesikringsregisteret", "Sundhedsdatastyrelsen", 731_902, "0b77e91c22aa8de0"),
            ("lpr_a", "Landspatientregisteret", "Sundhedsdatastyrelsen", 288_410, "5d10c6f3e8b94c72"),
            ("lab", "Laboratoriedatabasen", "Sundhedsdatastyrelsen", 402_118, "a1e8f0932bb76c5d"),
            ("klynger", "Klyngernes medlemmer", "eKVIS", 74, "cc31d9a07f24be19"),
        )
    ),
    code="5d10c6f3e8b94c72aa",
    lock="cc31d9a07f24be19bb",
    key="k1f2e3",
    notice="Syntetiske data: ingen rigtige patienter",
)

_BASE = {
    "af_anticoagulation": 0.80,
    "af_echocardiography": 0.60,
    "af_thyroid": 0.71,
    "heart_failure_triple_therapy": 0.47,
}


def cluster_of(
    practices: int = 12,
    *,
    open_data: bool = False,
    name: str = OWN,
    slug: str = "oestjylland-nord",
    regions: tuple[str, ...] = ("Midtjylland",),
) -> Cluster:
    """Return the cluster that the made table is about."""
    cluster = Cluster("kardiologi", name, slug, regions, practices, open_data)
    return replace(cluster, members=members_of(cluster))


def members_of(cluster: Cluster) -> tuple[Practice, ...]:
    """Return its practices in the order of their public numbers, which is not that of their codes."""
    codes, numbers = practice_codes(cluster), range(700_101, 700_101 + cluster.practices)
    shuffled = random.Random(3).sample(list(numbers), cluster.practices)
    found = [
        Practice(code, called, str(number), f"Speciallæge nr. {number}", f"{number:032x}")
        for code, called, number in zip(codes, practice_names(cluster), shuffled, strict=True)
    ]
    return tuple(sorted(found, key=lambda p: p.number))


def subcluster_of(cluster: Cluster, name: str = "Babyklynge A") -> Cluster:
    """Return the half of the cluster that the made table calls so."""
    half = cluster.practices // 2
    mine = set(practice_names(cluster)[:half])
    members = tuple(p for p in cluster.members if p.organisation in mine)
    return replace(
        cluster, subcluster=name, slug=f"{cluster.slug}_babyklynge-a", practices=half, members=members
    )


def practice_codes(cluster: Cluster) -> list[str]:
    return [f"P{i:02d}" for i in range(1, cluster.practices + 1)]


def practice_names(cluster: Cluster) -> list[str]:
    """Codes in a closed cluster; long Danish names in an open one."""
    if not cluster.open_data:
        return practice_codes(cluster)
    long = "Speciallægerne i Kardiologi ved Åboulevarden og Søndre Ringgade, {}, Aarhus Ø"
    return [
        long.format(i) if i % 4 == 1 else f"Hjerteklinikken Ærø {i}" for i in range(1, cluster.practices + 1)
    ]


class Maker:
    """Draws true counts for one cluster and its surroundings, and hides the small ones."""

    def __init__(self, cluster: Cluster, seed: int = 7, catalogue: list[Indicator] | None = None) -> None:
        self.cluster = cluster
        self.catalogue = CATALOGUE if catalogue is None else catalogue
        self.random = random.Random(seed)
        self.names = practice_names(cluster)
        self.rows: list[dict[str, object]] = []
        self.bands: list[dict[str, object]] = []
        self.before: dict[tuple[str, str, str], tuple[int, int]] = {}
        for indicator in self.catalogue:
            self._indicator(indicator)

    def table(self) -> pa.Table:
        return pa.Table.from_pylist(self.rows, schema=PROTECTED)

    def comparators(self) -> pa.Table:
        return pa.Table.from_pylist(self.bands, schema=COMPARATORS)

    def _indicator(self, indicator: Indicator) -> None:
        effects = {name: self.random.gauss(0, 0.08) for name in self.names}
        sizes = {name: 3 if i in (4, 9) else self.random.randint(20, 75) for i, name in enumerate(self.names)}
        for number, year in enumerate(Window(PERIOD).years(indicator.year_closes)):
            self._year(indicator, year, number, effects, sizes)
            self._comparators(indicator, year, number)
        if indicator.counts == "events":
            for number, quarter in enumerate(Window(PERIOD).quarters):
                self._quarter(indicator, str(quarter), number)

    def _comparators(self, indicator: Indicator, year: Year, number: int) -> None:
        middle = round(self._share(indicator, -0.02, number) * 100)
        low, high, reference = middle - 13, middle + 12, self._reference(indicator)
        if indicator.volume:
            middle, low, high, reference = 290_000, 210_000, 371_000, 284_512.5
        for statistic, value in (("p10", low), ("p50", middle), ("p90", high)):
            self._band(indicator, year, statistic, value)
        if indicator.name == "af_echocardiography":
            for size, wider in (("small", 6), ("large", -4)):
                self._band(indicator, year, "p10", low - wider, size=size)
                self._band(indicator, year, "p90", high + wider, size=size)
        if not indicator.volume:
            self._band(indicator, year, "tau", 0.06)
            self._band(indicator, year, "reliability", 0.45 if indicator.name == "af_thyroid" else 0.81)
        if year == POLICY.baseline_year(indicator.year_closes):
            self._band(indicator, year, "reference", reference, cluster=self.cluster.name)

    def _band(
        self,
        indicator: Indicator,
        year: Year,
        statistic: str,
        value: float,
        *,
        cluster: str | None = None,
        size: str | None = None,
    ) -> None:
        said = {"cluster": cluster, "size": size, "statistic": statistic, "value": float(value)}
        self.bands.append(self._key(indicator, year) | said)

    def _reference(self, indicator: Indicator) -> float:
        return round(_BASE.get(indicator.name, 0.6) - 0.0188, 4)

    def _key(self, indicator: Indicator, period: object) -> dict[str, object]:
        return {"specialty": self.cluster.specialty, "indicator": indicator.name, "period": str(period)}

    def _share(self, indicator: Indicator, effect: float, number: int) -> float:
        return min(0.97, max(0.03, _BASE.get(indicator.name, 0.6) + effect + 0.02 * number))

    def _year(
        self, indicator: Indicator, year: Year, number: int, effects: dict[str, float], sizes: dict[str, int]
    ) -> None:
        counts = {}
        for name in self.names:
            n = sizes[name] + self.random.randint(0, 6)
            met = sum(self.random.random() < self._share(indicator, effects[name], number) for _ in range(n))
            counts[name] = (met, n - met)
        hidden = {name for name, (met, rest) in counts.items() if min(met, rest) < POLICY.threshold}
        if len(hidden) == 1 < len(counts):
            hidden.add(min(set(counts) - hidden, key=lambda name: sum(counts[name])))
        for name, found in counts.items():
            self._row(indicator, year, "practice", name, *found, hide=name in hidden)
        half = len(self.names) // 2
        for subcluster, members in (("Babyklynge A", self.names[:half]), ("Babyklynge B", self.names[half:])):
            total = [sum(counts[m][i] for m in members) for i in (0, 1)]
            self._row(indicator, year, "subcluster", subcluster, *total, hide=len(members) < 4)
        total = [sum(found[i] for found in counts.values()) for i in (0, 1)]
        self._row(
            indicator, year, "cluster", self.cluster.name, *total, unknown=sum(total) // 40, excluded=21
        )
        self._wider(indicator, year, number, scale=1)

    def _quarter(self, indicator: Indicator, quarter: str, number: int) -> None:
        n = self.random.randint(80, 140)
        met = sum(self.random.random() < self._share(indicator, 0, number // 4) for _ in range(n))
        self._row(
            indicator,
            quarter,
            "cluster",
            self.cluster.name,
            met,
            n - met,
            hide=number in (2, 3) and indicator.name == "af_thyroid",
        )
        self._wider(indicator, quarter, number // 4, scale=4)

    def _wider(self, indicator: Indicator, period: object, number: int, scale: int) -> None:
        for level, names, n in (("region", self.cluster.regions, 4310), ("nation", ("Danmark",), 18_234)):
            for name in names:
                size = n // scale
                share = self._share(indicator, self.random.gauss(-0.02, 0.01), number)
                met = round(size * share)
                extra = {"unknown": size // 50, "excluded": size // 30} if scale == 1 else {}
                self._row(indicator, period, level, name, met, size - met, **extra)

    def _row(
        self,
        indicator: Indicator,
        period: object,
        level: str,
        organisation: str,
        met: int,
        not_met: int,
        *,
        hide: bool = False,
        unknown: int | None = None,
        excluded: int | None = None,
    ) -> None:
        row = self._key(indicator, period) | {
            "level": level,
            "organisation": organisation,
            "cluster": None if level in ("region", "nation") else self.cluster.name,
        }
        if indicator.volume:
            found = amount(*self._amounts(met + not_met), met, not_met, unknown, excluded, hide=hide)
        else:
            reference = self._reference(indicator) if indicator.case_mix else None
            found = figure(met, not_met, unknown, excluded, hide=hide, reference=reference)
            if level in CHANGING and "-" in str(period) and found["state"] == "shown":
                found |= self._changed(indicator, level, organisation, met, met + not_met)
        self.rows.append(row | found)

    def _amounts(self, patients: int) -> tuple[int, float]:
        """Return the sum and the sum of squares of some patients' amounts."""
        drawn = [self.random.gammavariate(0.9, 320) for _ in range(min(patients, 400))]
        scale = patients / max(1, len(drawn))
        return round(sum(drawn) * scale), sum(y * y for y in drawn) * scale

    def _changed(
        self, indicator: Indicator, level: str, organisation: str, met: int, whole: int
    ) -> dict[str, object]:
        key = indicator.name, level, organisation
        before = self.before.get(key)
        self.before[key] = met, whole
        if before is None:
            return {}
        found = [round(float(x), 3) for x in difference(before, (met, whole))]
        return dict(zip(("change", "change_lower", "change_upper"), found, strict=True))


def figure(
    met: int,
    not_met: int,
    unknown: int | None = None,
    excluded: int | None = None,
    *,
    hide: bool = False,
    reference: float | None = None,
) -> dict[str, object]:
    """Return the measure columns of a row: hidden, without cases, or shown with its Wilson interval.

    reference: the share of the others that case-mix is made of, here with one stratum.
    """
    n = met + not_met
    if hide:
        return {"state": "hidden"}
    if n == 0:
        return {"state": "no_cases", "met": 0, "not_met": 0, "denominator": 0}
    lower, upper = wilson(met, n, Z_DRAWN)
    return {
        "met": met,
        "not_met": not_met,
        "unknown": unknown,
        "excluded": excluded,
        "denominator": n,
        "rate": round(met / n, 3),
        "rate_lower": round(lower, 3),
        "rate_upper": round(upper, 3),
        **(_expected(met, n, reference) if reference else {}),
        "state": "shown",
    }


def _expected(met: int, n: int, reference: float) -> dict[str, object]:
    expected = round(n * reference * 1.02, 1)
    ratio = adjusted(met, expected, 0.94 * expected * (1 - expected / n), n, 1)
    values = (ratio.oe, ratio.oe_lower, ratio.oe_upper)
    named = {f"oe{end}": round(float(v), 3) for end, v in zip(("", "_lower", "_upper"), values, strict=True)}
    return {"expected": expected, **named}


def amount(
    value: int,
    squares: float,
    met: int,
    not_met: int,
    unknown: int | None = None,
    excluded: int | None = None,
    *,
    hide: bool = False,
) -> dict[str, object]:
    """Return the measure columns of a row of an amount; without limits where a few patients decide it."""
    found = figure(met, not_met, unknown, excluded, hide=hide)
    n = met + not_met
    if hide or n == 0:
        return found
    rate, expected = per_thousand(value, squares, n), round(n * 281.4, 1)
    ratio = against_expected(value, squares, n, expected)

    def printed(number: object, digits: int) -> float | None:
        return None if isnan(float(number)) else round(float(number), digits)  # type: ignore[arg-type]

    return found | {
        "value": value,
        "rate": printed(value * 1000 / n, 1),
        "rate_lower": printed(rate.lower, 1),
        "rate_upper": printed(rate.upper, 1),
        "expected": expected,
        "oe": printed(ratio.value, 3),
        "oe_lower": printed(ratio.lower, 3),
        "oe_upper": printed(ratio.upper, 3),
    }


def renamed(catalogue: list[Indicator], **changes: object) -> list[Indicator]:
    """Return the catalogue with some fields of every indicator changed."""
    return [replace(indicator, **changes) for indicator in catalogue]  # type: ignore[arg-type]


#: Indicators of the awkward package: what becomes of each is said by its name.
def awkward_catalogue() -> list[Indicator]:
    """Seven indicators: all hidden, no cases, persons hidden, much unknown, lower is better with a missed target, an
    amount of persons without limits, and an amount that is hidden.
    """
    events, persons = CATALOGUE[0], CATALOGUE[3]
    return [
        replace(events, name="all_hidden", title="Alt er skjult i denne indikator"),
        replace(events, name="no_cases", title="Ingen patienter overhovedet"),
        replace(persons, name="persons_hidden", title="Personer, hvor alt er skjult"),
        replace(
            events,
            name="much_unknown",
            title="Mange uoplyste svar, og en titel på femoghalvfjerds tegn i alt, ja!",
        ),
        replace(
            persons,
            name="lower_is_better",
            title="Langvarig behandling, hvor lavt er bedst",
            direction="lower",
            target=Target(30.0, "DSS", 2024, "vejledning 2024"),
            year_closes=1,
            case_mix=("age_band",),
        ),
        replace(
            VOLUME,
            name="few_decide",
            title="Mængde, som få patienter afgør",
            counts="persons",
            index_date="årets sidste dag",
        ),
        replace(VOLUME, name="amount_hidden", title="Mængde, hvor alt er skjult"),
    ]


def awkward(cluster: Cluster) -> tuple[pa.Table, pa.Table, list[Indicator]]:
    """Return a table with every awkward state, its comparators and its catalogue."""
    catalogue = awkward_catalogue()
    maker = Maker(cluster, seed=3, catalogue=catalogue)
    empty = dict.fromkeys((*COUNTS, *MEASURES, "unknown", "excluded", "state"))
    for row in maker.rows:
        wide = row["level"] in ("region", "nation")
        if row["indicator"] in ("all_hidden", "persons_hidden", "amount_hidden") and not wide:
            row.update(empty | {"state": "hidden"})
        if row["indicator"] == "no_cases" and not wide:
            row.update(empty | figure(0, 0))
        if (
            row["indicator"] == "much_unknown"
            and row["level"] == "cluster"
            and row["state"] == "shown"
            and "-" in str(row["period"])
        ):
            row["unknown"] = 40
        if row["indicator"] == "few_decide" and row["state"] == "shown" and not wide:
            row.update(dict.fromkeys(("rate_lower", "rate_upper", "oe_lower", "oe_upper")))
    maker.bands = [band for band in maker.bands if band["indicator"] not in ("all_hidden", "amount_hidden")]
    return maker.table(), maker.comparators(), catalogue


def order(
    cluster: Cluster,
    table: pa.Table,
    bands: pa.Table,
    catalogue: list[Indicator],
    staging: Path,
    *,
    release: Release = RELEASE,
    outputs: Path | None = None,
    past: Past | None = None,
) -> Order:
    """Return the order of one package, cut from the tables. Raises TableError or AssertionError when it cannot be."""
    pasts = {cluster.slug: past} if past else None
    (found,) = order_packages(table, bands, [cluster], catalogue, release, POLICY, staging, outputs, pasts)
    assert isinstance(found, Order), found.error
    return found
