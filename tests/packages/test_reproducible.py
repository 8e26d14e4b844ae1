"""The same figures and words give the same bytes: in fresh processes, and whatever order things are handed over in."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from assets.release import MANIFEST
from schemas.indicator import catalogue

ROOT = Path(__file__).parents[2]

#: Build two packages and print every file's checksum: the folder, what orders are shuffled by (0: not), how.
_SCRIPT = """
import json, pathlib, random, sys
import pyarrow as pa
from assets.packages.package import order_packages
from assets.packages.press import side_by_side
from tests.packages import made
from tests.packages.test_reproducible import checksums

if __name__ == "__main__":
    place, seed, workers = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    other = made.cluster_of(8, name=made.OTHER, slug="vestkysten", regions=("Syddanmark",), open_data=True)
    clusters = [made.cluster_of(12), other]
    makers = [made.Maker(cluster) for cluster in clusters]
    # There is one nation.
    makers[1].rows = [row for row in makers[1].rows if row["level"] != "nation"]
    makers[1].bands = [band for band in makers[1].bands if band["cluster"]]
    tables = [pa.concat_tables(parts) for parts in ([m.table() for m in makers], [m.comparators() for m in makers])]
    if seed:
        shuffle = random.Random(seed).shuffle
        for n, table in enumerate(tables):
            order = list(range(table.num_rows))
            shuffle(order)
            tables[n] = table.take(order)
        shuffle(clusters)
    clusters.append(made.subcluster_of(next(c for c in clusters if c.practices == 12)))
    orders = order_packages(*tables, clusters, made.CATALOGUE[::2], made.RELEASE, made.POLICY, place)
    with side_by_side(workers) as press:
        built = list(press.start(orders))
    assert not any(b.error for b in built), [b.error for b in built]
    print(json.dumps(checksums(place)))
"""
#: How each process differs from the first: PYTHONHASHSEED, shuffled by, workers.
_OTHERS = [("2", 1, 2), ("3", 2, 1)]


def checksums(folder: Path) -> dict[str, str]:
    """Return the checksum of every file below a folder, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def fresh(folder: Path, hash_seed: str, shuffled_by: int, workers: int) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    script = folder / "build_twice.py"
    script.write_text(_SCRIPT)
    command = [sys.executable, str(script), str(folder / "staging"), str(shuffled_by), str(workers)]
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return fresh(tmp_path_factory.mktemp("first"), "1", 0, 1)


@pytest.mark.parametrize(("hash_seed", "shuffled_by", "workers"), _OTHERS)
def test_every_file_is_the_same(
    first: dict[str, str], tmp_path: Path, hash_seed: str, shuffled_by: int, workers: int
) -> None:
    assert len(first) >= 8
    assert {Path(name).parent.name for name in first} >= {"oestjylland-nord", "vestkysten"}
    assert fresh(tmp_path, hash_seed, shuffled_by, workers) == first


def test_the_order_of_the_catalogue_is_not_the_manifest_s(tmp_path: Path) -> None:
    """Indicators stand in packages as the catalogue gives them: by specialty and name, however dbt listed them."""
    content = json.loads(MANIFEST.read_text(encoding="utf-8"))
    nodes = list(content["nodes"].items())
    random.Random(1).shuffle(nodes)
    shuffled = tmp_path / "manifest.json"
    shuffled.write_text(json.dumps(content | {"nodes": dict(nodes)}), encoding="utf-8")
    assert [i.name for i in catalogue(shuffled)] != [
        key.rsplit(".ind_")[-1] for key, _ in nodes if ".ind_" in key
    ]
    assert catalogue(shuffled) == catalogue(MANIFEST)
