"""An indicator is two files and nothing else; units that cannot be counted stop the build by the model's name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from assets.models import build as building
from assets.models.build import ModelsError
from assets.models.export import export
from schemas.codes import check_codes
from schemas.indicator import ATOMS, catalogue
from schemas.period import Quarter
from tests.models.conftest import PROJECT
from tests.models.world import PERIOD, Patient, World

RELEASE = Quarter.parse(PERIOD)
SPECIALTY = "lungemedicin"
LIKE = PROJECT / "models" / "indicators" / SPECIALTY / "ind_saba_without_ics.yml"
UNITS = """with units as (
  select dispensings.person, practices.practice, {index_date} as index_date, {status} as status
  from ({{{{ dispensed('short_acting_beta_agonists') }}}}) as dispensings
  left join ({{{{ member_practices() }}}}) as practices on practices.number = dispensings.prescriber
)
{{{{ aggregate('units') }}}}
"""


def _copy(folder: Path, keep: str = "") -> Path:
    """A copy of the project; of the indicators, only the specialty `keep` (the build is the slow part)."""
    left_out = shutil.ignore_patterns("target", "logs", ".user.yml")
    project = Path(shutil.copytree(PROJECT, folder / "dbt_project", ignore=left_out))
    for specialty in (project / "models" / "indicators").iterdir():
        if specialty.name != keep:
            shutil.rmtree(specialty)
    return project


def _add(
    project: Path, name: str, counts: str, status: str = "'met'", day: str = "dispensings.dispensed"
) -> None:
    """Write the two files of an indicator, with the words of another."""
    folder = project / "models" / "indicators" / SPECIALTY
    folder.mkdir(exist_ok=True)
    (model,) = yaml.safe_load(LIKE.read_text(encoding="utf-8"))["models"]
    model["name"] = f"ind_{name}"
    read = ["lmdb", "bef", "yder", "klynger"]
    model["config"]["meta"] |= {
        "counts": counts,
        "title": f"Afprøvning af {name}",
        "population": name,
        "sources": read,
    }
    words = yaml.safe_dump({"models": [model]}, allow_unicode=True)
    (folder / f"ind_{name}.yml").write_text(words, encoding="utf-8")
    (folder / f"ind_{name}.sql").write_text(UNITS.format(status=status, index_date=day), encoding="utf-8")


def _work_db(folder: Path) -> Path:
    """A world of two practices: a member, and one that is in no cluster."""
    world = World()
    for number in ("000001", "000002"):
        world.practice(number, f"Praksis {number}")
    world.member("000001", SPECIALTY, "A")
    patient = Patient(world, "patient", "000001")
    patient.born("1990-01-01")
    for day in ("2026-07-01", "2026-07-02"):
        patient.dispensed("R03AC02", day)
    building.create_views(folder / "work.duckdb", world.write(folder / "extracts"))
    return folder / "work.duckdb"


def _digests(project: Path) -> dict[str, str]:
    files = [f for f in project.rglob("*") if f.is_file() and "target" not in f.parts]
    return {str(f.relative_to(project)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_adding_an_indicator_edits_no_existing_file(tmp_path: Path) -> None:
    project = _copy(tmp_path, keep=SPECIALTY)
    before = _digests(project)
    _add(project, "two_dispensings", "events")
    manifest = building.parse(project, tmp_path / "parsed")
    check_codes(project)
    assert "two_dispensings" in {i.name for i in catalogue(manifest) if i.specialty == SPECIALTY}

    work_db = _work_db(tmp_path)
    building.build(work_db, RELEASE, project, manifest=manifest)
    files = export(work_db, tmp_path / "models", manifest, RELEASE)
    assert {"saba_without_ics", "asthma_lung_function", "two_dispensings"} <= set(files)
    table = pq.read_table(files["two_dispensings"])
    assert table.schema.equals(ATOMS)
    counted = [(r["practice"], r["period"], r["met"]) for r in table.to_pylist() if r["met"]]
    assert counted == [("000001/2010-01-01", PERIOD, 2)]

    after = _digests(project)
    assert {name: after[name] for name in before} == before
    folder = f"models/indicators/{SPECIALTY}"
    assert set(after) - set(before) == {f"{folder}/ind_two_dispensings.{kind}" for kind in ("sql", "yml")}


LAST_DAY = "date '2026-09-30'"
OUTSIDE = "a unit has no practice, no index date or a status outside the four"
#: Indicator -> what it counts, status, index date, sentence.
BROKEN = {
    "status_outside_the_four": ("events", "'maybe'", "dispensings.dispensed", OUTSIDE),
    "status_is_empty": ("events", "case when false then 'met' end", "dispensings.dispensed", OUTSIDE),
    "no_index_date": ("events", "'met'", "cast(null as date)", OUTSIDE),
    "person_twice": ("persons", "'met'", LAST_DAY, "a person counts twice in one practice and year"),
}


@pytest.fixture(scope="module")
def refusal(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What one build of all broken indicators says."""
    folder = tmp_path_factory.mktemp("broken")
    project = _copy(folder)
    for name, (counts, status, day, _) in BROKEN.items():
        _add(project, name, counts, status, day)
    _add(project, "no_practice", "events")
    sql = project / "models" / "indicators" / SPECIALTY / "ind_no_practice.sql"
    sql.write_text(sql.read_text(encoding="utf-8").replace("practices.practice,", "null as practice,"))
    _add(project, "unbroken", "events")
    with pytest.raises(ModelsError) as failure:
        building.build(_work_db(folder), RELEASE, project)
    return str(failure.value)


@pytest.mark.parametrize("name", [*BROKEN, "no_practice"])
def test_a_unit_that_cannot_be_counted_stops_the_build_by_its_model(name: str, refusal: str) -> None:
    sentence = BROKEN[name][-1] if name in BROKEN else OUTSIDE
    (told,) = [part for part in refusal.split("; ") if f"model ind_{name}: error" in part]
    assert f"ind_{name}: {sentence}" in told


def test_the_refusal_names_no_patient_and_no_other_model(refusal: str) -> None:
    assert f"{len(BROKEN) + 1} of " in refusal
    assert "ind_unbroken" not in refusal
    assert "000001" not in refusal
