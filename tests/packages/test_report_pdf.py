"""The PDF as its readers meet it: pages, bookmarks, language, standards, alt texts, words and sizes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest

import estimates
from assets.packages import danish
from assets.packages.figures import Figures
from assets.packages.report.cover import cover
from assets.packages.report.document import document
from assets.packages.report.errors import ReportError
from assets.packages.report.render import render
from assets.packages.report.words import HIDDEN
from assets.protected.drawings import marks_in_hidden_rows
from schemas.policy import POLICY
from schemas.protected import COUNTS, MEASURES
from tests.packages import made
from tests.packages.conftest import Built, build, nodes

FIXED = (
    "Det vigtigste",
    "Sådan læser du pakken",
    "Overblik",
    "Siden sidst",
    "Til mødet",
    "Sådan er indikatorerne lavet",
    "Data og metode",
    "Kolofon",
)


#: The validator takes a stream whose data end in a carriage return for one byte too short; veraPDF accepts such files.
FALSE_ALARM = "PDFA2A-STREAM-LENGTH-001"


def faults(pdf: Path, profile: str) -> list[str]:
    found = page.validate_pdf(str(pdf), profile=profile).failures
    return [failure.message for failure in found if failure.rule_id != FALSE_ALARM]


@pytest.fixture(scope="module", params=["built", "awkward", "second", "six", "twentyfive", "open"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    if request.param in ("built", "awkward", "second"):
        return request.getfixturevalue(request.param)
    name = "Kvalitetsklyngen for kardiologiske speciallæger i Sønderjylland og på Ærøs"
    cluster = {
        "six": made.cluster_of(6),
        "twentyfive": made.cluster_of(25, name=name, regions=("Midtjylland", "Syddanmark")),
        "open": made.cluster_of(14, name=name, open_data=True),
    }[request.param]
    maker = made.Maker(cluster, seed=5)
    return build(
        tmp_path_factory.mktemp(request.param), cluster, maker.table(), maker.comparators(), made.CATALOGUE
    )


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_standards(package: Built, profile: str) -> None:
    assert faults(package.pdf, profile) == []


def test_bookmarks_are_the_headings_of_every_page(package: Built) -> None:
    with pikepdf.open(package.pdf) as pdf:
        with pdf.open_outline() as outline:
            roots = [str(item.title) for item in outline.root]
        headings = [
            str(node.S) for node in nodes(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(node.S))
        ]
    assert sorted(roots) == sorted([*FIXED, *(i.title for i in package.catalogue)])
    assert headings.count("/H1") == len(roots)
    levels = [int(h[2]) for h in headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_indicator_has_its_page(package: Built) -> None:
    texts = package.texts()
    for indicator in package.catalogue:
        assert any(indicator.title in text and "Praksisserne i klyngen" in text for text in texts)


def test_two_pages_per_indicator_whatever_the_number_of_practices(package: Built) -> None:
    texts = package.texts()
    for number, indicator in enumerate(package.catalogue):
        found, talk = texts[3 + 2 * number : 5 + 2 * number]
        assert indicator.title in found
        assert "Praksisserne i klyngen" in found
        assert "Til drøftelse" not in found
        assert f"Indikator {number + 1} · {indicator.title}" in talk
        for words in (
            "Klyngens praksisser blandt landets",
            "Til drøftelse",
            "Hvad vil vi ændre",
            "Hvem",
            "Senest",
        ):
            assert words in talk
    assert "Siden sidst" in texts[3 + 2 * len(package.catalogue)]


def test_language_title_size_and_no_script(package: Built) -> None:
    with pikepdf.open(package.pdf) as pdf:
        assert str(pdf.Root.Lang).startswith("da")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.open_metadata()["dc:title"]).endswith(package.cluster.name)
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260930")
        for sheet in pdf.pages:
            assert [round(float(v)) for v in sheet.mediabox] == [0, 0, 595, 842]
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert any(str(node.S) == "/TH" for node in nodes(pdf.Root.StructTreeRoot))


def test_alt_texts_say_something(package: Built) -> None:
    alts = package.alts()
    assert alts
    assert len(set(alts)) == len(alts)
    for alt in alts:
        assert len(alt) >= 40
        assert re.search(r"\d", alt)
        assert not re.search(r"\d\.\d+\s?pct", alt)


def test_no_placeholders_and_no_english_decimals(package: Built) -> None:
    everything = " ".join([*package.texts(), *package.alts()])
    assert not re.search(r"\b(nan|None|null|inf|True|False)\b", everything)
    assert not re.search(r"\d\.\d+\s?(pct|%)", everything)
    assert ".." not in everything.replace("...", "")
    assert "\ufffd" not in everything


def test_hidden_rows_are_said_exactly_as_often_as_they_are(package: Built) -> None:
    expected = 0
    for indicator in package.catalogue:
        rows = [r for r in package.rows(indicator=indicator.name, state="hidden") if "-" in r["period"]]
        newest = max(
            r["period"] for r in package.rows(indicator=indicator.name, level="cluster") if "-" in r["period"]
        )
        expected += sum(
            r["period"] == newest and r["level"] in ("practice", "subcluster", "cluster") for r in rows
        )
        if indicator.counts == "persons":
            expected += sum(r["level"] == "cluster" for r in rows)
    assert expected
    assert sum(text.count(HIDDEN) for text in package.texts()) == expected


def test_a_hidden_row_holds_no_mark_and_no_number(package: Built) -> None:
    rows, marks, numbers = marks_in_hidden_rows(package.pdf)
    assert rows
    assert (marks, numbers) == (0, 0)


def test_no_text_is_smaller_than_eight_points(package: Built) -> None:
    sizes = set()

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * abs(tm[3] or tm[1]) * abs(cm[3] or cm[1]), 2))

    for sheet in pypdf.PdfReader(package.pdf).pages:
        sheet.extract_text(visitor_text=visit)
    assert min(sizes) >= 7.99
    assert max(sizes) > 20


@pytest.mark.parametrize(
    ("where", "open_data"), [("question", False), ("reflection", False), ("question", True)]
)
def test_a_page_that_overflows_is_not_made(where: str, open_data: bool) -> None:
    cluster = made.cluster_of(8, open_data=open_data)
    long = "Et meget langt spørgsmål om patienterne. " * 150
    catalogue = list(made.CATALOGUE)
    catalogue[1] = replace(catalogue[1], **{where: long if where == "question" else (long,)})
    maker = made.Maker(cluster, catalogue=catalogue)
    data = document(
        Figures(maker.table(), maker.comparators(), cluster), catalogue, made.RELEASE, made.POLICY
    )
    with pytest.raises(ReportError, match="^indicator page of af_echocardiography: .*page overflows"):
        render(data, made.RELEASE.cutoff)


def test_many_practices_with_long_names_lose_nothing(tmp_path: Path) -> None:
    """A table longer than its page breaks, and time goes to a page of its own."""
    cluster = made.cluster_of(40, open_data=True)
    catalogue = made.CATALOGUE[:2]
    maker = made.Maker(cluster, catalogue=catalogue)
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), catalogue)
    text = " ".join(package.texts())
    for name in made.practice_names(cluster):
        assert name in text
    assert text.count("Handleplan") == len(catalogue)
    assert text.count("Anhøjs regler") >= len(catalogue)


def test_the_fullest_page_for_the_talk_is_one_page(tmp_path: Path) -> None:
    """Sixteen practices by name, three long questions of the indicator's own, many words."""
    cluster = made.cluster_of(16, open_data=True)
    reflection = tuple(f"{n}. " + "et langt spørgsmål om det, vi gør, og om " * 4 + "det?" for n in "abc")
    catalogue = [replace(made.CATALOGUE[0], target=replace(made.CATALOGUE[0].target, value=99.0))]
    catalogue = [replace(catalogue[0], reflection=reflection)]
    maker = made.Maker(cluster, catalogue=catalogue)
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), catalogue)
    assert sum("Klyngens praksisser blandt landets" in text for text in package.texts()) == 1


