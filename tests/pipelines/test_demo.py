"""The whole way, once, for real: delivered files in, packages out. Every test here looks at the same run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import duckdb
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
import pytest

from assets.deliveries import accepted
from assets.ledger import head_of, read
from assets.protected.drawings import HIDDEN, marks, marks_in_hidden_rows
from assets.release import MANIFEST
from pipelines.settings import PROJECT, Settings
from schemas.indicator import STATUSES, Indicator, catalogue
from schemas.period import Quarter, Year
from schemas.specialty import specialties
from tests.models import indicators as _rules  # noqa: F401  (registers the rules that recompute uses)
from tests.models import recompute
from tests.models.delivered import read_deliveries
from tests.models.registers import Registers
from tests.pipelines.conftest import Command, environment

PERIOD = "2026K3"


@pytest.fixture(scope="module")
def registers(demo: Settings) -> Registers:
    """The delivered rows of who was ever seen, treated or reported by a practice in a cluster; nobody else counts."""
    found = Registers(read_deliveries(demo.inbox))
    members = {m["number"] for m in found.memberships}
    found.people = {name: person for name, person in found.people.items() if person.numbers & members}
    return found


@pytest.fixture(scope="module")
def indicators() -> list[Indicator]:
    return catalogue(MANIFEST)


def packages(demo: Settings) -> list[Path]:
    return sorted(p.parent for p in demo.outputs.glob("*/*/*/v1/datapackage.json"))


def some(demo: Settings) -> list[Path]:
    """One package of every specialty and one of a subcluster: reading every page of all takes minutes."""
    found = {package.parents[2].name: package for package in packages(demo)}
    subcluster = next(package for package in packages(demo) if "_" in package.parents[1].name)
    return sorted({*found.values(), subcluster})


def snapshot(*roots: Path) -> dict[str, tuple[int, int]]:
    files = (p for root in roots for p in root.rglob("*") if p.is_file())
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in files}


def test_every_cluster_of_every_specialty_has_a_package(demo: Settings) -> None:
    per_specialty, subclusters, inserts = defaultdict(int), 0, 0
    for package in packages(demo):
        assert sorted(p.name for p in package.glob("*.*")) == [
            "comparators.parquet",
            "dataordbog.csv",
            "datapackage.json",
            "indicators.parquet",
            "indikatorer.csv",
            "klyngepakke.pdf",
            "klyngepakke.xlsx",
        ]
        per_specialty[package.parents[2].name] += 1
        inserts += len(list(package.glob("praksis/*.pdf")))
        subclusters += "_" in package.parents[1].name
        assert (package / "praksis").is_dir() == ("_" not in package.parents[1].name)
    assert set(per_specialty) == set(specialties())
    assert min(per_specialty.values()) >= 2
    assert subclusters >= 10
    (run,) = demo.runs.glob(f"{PERIOD}-*/models/memberships.parquet")
    assert inserts == duckdb.sql(f"select count(*) from '{run}' where quarter = '{PERIOD}'").fetchall()[0][0]


def test_a_run_with_nothing_new_writes_nothing(demo: Settings, klyngepakker: Command) -> None:
    before = snapshot(demo.data, demo.outputs)
    again = klyngepakker("demo")
    assert again.returncode == 0
    assert "nothing new" in again.stdout
    assert snapshot(demo.data, demo.outputs) == before


#: Release the demo's period anew for one specialty, which the command line does not offer: all take two minutes.
_ANEW = """
import sys
from pipelines.run import run_job
from pipelines.settings import Settings

def others(path):
    return path[0] in ("protected", "packages") and path[-1] != "kardiologi"

if __name__ == "__main__":
    sys.exit("; ".join(run_job("release", Settings.from_environment(), "2026K3", {}, others)) or 0)
