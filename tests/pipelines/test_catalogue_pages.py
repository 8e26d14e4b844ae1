"""docs/catalogue is what the yml files say: generated, complete, Danish."""

from __future__ import annotations

from pathlib import Path

from assets.release import MANIFEST
from pipelines.catalogue import render, write_catalogue
from pipelines.run import ensure_manifest
from schemas.indicator import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs" / "catalogue"


def test_the_pages_are_those_the_yml_files_give() -> None:
    ensure_manifest()
    pages = render(MANIFEST)
    written = {path.relative_to(DOCS): path.read_text(encoding="utf-8") for path in DOCS.glob("**/*.md")}
    stale = sorted(str(p) for p in pages.keys() | written.keys() if pages.get(p) != written.get(p))
    assert stale == [], "run `make catalogue`"


def test_every_indicator_has_a_page_with_its_words() -> None:
    ensure_manifest()
    pages = render(MANIFEST)
    for indicator in catalogue(MANIFEST):
        page = pages[Path(indicator.specialty) / f"{indicator.name}.md"]
        for words in (indicator.title, indicator.question, indicator.limits, *indicator.reflection):
            assert " ".join(words.split()) in " ".join(page.split())
        assert f"[{indicator.title}]({indicator.specialty}/{indicator.name}.md)" in pages[Path("README.md")]


def test_a_page_whose_indicator_is_gone_goes_too(tmp_path: Path) -> None:
    ensure_manifest()
    (tmp_path / "kardiologi").mkdir()
    (tmp_path / "kardiologi" / "gone.md").write_text("old")
    written = write_catalogue(MANIFEST, tmp_path)
    assert not (tmp_path / "kardiologi" / "gone.md").exists()
    assert all(path.is_file() for path in written)