def test_without_a_page_for_the_talk_the_questions_stand_under_the_table(tmp_path: Path) -> None:
    cluster = made.cluster_of(12)
    catalogue = [
        replace(made.CATALOGUE[n % 5], name=f"i{n}", title=f"Titel nummer {n}", target=None)
        for n in range(10)
    ]
    maker = made.Maker(cluster, catalogue=catalogue)
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), catalogue)
    texts = package.texts()
    assert 6 <= len(texts) <= 30
    with_plan = [i for i in catalogue if any(f"· {i.title} " in t and "Handleplan" in t for t in texts)]
    assert len(with_plan) == 7
    for indicator in catalogue:
        first = next(t for t in texts if f"{indicator.title} " in t and "Praksisserne i klyngen" in t)
        assert ("Til drøftelse" in first) == (indicator not in with_plan)
    assert page.validate_pdf(str(package.pdf), profile="ua1").is_compliant


def test_a_subcluster_is_called_so_and_has_years_only(tmp_path: Path) -> None:
    cluster = replace(made.cluster_of(12), subcluster="Babyklynge A")
    maker = made.Maker(cluster)
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    texts = package.texts()
    pages = [t for t in texts if "Praksisserne i babyklyngen" in t]
    assert len(pages) == len(made.CATALOGUE)
    for text in pages:
        assert "Babyklyngen år for år" in text
        assert "Hele klyngen" in text
        assert "Anhøj" not in text
    assert sum("Babyklyngens praksisser blandt landets" in t for t in texts) == len(made.CATALOGUE)
    own = package.rows(indicator="af_thyroid", organisation="Babyklynge A", period="2025K4-2026K3")[0]
    assert f"Babyklyngen {danish.decimal(round(own['rate'] * 1000))}" in pages[2]
    assert any("babyklyngen" in alt for alt in package.alts())


