"""Code lists and literals are refused by file and field when they would find nobody, or somebody twice."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from pipelines import run
from schemas.codes import RETIRED, check_codes, code_lists, literals
from schemas.indicator import CatalogueError

DBT = Path(__file__).resolve().parents[2] / "dbt_project"
LISTS = Path("seeds") / "code_lists"
HEADER = "code,valid_from,valid_to,text\n"
YML = """seeds:
  - name: listed
    description: "A list."
    config:
      meta: {system: %s}
      column_types: {code: varchar, valid_from: date, valid_to: date, text: varchar}
"""


def _project(folder: Path, csv: str, system: str = "ATC", sql: str = "select 1") -> Path:
    """A project with one list and one model."""
    for kind in ("seeds/code_lists", "models/indicators"):
        (folder / "dbt_project" / kind).mkdir(parents=True)
    lists = folder / "dbt_project" / "seeds" / "code_lists"
    (lists / "listed.csv").write_text(csv, encoding="utf-8")
    (lists / "listed.yml").write_text(YML % system, encoding="utf-8")
    (folder / "dbt_project" / "models" / "indicators" / "ind_one.sql").write_text(sql, encoding="utf-8")
    return folder / "dbt_project"


def _refused(project: Path, first_day: date | None = None) -> str:
    with pytest.raises(CatalogueError) as refusal:
        check_codes(project, first_day)
    return str(refusal.value)


def _line(code: str, since: str = "2005-01-01", until: str = "9999-12-31") -> str:
    return f"{code},{since},{until},Text\n"


def test_the_projects_own_lists_and_literals_stand() -> None:
    check_codes(DBT, date(2022, 1, 1))
    assert {"opioids", "analytes"} <= {found.name for found in code_lists(DBT)}


def test_a_code_in_two_models_is_a_list() -> None:
    files = defaultdict(set)
    for literal in literals(DBT):
        files[literal.code].add(str(literal.file))
    shared = {code: sorted(where) for code, where in files.items() if len(where) > 1}
    assert shared == {}, "make a dated list of them in seeds/code_lists, or one intermediate model"


@pytest.mark.parametrize(
    ("system", "right", "wrong"),
    [
        ("ATC", ("N02", "N02A", "N02AA", "N02AA01"), ("N0", "N02AA0", "02AA01", "n02aa01", "N02AA011")),
        ("SKS", ("DJ44", "DJ449", "DC44A1", "KJAH01", "KJAH"), ("J44", "DJ4", "DJ44.9", "KJ1", "J449")),
        ("service", ("082206",), ("82206", "0822", "082206 ", "08220A")),
        ("NPU", ("NPU27300", "DNK35302"), ("NPU2730", "27300", "NPU273001", "ABC12345")),
    ],
)
def test_codes_look_like_their_system(
    system: str, right: tuple[str, ...], wrong: tuple[str, ...], tmp_path: Path
) -> None:
    for i, code in enumerate(right):
        check_codes(_project(tmp_path / f"right{i}", HEADER + _line(code), system))
    for i, code in enumerate(wrong):
        told = _refused(_project(tmp_path / f"wrong{i}", HEADER + _line(code), system))
        assert f"dbt_project/seeds/code_lists/listed.csv: code, line 2: '{code}' no {system} code" in told


TWICE = _line("N02AA01") + _line("N02AA01", "2020-01-01")
PARTS = _line("N02AA01", until="2019-12-31") + _line("N02AA01", "2020-01-01")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            _line("N02AA01", "2020-01-01", "2019-12-31"),
            "valid_to, line 2: 'N02AA01' before valid_from, 1 lines; correct",
        ),
        (TWICE, "code, line 3: 'N02AA01' listed before for the same days, 1 lines; remove"),
        (
            _line("N02A") + _line("N02AA01"),
            "code, line 3: 'N02AA01' within another code of the list, 1 lines",
        ),
        (_line("N03AX12"), "code, line 2: 'N03AX12' retired, 1 lines; write N02BF01 for N03AX12"),
        (_line("N02AA01", until="2021-12-31"), "valid_to, line 2: 'N02AA01' retired before 2022-01-01"),
        (
            _line("N02AA01", since="1.1.2005"),
            "line 2, valid_from: '1.1.2005' is no date; write it as 2005-01-01",
        ),
        (_line("N02AA01").replace("Text", "A, B"), "line 2: too many or too few values; write no comma"),
        ("N02AA01,2005-01-01\n", "line 2: too many or too few values"),
        ("", "0 codes; add some or remove the list"),
    ],
)
def test_a_wrong_line_is_refused_by_file_column_and_line(lines: str, sentence: str, tmp_path: Path) -> None:
    told = _refused(_project(tmp_path, HEADER + lines), date(2022, 1, 1))
    assert f"dbt_project/seeds/code_lists/listed.csv: {sentence}" in told


def test_a_code_may_be_listed_in_parts_of_time_and_a_retired_one_until_it_was(tmp_path: Path) -> None:
    retired = _line("N03AX12", until=str(RETIRED["N03AX12"].last_day)) + _line("N02BF01", "2023-01-01")
    check_codes(_project(tmp_path, HEADER + PARTS + retired))


def test_the_same_code_may_stand_for_other_units(tmp_path: Path) -> None:
    project = _project(tmp_path, HEADER, "NPU")
    lists = project / LISTS
    for name in ("listed.csv", "listed.yml"):
        (lists / name).unlink()
    for name in ("analytes.csv", "analytes.yml"):
        shutil.copy(DBT / LISTS / name, lists)
    check_codes(project)
    lines = (lists / "analytes.csv").read_text(encoding="utf-8").splitlines()
    again = next(line for line in lines if ",%," in line)
    (lists / "analytes.csv").write_text("\n".join([*lines, again]) + "\n", encoding="utf-8")
    assert f"code, line {len(lines) + 1}: 'NPU03835' listed before" in _refused(project)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("meta: {system: ICD}", "listed.yml: name is 'listed' and system 'ICD'"),
        ("meta: {}", "listed.yml: one seed with name, config.meta.system and config.column_types is needed"),
        ("meta: [", "listed.yml: one seed with name"),
    ],
)
def test_a_list_without_its_system_is_refused(change: str, sentence: str, tmp_path: Path) -> None:
    project = _project(tmp_path, HEADER + _line("N02A"))
    yml = project / LISTS / "listed.yml"
    yml.write_text(yml.read_text(encoding="utf-8").replace("meta: {system: ATC}", change), encoding="utf-8")
    assert sentence in _refused(project)


def test_other_columns_than_declared_are_refused(tmp_path: Path) -> None:
    told = _refused(_project(tmp_path, "kode,valid_from,valid_to,text\n" + _line("N02A")))
    assert "listed.csv: line 1: columns are kode, valid_from" in told


def test_a_list_of_one_file_is_refused(tmp_path: Path) -> None:
    project = _project(tmp_path, HEADER + _line("N02A"))
    (project / LISTS / "listed.yml").unlink()
    assert "1 lists lack their csv or their yml (listed); add the other file" in _refused(project)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("select 1\nwhere atc = 'N02AA1'", "line 2: 'N02AA1' no code of any system, 1 places; write it like"),
        ("where service in ('82206', '0822061')", "line 1: '82206', '0822061' no code of any system, 2 places"),
        ("where atc like 'L04AX0%'", "'L04AX0%' no code of any system"),
        ("where code like 'DJ4%'", "'DJ4%' no code of any system"),
        ("where atc in ('N03AX12', 'N03AX16')",
         "'N03AX12', 'N03AX16' retired, 2 places; write N02BF01 for N03AX12, N02BF02 for N03AX16"),
    ],
)  # fmt: skip
def test_a_wrong_literal_is_refused_by_file_and_line(sql: str, sentence: str, tmp_path: Path) -> None:
    told = _refused(_project(tmp_path, HEADER + _line("N02A"), sql=sql))
    assert told.startswith("dbt_project/models/indicators/ind_one.sql: line ")
    assert sentence in told


@pytest.mark.parametrize(
    "sql",
    [
        "where atc = 'N02AA01' or atc like 'C09%' or code like 'DI48%' or service like '80%'",
        "where analysis = 'NPU27300' and service = '082206' and code = 'DZ952' and reason = 'ATA1'",
        "where kind in ('A', 'B') and system = 'LPR3' and sex = '1' and cause = '9999'",
        "{# it's 'N02AA1' #} select 1 -- isn't 'X9'",
        "/* 'N03AX12' */ select 'Nej', 'met', '2 uger', 'x1'",
    ],
)
def test_right_literals_and_other_words_stand(sql: str, tmp_path: Path) -> None:
    check_codes(_project(tmp_path, HEADER + _line("N02A"), sql=sql))


def test_parsing_refuses_wrong_codes_and_does_not_remember_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = _project(tmp_path, HEADER + _line("N03AX12"))

    def parse(_: Path, target: Path) -> None:
        target.mkdir(exist_ok=True)
        (target / "manifest.json").write_text('{"nodes": {}}', encoding="utf-8")

    monkeypatch.setattr("assets.models.build.parse", parse)
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    for _ in range(2):
        with pytest.raises(CatalogueError, match=r"listed\.csv: code, line 2: 'N03AX12' retired"):
            run.ensure_manifest()
    (project / LISTS / "listed.csv").write_text(HEADER + _line("N02BF01"), encoding="utf-8")
    run.ensure_manifest()
    assert (project / "target" / "parsed-from.txt").is_file()
