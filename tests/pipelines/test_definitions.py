"""The graph that Dagster shows: keys, checks, jobs, what starts them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.manifest import File, Manifest, Span, write_manifest
from pipelines.definitions import build
from pipelines.schedules import quarterly_release
from pipelines.sensors import inbox
from pipelines.settings import PROJECT, Settings
from schemas.source import sources


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> dg.AssetGraph:
    root = tmp_path_factory.mktemp("empty")
    definitions = build(Settings(root / "data", root / "review", root / "outputs"))
    return definitions.resolve_asset_graph()


def upstream(graph: dg.AssetGraph, key: str) -> set[str]:
    node = graph.get(dg.AssetKey(key.split("/")))
    return {k.to_user_string() for k in node.parent_keys}


def test_one_number_can_be_followed_by_folder_names(graph: dg.AssetGraph) -> None:
    assert upstream(graph, "stg_lmdb__dispensings") == {"extracts/lmdb"}
    assert "stg_lmdb__dispensings" in upstream(graph, "ind_saba_without_ics")
    assert "ind_saba_without_ics" in upstream(graph, "protected/lungemedicin")
    assert upstream(graph, "packages/lungemedicin") == {"protected/lungemedicin"}


def test_every_source_is_an_extract_with_its_contract_as_check(graph: dg.AssetGraph) -> None:
    extracts = {k.path[-1] for k in graph.get_all_asset_keys() if k.path[0] == "extracts"}
    assert extracts == set(sources())
    checks = {(c.asset_key.to_user_string(), c.name) for c in graph.asset_check_keys}
    assert {(f"extracts/{s}", name) for s in sources() for name in ("contract", "acceptance")} <= checks
    assert ("protected/kardiologi", "attack") in checks


def test_the_attack_blocks_the_packages(graph: dg.AssetGraph) -> None:
    for key in graph.asset_check_keys:
        if key.name == "attack":
            assert graph.get(key).blocking


def test_the_workspace_loads(tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "dagster"),
        "definitions",
        "validate",
        "-w",
        "workspace.yaml",
    ]
    env = {
        "DAGSTER_HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "KLYNGEPAKKER_DATA": str(tmp_path / "data"),
    }
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_sensor_asks_for_a_run_per_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEPAKKER_DATA", str(tmp_path))
    context = dg.build_sensor_context()
    assert isinstance(inbox(context), dg.SkipReason)
    folder = tmp_path / "inbox" / "half"
    folder.mkdir(parents=True)
    (folder / "lmdb.csv").write_text("pnr\n")
    assert isinstance(inbox(context), dg.SkipReason), "a delivery is complete when its manifest is there"
    file = File("dispensings", "lmdb.csv", "0" * 64, 4)
    manifest = Manifest("lmdb", Span.parse("2026-01-01..2026-03-31"), "x", "y", "z", (file,))
    write_manifest(folder, manifest)
    request = inbox(context)
    assert isinstance(request, dg.RunRequest)
    assert request.run_key == manifest.delivery


def test_the_schedule_releases_the_quarter_that_ended() -> None:
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 10, 21, 5, tzinfo=UTC))
    request = quarterly_release(context)
    assert isinstance(request, dg.RunRequest)
    assert request.partition_key == "2026K3"