def test_only_shipped_fonts_and_all_embedded(package: Built) -> None:
    with pikepdf.open(package.pdf) as pdf:
        fonts = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert re.search(r"\+SourceS(ans3|erif4)", str(font.FontName))
            assert any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_shown_figures_stand_on_their_page(built: Built) -> None:
    text = next(t for t in built.texts() if "Praksisserne i klyngen" in t and built.catalogue[0].title in t)
    rows = built.rows(indicator=built.catalogue[0].name, period="2025K4-2026K3", state="shown")
    practices = [r for r in rows if r["level"] == "practice"]
    for row in practices:
        share = f"{row['rate'] * 100:.1f}".replace(".", ",")
        assert f"{share} " in text
        assert f"{row['met']} af {row['denominator']}" in text
    places = [
        text.index(f" {row['organisation']} ")
        for row in sorted(practices, key=lambda r: (-r["rate"], -r["denominator"]))
    ]
    assert places == sorted(places)


def test_reader_is_told_what_was_hidden_and_how_figures_are_adjusted(built: Built) -> None:
    texts = built.texts()
    text = " ".join(texts[-2:])
    hidden = built.rows(indicator=built.catalogue[0].name, level="practice", state="hidden")
    assert f"{built.catalogue[0].title} {len(hidden)} af 36" in text
    for words in (
        "indirekte standardiseret",
        "Klyngen selv indgår ikke",
        "slutter i 2025",
        "under 50 personer",
        "ikke justeret for sygdom",
        "6 pct. af spring på én standardafvigelse og 32 pct.",
        "Antal fra 1 til 4",
        "Lægemiddelstatistikregisteret",
        "1.204.331",
        "§ 193",
        "0.1.0 (6ba281b)",
        POLICY.version,
    ):
        assert words in text


def test_awkward_states_are_said_in_words(awkward: Built) -> None:
    texts = awkward.texts()
    assert any("Klyngens samlede tal vises ikke" in t for t in texts)
    assert any("Ingen patienter i perioden" in t for t in texts)
    assert any("ville andelen være" in t for t in texts)
    assert any("over målet på højst 30 pct." in t for t in texts)


def test_nothing_stands_out_is_said_honestly(tmp_path: Path) -> None:
    cluster = made.cluster_of(8)
    catalogue = made.CATALOGUE[1:3]
    maker = made.Maker(cluster, catalogue=catalogue)
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), catalogue)
    assert "Ingen tydelige forskelle" in package.texts()[0]


def test_a_package_of_nothing_but_hidden_figures_is_whole(tmp_path: Path) -> None:
    cluster = made.cluster_of(8)
    maker = made.Maker(cluster)
    names = (*COUNTS, *MEASURES, "unknown", "excluded")
    for row in maker.rows:
        row.update(dict.fromkeys(names) | {"state": "hidden"})
    maker.bands = []
    package = build(tmp_path, cluster, maker.table(), maker.comparators(), made.CATALOGUE)
    texts = package.texts()
    assert "Ingen tal kan vurderes" in texts[0]
    assert "Ingen tydelige forskelle" not in texts[0]
    assert not any(i.title in texts[0] for i in made.CATALOGUE)
    assert sum("Klyngens samlede tal vises ikke" in text for text in texts) == len(made.CATALOGUE)
    assert marks_in_hidden_rows(package.pdf)[1:] == (0, 0)
    for profile in ("ua1", "2a"):
        assert faults(package.pdf, profile) == []


def test_messages_are_the_certain_ones_by_shrunken_gap_and_at_most_four() -> None:
    cluster = made.cluster_of(12)
    target = made.CATALOGUE[0].target
    catalogue = [
        replace(made.CATALOGUE[0], name=f"i{n}", title=f"Titel {n}", target=replace(target, value=value))
        for n, value in enumerate((97.0, 62.0, 93.0, 90.0, 99.0))
    ]
    maker = made.Maker(cluster, catalogue=catalogue)
    figures = Figures(maker.table(), maker.comparators(), cluster)
    found = cover(figures, catalogue, made.RELEASE)
    year = "2025K4-2026K3"
    certain = {}
    for indicator in catalogue:
        own = figures.one(indicator.name, "cluster", year)
        practices = [f for f in figures.level(indicator.name, "practice", year) if f.denominator]
        if estimates.side_of_target(own.met, own.denominator, indicator.target.value) != "unclear":
            sizes = [f.denominator for f in practices]
            point = indicator.target.value / 100
            gap = estimates.shrunken_gap(own.met, own.denominator, point, 0.06, sizes)
            certain[indicator.name] = abs(gap)
    assert len(certain) == 5
    expected = sorted(certain, key=lambda name: -certain[name])[:4]
    assert [m["name"] for m in found["messages"]] == expected
    assert expected != sorted(expected)
    assert found["nothing"] == ""


