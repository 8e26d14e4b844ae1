"""A small world of delivered rows: named persons, their practices, and the Parquet that dbt reads.

Belongs here: how a test says "this person was dispensed that". Does not belong here: which persons there are
(`persons_*.py`, `crowd.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa

PERIOD = "2026K3"
#: Canonical columns and the types an accepted extract has. `person` becomes a UUID, as at the door.
COLUMNS = {
    "lmdb.dispensings": "pnr person, eksd date, atc varchar, apk bigint, packsize decimal(18;4), "
    "volume decimal(18;4), recu varchar",
    "sssy.services": "pnr person, speciale varchar, ydernr varchar, honuge varchar",
    "lpr_a.contacts": "pnr person, dw_ek_kontakt varchar, kont_starttidspunkt timestamp, "
    "kont_type varchar, lprindberetningssystem varchar",
    "lpr_a.diagnoses": "dw_ek_kontakt varchar, diag_kode varchar, diag_kode_type varchar, "
    "senere_afkraeftet varchar",
    "bef.persons": "pnr person, koen bigint, foed_dag date",
    "lab.results": "patient_cpr person, analysiscode varchar, samplingdate date, value varchar, unit varchar",
    "yder.practices": "ydernr varchar, navn varchar, gyldig_fra date, gyldig_til date",
    "klynger.memberships": "ydernr varchar, speciale varchar, klynge varchar, babyklynge varchar, "
    "region varchar, fra date, til date, data varchar",
    "aftaler.agreements": "speciale varchar, klynge varchar, indikator varchar, aftalt date, hvad varchar, "
    "hvem varchar, senest date, status varchar, bemaerkning varchar",
    "drastma.visits": "cpr person, ydernr varchar, kontaktdato date, kontakttype bigint, "
    "lungefunktion varchar, lungefunktion_dato date, ekskluderet varchar",
    "nmsc.courses": "cpr person, ydernr varchar, diagnosedato date, diagnose varchar, risiko varchar, "
    "behandlingsdato date, behandling varchar, viderehenvist varchar, opfoelgningsdato date, recidiv varchar, "
    "recidivdato date, ekskluderet varchar",
    "diabase.exams": "cpr person, sender_identifier varchar, sender_identifiercode varchar, "
    "report_eyescreeningdate date, eyescreeningindicationcode varchar, report_indicationnextcontactcode varchar, "
    "report_indicationnextcontacttime varchar, report_history_diabetesstatus varchar, "
    "visualacuitylefteyecode varchar, visualacuityrighteyecode varchar, retinastatuslefteyecode varchar, "
    "retinastatusrighteyecode varchar, maculopatistatuslefteyecode varchar, "
    "maculopatistatusrighteyecode varchar, report_examinations_octtest varchar",
    "adhd.assessments": "cpr person, ydernr varchar, udredningsdato date, somatisk_undersoegelse varchar, "
    "miljoeobservation varchar, semistruktureret_interview varchar, ekskluderet varchar",
    "danbio.visits": "cpr person, ydernr varchar, besoegsdato date, diagnose varchar, das28 decimal(18;4), "
    "haq decimal(18;4), smerte bigint, ekskluderet varchar",
    "drkol.visits": "cpr person, ydernr varchar, besoegsdato date, fev1 decimal(18;4), mrc varchar, "
    "eksacerbationer bigint, bmi decimal(18;4), rygning varchar, ics varchar, laba_lama varchar, "
    "ekskluderet varchar",
    "afdk.patients": "cpr person, diagnosedato date, ak_indikation varchar, klapsygdom varchar, ak_dato date, "
    "apopleksi_dato date, bloedning_dato date",
    "dugabase.operations": "cpr person, ydernr varchar, operationsdato date, diagnose varchar, "
    "procedure varchar, indberetningsdato date, tilfreds varchar",
}
REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")


Row = dict[str, Any]


class World:
    """Rows as they are delivered, all text, under "<source>.<table>"."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}

    def add(self, table: str, **row: Any) -> None:
        self.tables[table].append({c: None if v is None else str(v) for c, v in row.items()})

    def practice(self, number: str, name: str, since: str = "2010-01-01", until: str | None = None) -> None:
        self.add("yder.practices", ydernr=number, navn=name, gyldig_fra=since, gyldig_til=until)

    def member(
        self, number: str, specialty: str, cluster: str, since: str = "2010-01-01", until: str | None = None
    ) -> None:
        even = int(number) % 2 == 0
        self.add(
            "klynger.memberships", ydernr=number, speciale=specialty, klynge=cluster, fra=since, til=until,
            babyklynge=f"{cluster} {even}" if int(number) % 3 else None,
            region=REGIONS[sum(map(ord, cluster)) % 5], data="lukkede" if even else "åbne",
        )  # fmt: skip

    def write(self, folder: Path) -> dict[str, list[Path]]:
        """Write each table as two Parquet files, as two deliveries would be; return view name -> files."""
        folder.mkdir(parents=True, exist_ok=True)
        written = {}
        with duckdb.connect() as connection:
            for table, rows in self.tables.items():
                view = table.replace(".", "__")
                halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :])
                files = [folder / f"{view}-{i}.parquet" for i in range(2)]
                for half, file in zip(halves, files, strict=True):
                    _write(connection, COLUMNS[table], half, file)
                written[view] = files
        return written


def _write(
    connection: duckdb.DuckDBPyConnection, columns: str, rows: list[dict[str, Any]], file: Path
) -> None:
    kinds = dict(c.strip().split(" ", 1) for c in columns.split(","))
    delivered = pa.table({c: pa.array([r.get(c) for r in rows], pa.string()) for c in kinds})
    person = {c: f"md5({c})" if kind == "person" else c for c, kind in kinds.items()}
    sql = {c: "uuid" if kind == "person" else kind.replace(";", ",") for c, kind in kinds.items()}
    typed = ", ".join(f"cast({person[c]} as {sql[c]}) as {c}" for c in kinds)
    connection.register("delivered", delivered)
    connection.execute(f"copy (select {typed} from delivered) to '{file}' (format parquet)")


