"""veraPDF, the referee on PDF/UA-1 and PDF/A-2a, on a sample of packages and on files it must refuse.

The build checks every file with page-validation (report/checks.py), which is quick and young. This engine needs a Java
runtime and takes half a minute: it runs where KLYNGEPAKKER_VERAPDF=required says so, as the integration server does.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typst

from assets.packages.package import INSERTS
from schemas.protected import COUNTS, MEASURES
from tests.packages import made, verapdf
from tests.packages.conftest import Built, build

REQUIRED = os.environ.get("KLYNGEPAKKER_VERAPDF") == "required"
pytestmark = pytest.mark.skipif(not REQUIRED, reason="KLYNGEPAKKER_VERAPDF=required asks for the referee")

Verdicts = dict[tuple[Path, str], list[str]]


@pytest.fixture(scope="module")
def all_hidden(tmp_path_factory: pytest.TempPathFactory) -> Built:
    cluster = made.cluster_of(8)
    maker = made.Maker(cluster)
    for row in maker.rows:
        row.update(dict.fromkeys((*COUNTS, *MEASURES, "unknown", "excluded")) | {"state": "hidden"})
    maker.bands = []
    staging = tmp_path_factory.mktemp("hidden")
    return build(staging, cluster, maker.table(), maker.comparators(), made.CATALOGUE)


@pytest.fixture(scope="module")
def sample(built: Built, awkward: Built, all_hidden: Built) -> list[Path]:
    """Return the report and one insert of each."""
    folders = [package.folder for package in (built, awkward, all_hidden)]
    return [path for f in folders for path in (f / "klyngepakke.pdf", next((f / INSERTS).iterdir()))]


@pytest.fixture(scope="module")
def untagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF without tags, language or metadata of any standard: the referee must not wave everything through."""
    path = tmp_path_factory.mktemp("untagged") / "untagged.pdf"
    path.write_bytes(typst.compile(b"= Titel\nTekst.", pdf_tags=False, timestamp=1))
    return path


@pytest.fixture(scope="module")
def found(sample: list[Path], untagged: Path) -> Verdicts:
    assert not verapdf.missing(), verapdf.missing()
    return verapdf.verdicts([*sample, untagged])


@pytest.mark.parametrize("profile", verapdf.PROFILES)
def test_the_sample_is_compliant(sample: list[Path], found: Verdicts, profile: str) -> None:
    assert len(sample) == 6
    assert {path: found[path, profile] for path in sample if found[path, profile]} == {}


@pytest.mark.parametrize("profile", verapdf.PROFILES)
def test_a_file_of_no_standard_is_refused(untagged: Path, found: Verdicts, profile: str) -> None:
    assert found[untagged, profile]