def test_a_figure_inside_target_and_nation_is_no_message(built: Built, awkward: Built) -> None:
    for package in (built, awkward):
        front = package.texts()[0]
        stated = [i.title for i in package.catalogue if i.title in front]
        assert 0 < len(stated) < len(package.catalogue)
        assert not any(i.title in front for i in package.catalogue if i.volume)


def test_amounts_are_never_per_cent(built: Built, awkward: Built) -> None:
    for package in (built, awkward):
        for indicator in package.catalogue:
            if not indicator.volume:
                continue
            page = next(
                t for t in package.texts() if f"{indicator.title} " in t and "Praksisserne i klyngen" in t
            )
            shares = [said for said in re.findall(r"[\d.,]+ pct\.", page)]
            for said in shares:
                assert re.search(
                    rf"(Uoplyst: {said}|midterste {said}|{re.escape(said)}-interval|{said} af spring)", page
                ), said
            assert "Anhøj" not in page or "DDD pr. 1.000" in page
            for word in ("landsgennemsnittet", "under mål", "over mål", "kan ikke skelnes", "se efter"):
                assert word not in page.lower()


def test_amounts_stand_with_their_measure_and_what_they_are_made_of(built: Built) -> None:
    page = next(t for t in built.texts() if f"{made.VOLUME.title} " in t and "Praksisserne" in t[300:])
    rows = built.rows(indicator=made.VOLUME.name, period="2025K4-2026K3", state="shown")
    assert f"{danish.decimal(round(rows[0]['rate'] * 10))} " in page
    for row in rows:
        value = danish.whole(row["value"])
        assert f"{value} DDD, {danish.whole(row['denominator'])} patienter" in page
    cluster = next(r for r in rows if r["level"] == "cluster")
    limits = danish.span(*(round(cluster[name] * 10) for name in ("rate_lower", "rate_upper")))
    assert f"95 pct.-interval {limits}" in page
    overview = built.texts()[2]
    assert f"{danish.decimal(round(cluster['rate'] * 10))}" in overview
    assert "DDD pr. 1.000: se siden" in overview


def test_definitions_say_case_mix_and_completeness(built: Built) -> None:
    text = " ".join(built.texts())
    assert text.count("Case-mix Justeret for køn og alder.") == 4
    assert text.count("Case-mix Ikke justeret.") == 1
    assert text.count("Dækning Landsdækkende registre;") == 5
    assert "Opgøres i DDD pr. 1.000 patienter." in text


def test_change_is_said_in_numbers_only(built: Built) -> None:
    page = next(t for t in built.texts() if built.catalogue[1].title in t and "Praksisserne i kl" in t)
    found = built.rows(indicator=built.catalogue[1].name, period="2025K4-2026K3", level="cluster")[0]
    change, low, high = (
        danish.decimal(round(found[name] * 1000)) for name in ("change", "change_lower", "change_upper")
    )
    assert f"{change} procentpoint højere end året før (95 pct.-interval {low} til {high})" in page


def test_bands_of_small_and_large_practices_are_said_once(built: Built) -> None:
    page = next(t for t in built.texts() if built.catalogue[1].title in t and "Praksisserne i kl" in t)
    bands = {
        (r["size"], r["statistic"]): danish.whole(round(r["value"]))
        for r in built.comparators.to_pylist()
        if r["indicator"] == built.catalogue[1].name and r["period"] == "2025K4-2026K3"
    }
    small, large = (f"{bands[size, 'p10']}–{bands[size, 'p90']}" for size in ("small", "large"))
    assert page.count(f", små {small}, store {large})") == 1


def test_a_practice_outside_the_funnel_is_a_question(built: Built) -> None:
    pages = {
        i.name: next(t for t in built.texts() if i.title in t and "Praksisserne i klyngen" in t)
        for i in built.catalogue
    }
    echo = pages["af_echocardiography"]
    assert " P09 se efter " in echo
    assert "»Se efter«: praksissen ligger uden for" in echo
    assert "Forskellene mellem praksisser er mest tilfældige (pålidelighed 0,45" in pages["af_thyroid"]
    assert "se efter" not in pages["af_thyroid"].lower()