"""


def test_the_same_release_made_anew_gives_the_same_content_and_no_new_version(
    demo: Settings, root: Path, tmp_path: Path
) -> None:
    """In a copy: a release begins with an empty run folder, and the other specialties' is still to be attacked."""
    copy, script = tmp_path / "copy", tmp_path / "anew.py"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("inbox", "runs"))
    script.write_text(_ANEW)
    before = snapshot(copy / "outputs")
    record = copy / "data" / "releases" / f"{PERIOD}.json"
    whole = json.loads(record.read_bytes())
    record.unlink()
    done = subprocess.run(
        [sys.executable, script], cwd=PROJECT, env=environment(copy), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert snapshot(copy / "outputs") == before
    again = json.loads(record.read_bytes())
    assert again["id"] == whole["id"]
    assert again["packages"] == [p for p in whole["packages"] if p["path"].startswith("kardiologi/")]


def test_every_shown_figure_equals_the_plain_recomputation(
    demo: Settings, registers: Registers, indicators: list[Indicator]
) -> None:
    """All levels, all periods, all packages: counts from the delivered files by slow Python, no DuckDB, no dbt."""
    codes = json.loads((demo.data / "codes.json").read_text(encoding="utf-8"))
    names = practice_names(registers)
    shown = 0
    for indicator in indicators:
        sums = recompute.sums(indicator.name, registers, PERIOD)
        for package in packages(demo):
            if package.parents[2].name != indicator.specialty:
                continue
            for row in pq.read_table(package / "indicators.parquet").to_pylist():
                if row["indicator"] != indicator.name or row["state"] != "shown":
                    continue
                counts = recomputed(sums, indicator, row, codes, names)
                expected = dict(zip(STATUSES, counts, strict=True))
                assert (row["met"], row["not_met"]) == (expected["met"], expected["not_met"]), row
                assert row["denominator"] == row["met"] + row["not_met"]
                for status in ("unknown", "excluded"):
                    assert row[status] in (None, expected[status]), row
                shown += 1
    assert shown > 1500


def practice_names(registers: Registers) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, validities in registers.practices.items():
        for since, _, name in validities:
            found[name].add(f"{number}/{since}")
    return found


def recomputed(sums, indicator, row, codes, names) -> tuple[int, ...]:
    """The recomputed counts of a published row: its organisation's name or code turned back into an id."""
    level, organisation = row["level"], row["organisation"]
    if level == "nation":
        organisation = "Danmark"
    if level == "practice":
        mine = codes[row["specialty"]][row["cluster"]]
        by_code = {code: practice for practice, code in mine.items()}
        twin = re.fullmatch(r".* \((P\d+)\)", organisation)  # two practices of one name in an open cluster
        code = twin[1] if twin else organisation
        organisation = by_code.get(code) or next(iter(names[organisation] & set(mine)))
    if "-" not in row["period"] or indicator.counts == "persons":
        return sums[level, organisation, row["period"]]
    quarters = [str(q) for q in Year.parse(row["period"]).quarters]
    found = [sums[level, organisation, q] for q in quarters if (level, organisation, q) in sums]
    return tuple(sum(counts) for counts in zip(*found, strict=True))


def test_the_pdf_prints_the_figures_of_the_table(demo: Settings, indicators: list[Indicator]) -> None:
    """Every practice, cluster, region and national figure of the newest year stands on its indicator's page."""
    known = {i.name: i for i in indicators}
    checked = 0
    for package in packages(demo):
        pages = [
            " ".join(p.extract_text().split()) for p in pypdf.PdfReader(package / "klyngepakke.pdf").pages
        ]
        rows = pq.read_table(package / "indicators.parquet").to_pylist()
        for name in {r["indicator"] for r in rows}:
            year = str(Year(newest_closing(known[name].year_closes)))
            text = " ".join(p for p in pages if known[name].title in p)
            for row in rows:
                if row["indicator"] == name and row["period"] == year and row["state"] == "shown":
                    for words in printed(row, known[name].volume is not None):
                        assert words in text, (package, row)
                    checked += 1
    assert checked > 300


def printed(row, volume: bool) -> tuple[str, ...]:
    """What a shown figure looks like on its page; a region's or the nation's amount stands without its count."""
    if volume:
        return (f"{thousands(int(row['rate']))},{round(row['rate'] * 10) % 10}",)
    return danish(row["rate"]), f"{thousands(row['met'])} af {thousands(row['denominator'])}"


def newest_closing(closes: int) -> Quarter:
    quarter = Quarter.parse(PERIOD)
    while quarter.number != closes:
        quarter = quarter.plus(-1)
    return quarter


def danish(rate: float) -> str:
    return f"{rate * 100:.1f}".replace(".", ",")


def thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def test_no_personal_number_anywhere_behind_the_door(demo: Settings, registers: Registers) -> None:
    persons = {str(person) for person in registers.people}
    assert len(persons) > 10_000
    assert all(re.fullmatch(r"\d{10}", p) for p in persons)
    found = set()
    for path in (*demo.data.rglob("*"), *demo.outputs.rglob("*")):
        if not path.is_file() or demo.inbox in path.parents:
            continue
        if path.suffix == ".parquet":
            found |= numbers_in_parquet(path) & persons
        else:
            found |= set(re.findall(r"(?<!\d)\d{10}(?!\d)", path.read_bytes().decode("latin-1"))) & persons
    assert not found, f"{len(found)} personal numbers"


def numbers_in_parquet(path: Path) -> set[str]:
    texts = [r[0] for r in duckdb.sql(f"describe from '{path}'").fetchall() if r[1] == "VARCHAR"]
    found: set[str] = set()
    for column in texts:
        rows = duckdb.sql(
            f"""select distinct "{column}" from '{path}' where regexp_full_match("{column}", '[0-9]{{10}}')"""
        )
        found |= {r[0] for r in rows.fetchall()}
    return found


def test_confidential_files_are_for_their_owner_only(demo: Settings) -> None:
    assert demo.data.stat().st_mode & 0o077 == 0
    for key in (demo.data / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0, key


def test_the_ledger_holds_every_published_figure(demo: Settings) -> None:
    root = demo.data / "ledger"
    for specialty in {p.parents[2].name for p in packages(demo)}:
        held = {}
        for entry in read(root, specialty, head_of(root, specialty)).entries:
            system, shown = entry.issue.system, entry.issue.system.spread(entry.issue.shown)
            for label, value, open_ in zip(system.figures, entry.issue.values, shown, strict=True):
                held[label] = int(value) if open_ else None
        found = 0
        for package in packages(demo):
            if package.parents[2].name == specialty:
                for r in pq.read_table(package / "indicators.parquet").to_pylist():
                    if r["level"] != "practice":
                        place = (r["level"], r["cluster"] or "", r["organisation"], r["period"])
                        for status in ("met", "not_met"):
                            assert held[f"{' / '.join(place)} / {r['indicator']} {status}"] == r[status]
                            found += 1
        assert found > 100


def test_a_finished_package_withstands_the_attack_and_an_altered_one_does_not(
    demo: Settings, klyngepakker: Command, tmp_path: Path
) -> None:
    package = next(
        p for p in packages(demo) if "hidden" in pq.read_table(p / "indicators.parquet")["state"].to_pylist()
    )
    done = klyngepakker("attack", str(package))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing found out" in done.stdout
    altered = tmp_path / "altered"
    shutil.copytree(package, altered)
    altered.chmod(0o755)
    table = pq.read_table(package / "indicators.parquet")
    rows = table.to_pylist()
    row = next(r for r in rows if r["state"] == "hidden" and r["level"] == "practice")
    row.update(met=40, not_met=13, denominator=53, state="shown")
    (altered / "indicators.parquet").unlink()
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), altered / "indicators.parquet")
    done = klyngepakker("attack", str(altered))
    assert done.returncode == 1
    assert "1 rows say something else than what was protected" in done.stdout
    assert "53" not in done.stdout.replace(str(tmp_path), "")


