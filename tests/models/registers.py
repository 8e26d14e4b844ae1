"""Delivered rows as plain Python: what the second computation stands on.

Belongs here: reading the canonical columns of rows given as dicts (text as delivered, or typed), without
DuckDB, pandas or anything of ours. Does not belong here: who meets an indicator (`recompute_rules.py`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
FOREVER = date(9999, 12, 31)
#: Clinical databases: their rows stay as delivered, the rules read them (`Person.reports`).
_DATABASES = ("adhd", "afdk", "danbio", "diabase", "drkol", "dugabase", "nmsc")


def day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def number(value: Any) -> Decimal:
    return Decimal(str(value).replace(",", ".")) if value not in (None, "") else Decimal(0)


def code(value: Any, width: int) -> str:
    text = str(value or "")
    return text.rjust(width, "0") if text and len(text) < width else text


def monday(when: date) -> date:
    return when - timedelta(days=when.weekday())


def monday_of_week(yyww: str) -> date:
    return date.fromisocalendar(2000 + int(yyww[:2]), int(yyww[2:]), 1)


@dataclass
class Person:
    name: Any
    sex: str = "U"
    born: date | None = None
    dispensings: list[Row] = field(default_factory=list)
    services: list[Row] = field(default_factory=list)
    diagnoses: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    samples: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    #: Rows of clinical databases as delivered, under "<source>.<table>".
    reports: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @property
    def numbers(self) -> set[str]:
        """Every ydernummer that stands in a row of theirs."""
        rows = [*self.dispensings, *self.services, *self.visits]
        reported = [r for some in self.reports.values() for r in some]
        senders = {code(r.get("ydernr") or r.get("sender_identifier"), 6) for r in reported}
        return {r["number"] for r in rows} | senders

    def age(self, when: date) -> int | None:
        if self.born is None:
            return None
        return when.year - self.born.year - ((when.month, when.day) < (self.born.month, self.born.day))

    def age_band(self, when: date) -> str:
        if self.born is None or self.born > when:
            return "U"
        age = self.age(when)
        assert age is not None
        bands = ((18, "0-17"), (40, "18-39"), (60, "40-59"), (75, "60-74"))
        return next((name for limit, name in bands if age < limit), "75+")

    def first(self, *codes: str) -> date | None:
        """Date of the first diagnosis beginning with one of `codes`."""
        return min((d["day"] for d in self.diagnoses if d["code"].startswith(codes)), default=None)

    def packs(self, since: date, until: date, *atc: str) -> int:
        return sum(
            d["packs"] for d in self.dispensings if since <= d["day"] <= until and d["atc"].startswith(atc)
        )


class Registers:
    """The delivered rows, sorted under their persons."""

    def __init__(self, tables: Tables) -> None:
        self.people: dict[Any, Person] = {}
        self.practices: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
        self.memberships = [_membership(r) for r in tables["klynger.memberships"]]
        for r in tables["yder.practices"]:
            valid = (day(r["gyldig_fra"]), day(r.get("gyldig_til")) or FOREVER, r["navn"])
            self.practices[code(r["ydernr"], 6)].append(valid)  # type: ignore[arg-type]
        for r in tables["bef.persons"]:
            person = self._person(r["pnr"])
            person.sex = {"1": "M", "2": "K"}.get(str(r["koen"]), "U")
            person.born = day(r["foed_dag"])
        self._take_events(tables)
        self._take_diagnoses(tables)

    def _person(self, name: Any) -> Person:
        return self.people.setdefault(name, Person(name))

    def _take_events(self, tables: Tables) -> None:
        for r in tables["lmdb.dispensings"]:
            self._person(r["pnr"]).dispensings.append(
                {"day": day(r["eksd"]), "atc": r["atc"], "number": code(r.get("recu"), 6),
                 "packs": int(r["apk"]), "units": number(r["packsize"]), "ddd": number(r["volume"])}
            )  # fmt: skip
        for r in tables["sssy.services"]:
            self._person(r["pnr"]).services.append(
                {
                    "service": code(r["speciale"], 6),
                    "number": code(r["ydernr"], 6),
                    "week": monday_of_week(r["honuge"]),
                }
            )
        for r in tables["lab.results"]:
            self._person(r["patient_cpr"]).samples.append(
                {
                    "code": r["analysiscode"],
                    "day": day(r["samplingdate"]),
                    "value": r.get("value"),
                    "unit": r.get("unit"),
                }
            )
        for r in tables["drastma.visits"]:
            self._person(r["cpr"]).visits.append(
                {"number": code(r["ydernr"], 6), "day": day(r["kontaktdato"]), "type": int(r["kontakttype"]),
                 "measured": r["lungefunktion"], "measured_day": day(r["lungefunktion_dato"]),
                 "excluded": r["ekskluderet"] == "ja"}
            )  # fmt: skip

        for table, rows in tables.items():
            if table.split(".")[0] in _DATABASES:
                for r in rows:
                    self._person(r.get("cpr") or r.get("pnr")).reports[table].append(r)

    def _take_diagnoses(self, tables: Tables) -> None:
        contacts = {r["dw_ek_kontakt"]: r for r in tables["lpr_a.contacts"]}
        for r in contacts.values():
            if r.get("lprindberetningssystem") in (None, "", "LPR3"):
                found = {"day": day(r["kont_starttidspunkt"]), "type": r.get("kont_type") or None}
                self._person(r["pnr"]).contacts.append(found)
        for r in tables["lpr_a.diagnoses"]:
            contact = contacts.get(r["dw_ek_kontakt"])
            counts = r["diag_kode_type"] in ("A", "B") and r.get("senere_afkraeftet") != "Ja"
            if contact and counts and contact.get("lprindberetningssystem") in (None, "", "LPR3"):
                found = {"code": r["diag_kode"], "day": day(contact["kont_starttidspunkt"])}
                self._person(contact["pnr"]).diagnoses.append(found)

    def practice(self, number: str, when: date) -> str | None:
        """The practice whose ydernummer this was on that day."""
        for since, until, _ in self.practices.get(number, []):
            if since <= when <= until:
                return f"{number}/{since}"
        return None

    def members(self, last_day: date) -> list[Row]:
        """Memberships on a day, with the practice that had the number then."""
        found = []
        for m in self.memberships:
            practice = self.practice(m["number"], last_day)
            if practice and m["since"] <= last_day <= m["until"]:
                found.append({**m, "practice": practice})
        return found


def _membership(r: Row) -> Row:
    return {
        "number": code(r["ydernr"], 6), "specialty": r["speciale"], "cluster": r["klynge"],
        "subcluster": r.get("babyklynge") or None, "region": r["region"], "open_data": r["data"] == "åbne",
        "since": day(r["fra"]), "until": day(r.get("til")) or FOREVER,
    }  # fmt: skip