def week(day: str) -> str:
    """The claim week ÅÅUU of a day."""
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year % 100:02d}{number:02d}"


def after(day: str, days: int = 0, weeks: int = 0) -> str:
    return str(date.fromisoformat(day) + timedelta(days=days, weeks=weeks))


@dataclass
class Patient:
    """A person named after the rule it exercises, with a practice of its own (`home`)."""

    world: World
    name: str
    home: str

    def born(self, day: str | None, sex: str = "2") -> None:
        """Replace the birth date; None: not in the person register."""
        people = self.world.tables["bef.persons"]
        people[:] = [r for r in people if r["pnr"] != self.name]
        if day:
            self.world.add("bef.persons", pnr=self.name, koen=sex, foed_dag=day)

    def diagnosed(
        self,
        code: str,
        day: str,
        kind: str = "A",
        refuted: str | None = None,
        system: str | None = "LPR3",
        contact: str | None = "ALCA10",
    ) -> None:
        key = f"{self.name}-{len(self.world.tables['lpr_a.contacts'])}"
        self.world.add(
            "lpr_a.contacts", pnr=self.name, dw_ek_kontakt=key, kont_starttidspunkt=f"{day} 23:30:00",
            kont_type=contact, lprindberetningssystem=system,
        )  # fmt: skip
        self.world.add(
            "lpr_a.diagnoses",
            dw_ek_kontakt=key,
            diag_kode=code,
            diag_kode_type=kind,
            senere_afkraeftet=refuted,
        )

    def claimed(self, service: str, day: str, by: str | None = None) -> None:
        claim = {"pnr": self.name, "speciale": service, "ydernr": by or self.home, "honuge": week(day)}
        self.world.add("sssy.services", **claim)

    def dispensed(
        self, atc: str, day: str, packs: int = 1, units: float = 200, ddd: float = 30, by: str | None = None
    ) -> None:
        self.world.add(
            "lmdb.dispensings", pnr=self.name, eksd=day, atc=atc, apk=packs, packsize=units, volume=ddd,
            recu=by or self.home,
        )  # fmt: skip

    def sampled(self, code: str, day: str, value: str | None = None, unit: str | None = None) -> None:
        self.world.add(
            "lab.results", patient_cpr=self.name, analysiscode=code, samplingdate=day, value=value, unit=unit
        )

    def reported(self, table: str, **row: Any) -> None:
        """Add a row of a clinical database ("nmsc.courses") for this person and, unless said, at home."""
        person = next(c.split()[0] for c in COLUMNS[table].split(",") if c.split()[1] == "person")
        number = {"ydernr": self.home} if " ydernr varchar" in f" {COLUMNS[table]}" else {}
        self.world.add(table, **{person: self.name, **number, **row})

    def visited(
        self,
        day: str,
        kind: int,
        measured: str = "nej",
        on: str | None = None,
        excluded: str = "nej",
        at: str | None = None,
    ) -> None:
        self.world.add(
            "drastma.visits", cpr=self.name, ydernr=at or self.home, kontaktdato=day, kontakttype=kind,
            lungefunktion=measured, lungefunktion_dato=on, ekskluderet=excluded,
        )  # fmt: skip


Tell = Callable[[Patient], None]


@dataclass(frozen=True)
class Case:
    """What a named person should come to: period -> status, or "sex age status" where they are the point."""

    indicator: str
    specialty: str
    tell: Tell
    expected: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.tell.__name__


CASES: list[Case] = []
Life = Callable[[Patient, Random], None]
#: Specialty, how many, and how each of a crowd of nameless persons lives.
CROWDS: list[tuple[str, int, Life]] = []
#: A practice in all three specialties that is nobody's home; its number is lower than theirs.
OTHER = "000000"


def case(indicator: str, specialty: str, **expected: str) -> Callable[[Tell], Tell]:
    """Register a named person. `K3_2026="met"`: quarter 2026K3; `Y_2026K3="met"`: the year closing then."""
    periods = {_period(key): status for key, status in expected.items()}

    def keep(tell: Tell) -> Tell:
        CASES.append(Case(indicator, specialty, tell, periods))
        return tell

    return keep


def crowd(specialty: str, persons: int = 80) -> Callable[[Life], Life]:
    """Register a life by chance: so many persons of a practice of the specialty live it, each with other draws."""

    def keep(life: Life) -> Life:
        CROWDS.append((specialty, persons, life))
        return life

    return keep


def _period(key: str) -> str:
    kind, _, rest = key.partition("_")
    if kind != "Y":
        return f"{rest}{kind}"
    year, quarter = int(rest[:4]), int(rest[5])
    return f"{year - 1 if quarter < 4 else year}K{quarter % 4 + 1}-{rest}"


def tell_cases(world: World) -> dict[str, str]:
    """Let every named person live, each with a practice called after it; return name -> practice."""
    homes = {}
    world.practice(OTHER, "nobody's home")
    for specialty in sorted({c.specialty for c in CASES}):
        world.member(OTHER, specialty, f"{specialty} 0")
    for index, one in enumerate(CASES):
        home = f"{index + 1:06d}"
        world.practice(home, one.name)
        world.member(home, one.specialty, f"{one.specialty} {index % 7}")
        patient = Patient(world, one.name, home)
        patient.born("1950-01-01")
        one.tell(patient)
        homes[one.name] = f"{home}/2010-01-01"
    return homes