def test_a_mark_drawn_in_a_hidden_row_is_seen(demo: Settings, klyngepakker: Command, tmp_path: Path) -> None:
    """The dot of a forest plot is a count: its height names the row, its place on the axis the share."""
    found = {p: marks_in_hidden_rows(p / "klyngepakke.pdf") for p in some(demo)}
    assert all((marks, numbers) == (0, 0) for _, marks, numbers in found.values())
    assert all(marks(p / "klyngepakke.pdf") > 20 for p in found)
    package = max(found, key=lambda p: found[p][0])
    altered = tmp_path / "altered"
    shutil.copytree(package, altered)
    altered.chmod(0o755)
    file = altered / "klyngepakke.pdf"
    file.chmod(0o644)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        number, height = _first_hidden_row(file)
        dot = f"300 {height + 2} m 302 {height + 2} 302 {height + 4} 300 {height + 4} c f"
        pdf.pages[number].contents_add(f"q {dot} Q".encode(), prepend=True)
        pdf.save(file)
    done = klyngepakker("attack", str(altered))
    assert done.returncode == 1
    assert "1 marks and 0 numbers stand in hidden rows of klyngepakke.pdf" in done.stdout


def _first_hidden_row(file: Path) -> tuple[int, float]:
    for number, page in enumerate(pypdf.PdfReader(file).pages):
        heights: list[float] = []

        def text(
            said: str, cm: list[float], tm: list[float], *_: object, heights: list[float] = heights
        ) -> None:
            if HIDDEN in said:
                heights.append(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])

        page.extract_text(visitor_text=text)
        if heights:
            return number, heights[0]
    raise AssertionError("no hidden row in the PDF")


@pytest.mark.parametrize("name", ["indicators.parquet", "comparators.parquet", "klyngepakke.pdf"])
def test_a_damaged_package_is_said_in_a_sentence(
    demo: Settings, klyngepakker: Command, tmp_path: Path, name: str
) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(packages(demo)[0], altered)
    altered.chmod(0o755)
    (altered / name).chmod(0o644)
    (altered / name).write_text("secret 7")
    done = klyngepakker("attack", str(altered))
    assert done.returncode == 1
    assert "is damaged" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "secret 7" not in done.stdout + done.stderr


