"""The reading guide: drawn with the real fields, in the reader's own words, and without a figure of the package."""

from __future__ import annotations

import re
from dataclasses import replace

from assets.packages.figures import Figures
from assets.packages.report.guide import guide
from assets.packages.report.overview import overview
from assets.packages.report.spark import spark
from assets.packages.report.strip import strip
from tests.packages.conftest import Built

YEAR = "2025K4-2026K3"


def test_examples_have_the_fields_of_the_real_drawings(built: Built) -> None:
    figures = Figures(built.protected, built.comparators, built.cluster)
    indicator = built.catalogue[0]
    found = guide(built.cluster)
    assert set(found["strip"]["chart"]) == set(strip(figures, indicator, YEAR) or {}) - {"alt"}
    assert set(found["overview"]["spark"]) == set(spark(figures, indicator) or {}) - {"alt"}
    row = overview(figures, built.catalogue)["rows"][0]
    assert set(found["overview"]["row"]) <= set(row)


def test_the_guide_is_the_same_in_every_package_but_for_whom_it_is_for(built: Built) -> None:
    closed, open_ = (guide(replace(built.cluster, open_data=known)) for known in (False, True))
    assert guide(replace(built.cluster, name="Vestkysten", practices=25)) == closed
    assert str(closed).replace("en praksis med kode", "en praksis med navn") == str(open_)
    sub = guide(replace(built.cluster, subcluster="Nord"))
    assert not re.search(r"(?<!baby)klyngen", str(sub), re.IGNORECASE)


def test_the_guide_page_says_how_to_read_and_what_to_ask(built: Built) -> None:
    page = built.texts()[1]
    for said in ("ikke en rangliste", "99,8 pct.", "opdigtede", "Skjulte tal", "Kan ikke skelnes"):
        assert said in page
    places = [page.index(word) for word in ("Registreringen:", "Patienterne:", "Praksis:")]
    assert places == sorted(places)
    for heading in ("Klyngen i sammenhæng", "En række i overblikket", "Praksisserne", "Seriediagram"):
        assert heading in page
