"""The deliveries carry the ten indicators: each has a population, both outcomes and about its declared rate.

The counting here is a short reading of the definitions, nation-wide and without clusters; the product's own
lies in the dbt project.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pyreadstat
import pytest

from synthetic.rates import RATES, STEP
from tests.synthetic.conftest import Rows, read_csv

YEAR = "BETWEEN DATE '2024-10-01' AND DATE '2025-09-30'"
OAC = "regexp_matches(atc, '^(B01AA|B01AE07|B01AF0[123])')"
GASTROSCOPY = "code IN ('082302', '082402')"
MEMBER = "y IN (SELECT ydernr FROM memberships WHERE speciale = '{}')"


@pytest.fixture(scope="module")
def con(inbox: Path, memberships: Rows) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for name, source, file in (("d", "lmdb", "lmdb"), ("s", "sssy", "sssy"), ("l", "lab", "lab_dm_forsker")):
        rows = [
            r
            for y in ("2022_2025", "2026")
            for r in read_csv(inbox / f"{source}_{y}" / f"{file}_{y}.csv", source)
        ]
        con.register("given", pl.DataFrame(rows).to_arrow())
        con.execute(f"CREATE TABLE raw_{name} AS SELECT * FROM given")
    con.register("given", pl.DataFrame(memberships).to_arrow())
    con.execute("CREATE TABLE memberships AS SELECT * FROM given")
    frames = [
        pyreadstat.read_xport(p, output_format="polars")[0] for p in sorted(inbox.glob("drastma_*/*.xpt"))
    ]
    con.register("given", pl.concat(frames).to_arrow())
    con.execute("CREATE TABLE visits AS SELECT cpr AS pnr, ydernr AS y, * EXCLUDE (cpr, ydernr) FROM given")
    con.execute(f"""
        CREATE TABLE dispensed AS SELECT pnr, eksd::DATE AS day, atc, recu, apk::INTEGER AS apk,
            replace(packsize, ',', '.')::DOUBLE AS packsize, nullif(replace(volume, ',', '.'), '')::DOUBLE AS volume
        FROM raw_d;
        CREATE TABLE claimed AS SELECT pnr, lpad(speciale, 6, '0') AS code, lpad(ydernr, 6, '0') AS y, honuge,
            strptime('20' || honuge[1:2] || '-W' || honuge[3:4] || '-1', '%G-W%V-%u')::DATE AS day FROM raw_s;
        CREATE TABLE results AS
        SELECT patient_cpr AS pnr, analysiscode AS code, samplingdate::DATE AS day FROM raw_l;
        CREATE TABLE diagnoses AS SELECT pnr, diag_kode AS code, kont_starttidspunkt::DATE AS day
        FROM read_parquet('{inbox}/lpr_a_*/lpr_a_kontakt_*.parquet')
        JOIN read_parquet('{inbox}/lpr_a_*/lpr_a_diagnose_*.parquet', union_by_name = true)
            USING (dw_ek_kontakt)
        WHERE coalesce(lprindberetningssystem, 'LPR3') = 'LPR3' AND coalesce(senere_afkraeftet, 'Nej') <> 'Ja'
            AND coalesce(diag_kode_type, diag_type) IN ('A', 'B');
        CREATE TABLE af AS SELECT pnr, day, arg_min(y, (away, y)) AS y FROM (
            SELECT f.*, y, abs(c.day - date_trunc('week', f.day)::DATE) AS away
            FROM (SELECT pnr, min(day) AS day FROM diagnoses WHERE code LIKE 'DI48%' GROUP BY pnr) f
            JOIN claimed c USING (pnr)
            WHERE {MEMBER.format("kardiologi")} AND away <= 91
                AND f.day BETWEEN DATE '2022-07-01' AND DATE '2026-06-30')
        GROUP BY ALL""")
    return con


#: Indicator -> rows with a column met.
COUNTED = {
    "af_anticoagulation": f"""SELECT EXISTS (FROM dispensed d WHERE d.pnr = af.pnr AND {OAC}
        AND abs(d.day - af.day) <= 30) AS met FROM af""",
    "af_echocardiography": """SELECT EXISTS (FROM claimed c WHERE c.pnr = af.pnr AND code = '082208'
        AND abs(c.day - date_trunc('week', af.day)::DATE) <= 91) AS met FROM af""",
    "af_thyroid": """SELECT EXISTS (FROM results r WHERE r.pnr = af.pnr AND code IN ('NPU03577', 'NPU27547')
        AND abs(r.day - af.day) <= 90) AS met FROM af""",
    "heart_failure_triple_therapy": f"""
        SELECT count(DISTINCT CASE WHEN atc LIKE 'C09%' THEN 1 WHEN atc LIKE 'C07%' THEN 2
            WHEN atc = 'C03DA01' OR atc LIKE 'A10BK%' THEN 3 END) = 3 AS met
        FROM (SELECT DISTINCT pnr, y FROM claimed WHERE day {YEAR} AND {MEMBER.format("kardiologi")}
              AND pnr IN (SELECT pnr FROM diagnoses WHERE code LIKE 'DI50%' AND day <= DATE '2025-09-30'))
        LEFT JOIN (SELECT pnr, atc FROM dispensed WHERE day {YEAR}) USING (pnr) GROUP BY pnr, y""",
    "saba_without_ics": f"""
        SELECT pnr NOT IN (SELECT pnr FROM dispensed
            WHERE day {YEAR} AND regexp_matches(atc, '^(R03BA|R03AK)')) AS met
        FROM (SELECT pnr, recu AS y FROM dispensed WHERE day {YEAR} AND regexp_matches(atc, '^R03AC0[234]')
              GROUP BY ALL HAVING sum(apk * packsize) > 600) WHERE {MEMBER.format("lungemedicin")}""",
    "asthma_lung_function": """
        SELECT EXISTS (FROM visits w WHERE w.pnr = v.pnr AND w.lungefunktion = 'ja'
                AND abs(coalesce(w.lungefunktion_dato, w.kontaktdato) - v.kontaktdato) <= 183)
            OR EXISTS (FROM claimed c WHERE c.pnr = v.pnr AND code IN ('082206', '082207')
                AND abs(c.day - v.kontaktdato) <= 182) AS met
        FROM visits v WHERE kontakttype = 1 AND ekskluderet = 'nej'
            AND (met OR lungefunktion <> 'uoplyst')""",
    "asthma_annual_control": f"""
        SELECT bool_or(kontakttype = 2 AND kontaktdato {YEAR}) AS met FROM visits
        WHERE kontaktdato BETWEEN DATE '2022-10-01' AND DATE '2025-09-30' AND ekskluderet = 'nej'
        GROUP BY pnr, y""",
    "polypectomy": """SELECT bool_or(code = '083153') AS met FROM claimed WHERE code IN ('082308', '083153')
        GROUP BY pnr, y, honuge HAVING bool_or(code = '082308')""",
    "repeat_gastroscopy": f"""
        SELECT EXISTS (FROM claimed c
            WHERE c.pnr = f.pnr AND {GASTROSCOPY} AND c.day - f.day BETWEEN 7 AND 364) AS met
        FROM (SELECT pnr, min(day) AS day FROM claimed WHERE {GASTROSCOPY} GROUP BY pnr) f
        WHERE f.day <= DATE '2025-09-30'""",
    "ppi_without_gastroscopy": f"""
        SELECT pnr NOT IN (SELECT pnr FROM claimed WHERE {GASTROSCOPY}
            AND day BETWEEN DATE '2023-10-01' AND DATE '2025-09-30') AS met
        FROM (SELECT pnr, recu AS y FROM dispensed WHERE day {YEAR} AND atc LIKE 'A02BC%'
              GROUP BY ALL HAVING sum(apk * volume) >= 365) WHERE {MEMBER.format("gastroenterologi")}""",
}  # fmt: skip


def test_every_declared_rate_is_counted() -> None:
    assert set(COUNTED) == set(RATES)


@pytest.mark.parametrize("indicator", COUNTED)
def test_indicator_has_a_population_both_outcomes_and_its_rate(
    con: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    found = con.execute(f"SELECT count(*), sum(met::INTEGER) FROM ({COUNTED[indicator]})").fetchone()
    assert found
    denominator, met = found
    assert denominator > 1_000
    assert met > 300
    assert denominator - met > 300
    assert abs(met / denominator - RATES[indicator].base) < 0.07


def test_echocardiography_steps_up_in_one_cluster_only(con: duckdb.DuckDBPyConnection) -> None:
    rates = con.execute(f"""
        SELECT klynge = '{STEP.cluster}' AS stepped, day >= DATE '{STEP.day}' AS after, avg(met::INTEGER)
        FROM (SELECT y, day, EXISTS (FROM claimed c WHERE c.pnr = af.pnr AND code = '082208'
                  AND abs(c.day - date_trunc('week', af.day)::DATE) <= 91) AS met FROM af)
        JOIN memberships ON ydernr = y WHERE til IS NULL GROUP BY ALL""").fetchall()
    rate = {(stepped, after): share for stepped, after, share in rates}
    assert rate[True, True] - rate[True, False] > 0.12
    assert abs(rate[False, True] - rate[False, False]) < 0.05


def test_practices_differ_more_than_chance_allows(con: duckdb.DuckDBPyConnection) -> None:
    """Chi-square of practices' shares against the common one, per degree of freedom."""
    con.execute(f"""
        CREATE TEMP TABLE claims AS SELECT y, (code = '083153')::INTEGER AS hit FROM claimed
        WHERE code IN ('082308', '083153') AND {MEMBER.format("gastroenterologi")}""")
    found = con.execute("""
        SELECT sum((met - n * p) ** 2 / (n * p * (1 - p))) / (count(*) - 1)
        FROM (SELECT y, count(*) AS n, sum(hit) AS met FROM claims GROUP BY y),
            (SELECT avg(hit) AS p FROM claims)""").fetchone()
    assert found
    assert found[0] > 2


def test_missing_is_there_to_be_counted(con: duckdb.DuckDBPyConnection) -> None:
    unknown, excluded, blind = con.execute("""
        SELECT avg((lungefunktion = 'uoplyst')::INTEGER), avg((ekskluderet = 'ja')::INTEGER),
            avg((kontakttype = 9)::INTEGER) FROM visits""").fetchone()  # type: ignore[misc]
    assert 0.03 < unknown < 0.15
    assert 0.02 < excluded < 0.06
    assert 0.01 < blind < 0.06
