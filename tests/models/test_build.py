"""The models stage fails in words, without values, and leaves nothing open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from assets.models.build import ModelsError, build, create_views
from assets.models.export import export
from schemas.period import Quarter
from tests.models.conftest import PROJECT, Built
from tests.models.world import PERIOD

RELEASE = Quarter.parse(PERIOD)


def test_the_build_told_every_step_and_left_the_file_free(built: Built) -> None:
    finished = {e.info.name for e in built.events}
    assert {"LogModelResult", "LogTestResult", "LogSeedResult"} <= finished
    kinds = {e.data.node_info.resource_type for e in built.events if e.info.name == "NodeFinished"}
    assert kinds == {"model", "seed", "test", "unit_test"}
    with duckdb.connect(str(built.work_db)):
        pass


def test_a_missing_extract_is_refused_by_view_and_number(tmp_path: Path) -> None:
    with pytest.raises(ModelsError, match="lab__results: 1 of 1 pinned extract files are missing"):
        create_views(tmp_path / "work.duckdb", {"lab__results": [tmp_path / "gone.parquet"]})
    with pytest.raises(ModelsError, match="lab__results: 0 of 0"):
        create_views(tmp_path / "work.duckdb", {"lab__results": []})


def test_another_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"called work\.duckdb, not other\.duckdb"):
        build(tmp_path / "other.duckdb", RELEASE, PROJECT)


def test_overlapping_memberships_stop_the_build_in_words_without_values(built: Built, tmp_path: Path) -> None:
    world = built.world
    extracts = world.write(tmp_path / "extracts")
    work_db = tmp_path / "work.duckdb"
    extracts["klynger__memberships"].append(extracts["klynger__memberships"][0])
    create_views(work_db, extracts)
    with pytest.raises(ModelsError) as failure:
        build(work_db, RELEASE, PROJECT, manifest=built.manifest)
    message = str(failure.value)
    assert "test unique_rows_int_memberships_practice__specialty__quarter: fail" in message
    assert "rows" in message
    assert "000001" not in message
    assert "kardiologi" not in message


HARMS = {
    "update ind_polypectomy set met = -1 where met = 1": "polypectomy: negative count, ",
    "update ind_polypectomy set practice = '9/2010' where met = 1": "practice is no member in the period, ",
    "update ind_af_thyroid set period = '2023K3'": "af_thyroid: period outside the release, ",
    "delete from ind_polypectomy where met = 0 and not_met = 0": "polypectomy: member without a row, ",
    "alter table ind_polypectomy alter met set data type double": "types are not as declared: met",
    "alter table ind_polypectomy add column patient uuid": "types are not as declared: patient",
    "update int_memberships set quarter = '2019K1'": "memberships: quarter outside the release, ",
}


@pytest.mark.parametrize(("harm", "sentence"), HARMS.items())
def test_a_broken_contract_is_told_and_nothing_leaves(
    harm: str, sentence: str, built: Built, tmp_path: Path
) -> None:
    work_db = Path(shutil.copy(built.work_db, tmp_path / "work.duckdb"))
    with duckdb.connect(str(work_db)) as connection:
        connection.execute(harm)
    with pytest.raises(ModelsError, match=sentence):
        export(work_db, tmp_path / "models", built.manifest, RELEASE)
    assert not (tmp_path / "models").exists()


def test_the_same_figures_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    again = export(built.work_db, tmp_path, built.manifest, RELEASE)
    read: Callable[[Path], bytes] = Path.read_bytes
    assert {n: read(f) for n, f in again.items()} == {n: read(f) for n, f in built.files.items()}