def test_a_package_of_another_release_is_not_attacked_with_this_ones_ground(
    demo: Settings, klyngepakker: Command, tmp_path: Path
) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(packages(demo)[0], altered)
    altered.chmod(0o755)
    file = altered / "datapackage.json"
    file.chmod(0o644)
    said = json.loads(file.read_text(encoding="utf-8"))
    said["klyngepakke"]["content_id"] = "0" * 64
    file.write_text(json.dumps(said), encoding="utf-8")
    done = klyngepakker("attack", str(altered))
    assert done.returncode == 1
    assert "is not of the newest release of 2026K3" in done.stdout


def test_a_reissue_of_what_does_not_exist_is_refused(demo: Settings, klyngepakker: Command) -> None:
    before = snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases")
    done = klyngepakker("release", PERIOD, "--reissue", "asthma_anual")
    assert done.returncode == 1
    assert "asthma_anual cannot be re-issued" in done.stdout
    assert "asthma_followed" in done.stdout
    assert snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases") == before


def test_what_is_no_package_is_not_attacked(klyngepakker: Command, tmp_path: Path) -> None:
    done = klyngepakker("attack", str(tmp_path))
    assert done.returncode == 1
    assert "is no package" in done.stdout


def test_patient_level_work_files_are_not_kept(demo: Settings) -> None:
    assert not list(demo.data.rglob("work.duckdb*"))
    assert not list((demo.data / "extracts").glob(".staging/*"))


def test_status_tells_what_is_in_force_and_released(demo: Settings, klyngepakker: Command) -> None:
    said = klyngepakker("status").stdout
    assert "0 deliveries undecided" in said
    assert f"{PERIOD}: {len(packages(demo))} packages" in said
    for source, receipts in accepted(demo.extracts).items():
        for receipt in receipts:
            assert f"{source} {receipt.delivery}" in said


def test_hidden_rows_have_no_count_in_any_file(demo: Settings) -> None:
    hidden = 0
    for package in packages(demo):
        for row in pq.read_table(package / "indicators.parquet").to_pylist():
            if row["state"] == "hidden":
                hidden += 1
                assert all(
                    row[c] is None
                    for c in ("met", "not_met", "denominator", "rate", "rate_lower", "rate_upper")
                )
    assert hidden > 20


def test_a_dry_run_publishes_nothing(demo: Settings, klyngepakker: Command) -> None:
    before = snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases")
    done = klyngepakker("release", "2026K2", "--dry-run", "--specialty", "kardiologi")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "What 2026K2 would hide, as shares" in done.stdout
    assert "lungemedicin" not in done.stdout
    assert "  kardiologi/kardiologi-vestjylland: " in done.stderr
    assert "practices, years: " in done.stdout
    assert snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases") == before


def test_one_specialty_can_only_be_tried(demo: Settings, klyngepakker: Command) -> None:
    published = klyngepakker("release", "2026K2", "--specialty", "kardiologi")
    assert published.returncode == 1
    assert "--specialty needs --dry-run" in published.stdout
    unknown = klyngepakker("release", "2026K2", "--dry-run", "--specialty", "kardiologo")
    assert unknown.returncode == 2
    assert "kardiologo is no specialty" in unknown.stderr


def test_a_period_beyond_the_deliveries_is_refused(demo: Settings, klyngepakker: Command) -> None:
    before = snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases")
    done = klyngepakker("release", "2026K4")
    assert done.returncode == 1
    for source in ("drastma", "lab", "lmdb", "lpr_a", "sssy"):
        assert f"{source} (not from 2026-10-01)" in done.stdout
    assert snapshot(demo.outputs, demo.data / "ledger", demo.data / "releases") == before


def test_a_refused_delivery_fails_the_command_and_leaves_everything_standing(
    demo: Settings, klyngepakker: Command, tmp_path: Path
) -> None:
    before = snapshot(demo.extracts, demo.outputs)
    bad = tmp_path / "sssy_2027.csv"
    secret = "0101011234"
    bad.write_text(
        "PNR,SPECIALE,YDERNR,YDLANT,BRUHON,HONUGE,BARNMAK\n"
        f"{secret},082208,999999,1,100.00,2701,0\n{secret},BLODPRØVE,999999,1,100.00,2799,0\n",
        encoding="utf-8",
    )
    done = klyngepakker("receive", str(bad), "--span", "2027-01-01..2027-06-30")
    assert done.returncode == 1
    assert "sssy" in done.stdout
    assert "rows" in done.stdout
    for words in (done.stdout + done.stderr, *(p.read_text() for p in demo.quarantine.glob("*.json"))):
        assert secret not in words
        assert "BLODPRØVE" not in words
    assert snapshot(demo.extracts, demo.outputs).keys() == before.keys()
    assert not klyngepakker("status").stdout.count("1 deliveries undecided")
