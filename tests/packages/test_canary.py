"""Hidden counts are in no byte of a package: not in words, coordinates, alt texts, statistics, metadata or names."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst

from assets.packages.package import Order, build_package, order_packages
from assets.packages.release import Cluster
from assets.protected.drawings import marks, marks_in_hidden_rows
from tests.packages import made
from tests.packages.canaries import CATALOGUE, POLICY, PRIMES, World, world
from tests.packages.searched import coordinates, found

SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("world"), request.param)


def package(made_up: World, cluster: Cluster, staging: Path, table: pa.Table | None = None) -> Path:
    rows = made_up.table if table is None else table
    # Two inserts of seven are enough to be searched.
    cluster = replace(cluster, members=cluster.members[:2])
    place = ([cluster], CATALOGUE, made.RELEASE, POLICY, staging)
    (order,) = order_packages(rows, made_up.comparators, *place)
    assert isinstance(order, Order)
    return build_package(order)


def test_no_hidden_count_is_in_any_file(truth: World, tmp_path: Path) -> None:
    for cluster in truth.clusters:
        needles = truth.needles(cluster)
        assert len(needles & set(PRIMES)) > 50
        folder = package(truth, cluster, tmp_path)
        assert found(folder, needles) == {}
        for pdf in folder.rglob("*.pdf"):
            rows, drawn, numbers = marks_in_hidden_rows(pdf)
            assert (drawn, numbers) == (0, 0)
            assert rows or pdf.name != "klyngepakke.pdf"


def test_shown_counts_are_found_where_they_are(truth: World, tmp_path: Path) -> None:
    """The same search finds what is shown, in every file that holds figures; and a row made visible in all of those."""
    cluster = truth.clusters[-1]
    folder = package(truth, cluster, tmp_path / "hidden")
    shown = truth.row(cluster, "shown")
    kinds = {suffix(place) for place in found(folder, [shown["met"]])[shown["met"]]}
    assert {".pdf", ".parquet"} <= kinds
    table, counts = truth.revealed(cluster)
    leaking = package(truth, cluster, tmp_path / "leaking", table)
    hits = found(leaking, [counts["met"], counts["denominator"]])
    assert {suffix(place) for place in hits[counts["met"]]} == kinds
    assert hits.keys() == {counts["met"], counts["denominator"]}
    assert counts["met"] in truth.needles(cluster)
    # Its dot and interval are drawn as well: there are more coordinates than before.
    assert len(coordinates(leaking)) > len(coordinates(folder))
    assert marks(leaking / "klyngepakke.pdf") > marks(folder / "klyngepakke.pdf")


def suffix(place: str) -> str:
    """Return the kind of file a number was found in: the outermost one, whatever folder it lies in."""
    return next(Path(part).suffix for part in place.partition(":")[0].split("/") if Path(part).suffix)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_published_depends_on_the_hidden_counts(seed: int, tmp_path: Path) -> None:
    """Another truth with the same shown figures: order, axes, comparators and codes stay what they were.

    So no coordinate and no share follows from what is hidden, to whatever precision it is written.
    """
    one, other = world(tmp_path / "one", seed), world(tmp_path / "other", seed, twin=True)
    assert one.truth != other.truth
    assert one.needles(one.clusters[0]) != other.needles(one.clusters[0])
    for name in ("kardiologi", "comparators-kardiologi", "clusters-kardiologi"):
        paths = [tmp_path / which / "protected" / f"{name}.parquet" for which in ("one", "other")]
        assert paths[0].read_bytes() == paths[1].read_bytes(), name


COUNT = 1487


def planted_json(folder: Path) -> None:
    (folder / "x.json").write_text(json.dumps({"a": [{"b": COUNT}]}))


def planted_csv(folder: Path) -> None:
    (folder / "x.csv").write_text("enhed;opfyldt\nP01;1.487\n")


def planted_name(folder: Path) -> None:
    (folder / "praksis-1487.txt").write_text("")


def planted_folder(folder: Path) -> None:
    (folder / "1487").mkdir()


def planted_value(folder: Path) -> None:
    pq.write_table(
        pa.table({"a": pa.array([None, COUNT], pa.int64())}), folder / "x.parquet", compression="zstd"
    )


def planted_rate(folder: Path) -> None:
    pq.write_table(pa.table({"a": [float(COUNT)]}), folder / "x.parquet", compression="zstd")


def planted_dictionary(folder: Path) -> None:
    pq.write_table(pa.table({"a": ["1487 af 2.000"]}), folder / "x.parquet")


def planted_metadata(folder: Path) -> None:
    table = pa.table({"a": [1]}).replace_schema_metadata({"title": "i alt 1487"})
    pq.write_table(table, folder / "x.parquet")


def planted_field(folder: Path) -> None:
    schema = pa.schema([pa.field("a", pa.int64(), metadata={"description": "op til 1.487"})])
    pq.write_table(pa.Table.from_pylist([{"a": 1}], schema=schema), folder / "x.parquet")


def planted_workbook(folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        sheet = '<?xml version="1.0"?><row r="7"><c r="A1" s="2"><v>1487</v></c><c r="B1" t="s"><v>3</v></c></row>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)


def planted_shared_string(folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", '<?xml version="1.0"?><si><t>1487 af 2.000</t></si>')


def pdf(folder: Path, body: str) -> None:
    source = f'#set document(title: "T")\n#set text(lang: "da")\n= T\n{body}'
    (folder / "praksis").mkdir(exist_ok=True)
    (folder / "praksis" / "x.pdf").write_bytes(
        typst.compile(source.encode(), pdf_standards=["ua-1"], timestamp=1)
    )


def planted_words(folder: Path) -> None:
    pdf(folder, "I alt 1.487 af 2.000")


def planted_alt(folder: Path) -> None:
    pdf(folder, '#figure(alt: "I alt 1487", rect())')


def planted_bookmark(folder: Path) -> None:
    pdf(folder, "== Alle 1487")


def planted_coordinate(folder: Path) -> None:
    pdf(folder, "#place(line(start: (0pt, 0pt), end: (1487pt, 0pt)))")


def planted_keyword(folder: Path) -> None:
    pdf(folder, '#set document(keywords: ("n=1487",))')


def planted_attachment(folder: Path) -> None:
    pdf(folder, "Tekst")
    path = folder / "praksis" / "x.pdf"
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet1.xml", "<v>1487</v>")
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        file.attachments["x.xlsx"] = pikepdf.AttachedFileSpec(file, workbook.getvalue())
        file.save(path)


@pytest.mark.parametrize(
    "plant",
    [function for name, function in sorted(globals().items()) if name.startswith("planted_")],
    ids=lambda function: function.__name__.removeprefix("planted_"),
)
def test_the_search_finds_what_is_planted_in_every_kind_of_place(plant, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plant(tmp_path)
    assert found(tmp_path, [COUNT, 1489]).keys() == {COUNT}


RATIO = '<?xml version="1.0"?><row r="2"><c r="A2" s="1"><v>1.487</v></c></row>'
REFERENCE = '<?xml version="1.0"?><row r="1487"><c r="A1487" s="1" t="s"><v>1487</v></c></row>'


@pytest.mark.parametrize(
    "text", ["11487", "14870", "1487.5", "1,1487", "a1487f3", "11.487", "1.487.000", RATIO, REFERENCE]
)
def test_another_number_is_not_taken_for_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(text)
    assert found(tmp_path, [COUNT]) == {}
