"""What may be said: against a sourced target and against the nation, outside 99,8 pct., with little unknown."""

from __future__ import annotations

from dataclasses import replace
from math import asin, sqrt

import pyarrow as pa
import pytest

import estimates
from assets.packages.figures import Change, Figure, Figures, Ratio
from assets.packages.release import Cluster
from assets.packages.report import series, words
from assets.packages.report.adjusted import adjusted
from assets.packages.report.axis import axis
from assets.packages.report.country import Country
from assets.packages.report.forest import forest, ordered
from assets.packages.report.guide import guide
from assets.packages.report.method import method_texts
from schemas.indicator import Volume
from tests.packages import made

TARGETED, UNTARGETED = made.CATALOGUE[0], made.CATALOGUE[1]
AMOUNT = replace(TARGETED, volume=Volume("DDD", 1000))
YEAR = "2025K4-2026K3"


def shown(met: int, n: int, *, level: str = "cluster", unknown: int | None = 0) -> Figure:
    row = made.figure(met, n - met)
    tenths = [round(row[key] * 1000) for key in ("rate", "rate_lower", "rate_upper")]
    return Figure(level, "x", YEAR, "shown", met, n, unknown, 0, *tenths)


NATION = shown(14_600, 18_234, level="nation")
#: The nation without a spread: nothing may be said against it.
ALONE = Country(NATION)


def apart(share: float, *, tau: float | None = 0.03, nation: int = 10_940) -> tuple[Figure, Country]:
    """Return a cluster of ten practices of 60 with that share, and a nation of 60 per cent."""
    met = round(60 * share)
    country = Country(shown(nation, 18_234, level="nation"), ((met, 60),) * 10, tau=tau, reliability=0.8)
    return shown(10 * met, 600), country


def test_under_target_outside_the_wide_interval() -> None:
    found = words.finding(TARGETED, shown(420, 600), ALONE)
    assert found.verdict == "missed"
    assert found.headline == "70,0 pct. – under målet på mindst 90 pct."
    assert found.sentence == "Klyngen ligger under målet på mindst 90 pct. Hele landet har 80,1 pct."


def test_inside_the_wide_interval_is_not_judged() -> None:
    # 95 pct. interval 81,6-89,7: below 90 at 95, not at 99,8.
    found = words.finding(TARGETED, shown(258, 300), ALONE)
    assert found.verdict == "unclear"
    assert not found.certain
    assert "kan ikke skelnes fra målet" in found.headline


def test_without_a_spread_the_nation_is_named_and_nothing_said() -> None:
    country = Country(shown(10_412, 18_234, level="nation"))
    found = words.finding(UNTARGETED, shown(302, 500), country)
    assert found.headline == "60,4 pct. mod 57,1 pct. i hele landet"
    assert found.sentence == "Hele landet har 57,1 pct. Indikatoren har intet fastsat mål."


@pytest.mark.parametrize(("share", "side"), [(0.80, "over"), (0.40, "under")])
def test_outside_the_nation_in_words(share: float, side: str) -> None:
    cluster, country = apart(share)
    found = words.finding(UNTARGETED, cluster, country)
    assert (found.position, found.certain) == (side, True)
    percent = "80,0" if side == "over" else "40,0"
    assert found.headline == f"{percent} pct. – {side} landsgennemsnittet på 60,0 pct."
    assert found.sentence.startswith(f"Klyngen ligger {side} landsgennemsnittet på 60,0 pct.")


def test_words_against_the_nation_need_the_wide_limits_with_the_spread() -> None:
    """Just inside and outside 99.8 per cent by the formula, by hand: tau 0.03, ten practices of 60."""
    sides = {}
    for met in range(340, 460):
        practices = ((met // 10, 60),) * 9 + ((met - 9 * (met // 10), 60),)
        cluster = shown(met, 600)
        country = Country(shown(10_940, 18_234, level="nation"), practices, tau=0.03)
        others = 10_940 - met, 18_234 - 600
        variance = (0.25 + 0.03**2 * 60) * (1 / 600 + 1 / others[1])
        z = (asin(sqrt(met / 600)) - asin(sqrt(others[0] / others[1]))) / sqrt(variance)
        found = words.finding(UNTARGETED, cluster, country)
        expected = "over" if z > 3.0902 else "under" if z < -3.0902 else "unclear"
        assert found.position == expected, met
        assert ("landsgennemsnittet" in found.headline) == (expected != "unclear")
        if expected == "unclear":
            assert "kan ikke skelnes fra landet (60,0 pct.)" in found.headline
            assert "landsgennemsnittet" not in found.sentence
        sides[met] = expected, abs(z) > 1.96
    # Some are outside 95 per cent and still without a word.
    assert ("unclear", True) in sides.values()
    assert {"over", "unclear"} <= {side for side, _ in sides.values()}


def test_hidden_and_moved_practices_make_words_rarer_and_never_fail() -> None:
    cluster, country = apart(0.70)
    assert words.finding(UNTARGETED, cluster, country).position == "over"
    one_large = replace(country, practices=(), hidden=1, tau=0.1)
    assert words.finding(UNTARGETED, cluster, one_large).position == "unclear"
    # Practices whose year holds quarters elsewhere: more patients than the cluster's own.
    for practices in (((50, 60),) * 11, ((50, 60),) * 9, (), ((300, 600),)):
        for hidden in (0, 1, 700):
            changed = replace(country, practices=practices, hidden=hidden, tau=0.1)
            assert words.finding(UNTARGETED, cluster, changed).position in ("over", "unclear")
            assert changed.gap(estimates_shown(cluster), 0.6) is not None


def estimates_shown(figure: Figure) -> words.Shown:
    found = words.Shown.of(figure)
    assert found
    return found


def test_the_target_comes_first_and_the_nation_second() -> None:
    cluster, country = apart(0.80)
    both = words.finding(TARGETED, cluster, country)
    assert both.headline == "80,0 pct. – under målet på mindst 90 pct., men over landsgennemsnittet"
    assert both.sentence == (
        "Klyngen ligger under målet på mindst 90 pct., men over landsgennemsnittet på 60,0 pct."
    )
    low, country = apart(0.40)
    assert words.finding(TARGETED, low, country).headline.endswith("90 pct. og under landsgennemsnittet")
    target = replace(TARGETED, target=replace(TARGETED.target, value=80.0))
    unclear = words.finding(target, cluster, country)
    assert (unclear.verdict, unclear.position) == ("unclear", "over")
    assert unclear.headline.endswith("fra målet på mindst 80 pct., men over landsgennemsnittet")
    assert "men ligger over landsgennemsnittet på 60,0 pct." in unclear.sentence


def test_a_nation_that_is_the_cluster_is_not_set_against_it() -> None:
    cluster, country = apart(0.80)
    for nation in (replace(cluster, level="nation"), Figure("nation", "x", YEAR, "hidden"), None):
        found = words.finding(UNTARGETED, cluster, replace(country, nation=nation))
        assert found.position == "none"
        assert found.headline == "80,0 pct. i klyngen"


def test_lower_is_better() -> None:
    lower = replace(TARGETED, direction="lower", target=replace(TARGETED.target, value=10.0))
    assert words.finding(lower, shown(200, 600), ALONE).headline == "33,3 pct. – over målet på højst 10 pct."
    assert words.finding(lower, shown(10, 600), ALONE).verdict == "reached"
    assert words.side_word("missed", lower) == "over mål"


def test_describing_indicators_are_never_judged() -> None:
    describe = replace(TARGETED, direction="describe")
    for share in (0.4, 0.6, 0.8):
        found = words.finding(describe, *apart(share))
        assert found.verdict == "none"
        said = f"{found.headline} {found.sentence}"
        assert not any(word in said for word in ("bedre", "dårligere", "målet", "under mål", "over mål"))
        assert said.endswith("Indikatoren beskriver uden at vurdere.")


def test_much_unknown_is_not_judged_and_bounds_are_printed() -> None:
    cluster, country = apart(0.70)
    found = words.finding(TARGETED, replace(cluster, unknown=100), country)
    assert (found.verdict, found.position, found.certain) == ("none", "none", False)
    assert "14,3 pct. er uoplyst" in found.headline
    assert "mellem 60,0 og 74,3 pct." in found.sentence
    # Ten per cent exactly is not above the limit.
    at_limit = words.finding(TARGETED, replace(shown(378, 540), unknown=60), Country())
    assert at_limit.verdict == "missed"


def test_hidden_unknown_is_not_judged() -> None:
    cluster, country = apart(0.80)
    for indicator in (TARGETED, UNTARGETED):
        found = words.finding(indicator, replace(cluster, unknown=None), country)
        assert not found.certain
        assert found.sentence.endswith("Antallet af uoplyste vises ikke, så tallet vurderes ikke.")
    much = replace(country, nation=replace(country.nation, unknown=9000))
    assert words.finding(UNTARGETED, cluster, much).position == "none"


def test_amounts_get_no_words_and_their_own_measure() -> None:
    cluster, country = apart(0.80)
    amount = replace(cluster, share=42_123, lower=39_000, upper=45_000, value=2527)
    nation = replace(country.nation, share=38_004, value=692_965)
    found = words.finding(AMOUNT, amount, replace(country, nation=nation))
    assert (found.verdict, found.position, found.gap) == ("none", "none", 0.0)
    assert found.headline == "4.212,3 mod 3.800,4 DDD pr. 1.000 i hele landet"
    assert found.sentence == "Hele landet har 3.800,4 DDD pr. 1.000. Mængder vurderes ikke i ord."
    unknown = words.finding(AMOUNT, replace(amount, unknown=100), country)
    assert unknown.headline == "4.212,3 DDD pr. 1.000, men 14,3 pct. er uoplyst"
    assert "mellem" not in unknown.sentence


@pytest.mark.parametrize(("reliability", "asked"), [(0.7, True), (0.699, False), (None, False)])
def test_a_practice_is_asked_about_only_where_practices_can_be_told_apart(
    reliability: float | None, asked: bool
) -> None:
    country = Country(NATION, tau=0.05, reliability=reliability)
    outside, inside = estimates_shown(shown(30, 60)), estimates_shown(shown(44, 60))
    assert country.outside(outside) is asked
    assert not country.outside(inside)
    text = words.reliability_words(country)
    assert text == "" or "Forskellene mellem praksisser er mest tilfældige (pålidelighed 0,69," in text
    assert bool(text) == (reliability == 0.699)


def test_a_practice_word_follows_the_drawn_funnel() -> None:
    country = Country(NATION, tau=0.05, reliability=0.9)
    lower, upper = estimates.funnel_limits(
        14_600 / 18_234, pa.array([50]).to_numpy(), 0.05, 3.090232306167813
    )
    for met in range(51):
        assert country.outside(estimates_shown(shown(met, 50))) is bool(
            met / 50 < lower[0] or met / 50 > upper[0]
        )


@pytest.mark.parametrize("judged", [True, False])
def test_nobody_is_asked_when_nothing_is_judged(judged: bool) -> None:
    maker = made.Maker(made.cluster_of(8))
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    far = Country(shown(17_900, 18_234, level="nation"), tau=0.01, reliability=0.9)
    found = forest(figures, UNTARGETED, YEAR, far, judged=judged)
    asked = [row for row in found["rows"] if row.get("word") == words.ASK]
    assert bool(asked) is judged
    assert all(row["level"] == "practice" for row in asked)
    assert len(found["notes"]) == judged


def test_where_there_is_a_target_practices_are_judged_by_it_and_not_asked() -> None:
    maker = made.Maker(made.cluster_of(8))
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    far = Country(shown(17_900, 18_234, level="nation"), tau=0.01, reliability=0.9)
    said = {row.get("word") for row in forest(figures, TARGETED, YEAR, far, judged=True)["rows"]}
    assert words.ASK not in " ".join(word for word in said if word)


def test_change_is_neutral() -> None:
    assert (
        words.change_words(Change(21, -10, 52))
        == "2,1 procentpoint højere end året før (95 pct.-interval \u22121,0 til 5,2)"
    )
    assert words.change_words(Change(-21, -52, 10)).startswith("2,1 procentpoint lavere end året før")
    assert words.change_words(Change(0, -30, 30)).startswith("0,0 procentpoint fra året før")


def test_the_gap_is_the_shrunken_one_and_cautious_without_a_spread() -> None:
    cluster, country = apart(0.70)
    gap = words.finding(TARGETED, cluster, country).gap
    assert gap == pytest.approx(abs(estimates.shrunken_gap(420, 600, 0.9, 0.03, (60,) * 10)))
    alone = words.finding(TARGETED, cluster, replace(country, tau=None)).gap
    assert alone == pytest.approx(estimates.gap_to_target(420, 600, 90.0))
    others = (10_940 - 420) / (18_234 - 600)
    nation = words.finding(UNTARGETED, cluster, country)
    assert nation.gap == pytest.approx(estimates.shrunken_gap(420, 600, others, 0.03, (60,) * 10))


def standardised(
    ratio: Ratio | None, reference: float | None, *, amount: bool = False, state: str = "shown"
) -> dict[str, object]:
    indicator = AMOUNT if amount else TARGETED
    maker = made.Maker(made.cluster_of(8), catalogue=[indicator])
    maker.bands = [band for band in maker.bands if band["statistic"] != "reference"]
    if reference is not None:
        key = {"specialty": "kardiologi", "indicator": indicator.name, "period": "2024K4-2025K3"}
        for whose, value in ((made.OWN, reference), (made.OTHER, 0.123)):
            maker.bands.append(key | {"cluster": whose, "statistic": "reference", "value": value})
    cluster = (
        replace(shown(300, 400), ratio=ratio) if state == "shown" else Figure("cluster", "x", YEAR, state)
    )
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    found = adjusted(figures, indicator, cluster)
    assert found
    return found


def test_the_adjusted_number_is_the_hand_computed_one() -> None:
    # 300 met, 320,5 expected: O/E 0,936; times 0,7812 is 0,7312.
    found = standardised(Ratio(320.5, 0.936, 0.881, 0.984), 0.7812)
    assert found["label"] == "Justeret for køn og alder"
    assert found["value"] == "73,1"
    assert found["detail"] == "95 pct.-interval 68,8–76,9"
    # Never above everybody.
    assert standardised(Ratio(320.5, 1.3, 1.2, 1.4), 0.8)["detail"] == "95 pct.-interval 96,0–100,0"
    assert standardised(Ratio(320.5, 1.3, 1.2, 1.4), 0.8)["value"] == "100,0"


def test_an_adjusted_amount_is_not_clipped() -> None:
    found = standardised(Ratio(5000.0, 1.1, 0.9, 1.2), 4000.5, amount=True)
    assert (found["value"], found["unit"]) == ("4.400,6", "")
    assert found["detail"] == "DDD pr. 1.000; 95 pct.-interval 3.600,5–4.800,6"
    few = standardised(Ratio(5000.0, 1.1, None, None), 4000.5, amount=True)
    assert few["detail"] == "DDD pr. 1.000; intet interval: få patienter afgør tallet"


@pytest.mark.parametrize(
    ("ratio", "reference", "why"),
    [
        (None, 0.8, "kan ikke justeres: der er ingen andre klynger i basisåret"),
        (Ratio(0.0, None, None, None), 0.8, "kan ikke justeres: det forventede er ingen eller alle"),
        (Ratio(300.0, 1.0, 0.9, 1.1), None, "kan ikke justeres: tallene fra basisåret vises ikke"),
    ],
)
def test_why_a_number_is_not_adjusted_is_said(ratio: Ratio | None, reference: float | None, why: str) -> None:
    found = standardised(ratio, reference)
    assert (found["value"], found["detail"]) == ("", why)


def test_hidden_and_unadjusted() -> None:
    assert standardised(None, 0.8, state="hidden")["detail"] == "vises ikke"
    assert standardised(None, 0.8, state="no_cases")["detail"] == "ingen patienter"
    maker = made.Maker(made.cluster_of(8), catalogue=[])
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    assert adjusted(figures, replace(TARGETED, case_mix=()), shown(300, 400)) is None
    for case_mix, label in ((("sex",), "Justeret for køn"), (("age_band",), "Justeret for alder")):
        found = adjusted(figures, replace(TARGETED, case_mix=case_mix), shown(300, 400))
        assert found
        assert found["label"] == label


def test_the_method_says_what_was_done() -> None:
    adjusted_text = str(method_texts(made.POLICY, made.CATALOGUE))
    assert "indirekte standardiseret" in adjusted_text
    assert "En mængde er summen" in adjusted_text
    plain = str(method_texts(made.POLICY, [replace(UNTARGETED, case_mix=())]))
    assert "indirekte" not in plain
    assert "mængde" not in plain.lower()
    assert "Ikke justeret" in plain


def test_the_guide_is_drawn_with_the_real_fields() -> None:
    maker = made.Maker(made.cluster_of(8))
    figures = Figures(maker.table(), maker.comparators(), maker.cluster)
    rows = forest(figures, TARGETED, YEAR, Country(), judged=True)["rows"]
    practice = next(row for row in rows if row["state"] == "shown")
    assert set(guide(maker.cluster)["forest"]["rows"][0]) <= set(practice)


def test_hidden_and_empty() -> None:
    hidden = Figure("cluster", "x", "2025K4-2026K3", "hidden")
    assert words.finding(TARGETED, hidden, ALONE).headline == "Klyngens samlede tal vises ikke"
    assert (
        words.finding(TARGETED, replace(hidden, state="no_cases"), ALONE).headline
        == "Ingen patienter i perioden"
    )


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [500],
        [500] * 12,
        [500, 510] * 6,
        [500] * 6 + [600] * 6,
        [500, 520, 510] * 4,
        list(range(500, 512)),
    ],
)
@pytest.mark.parametrize("withheld", [0, 1, 3])
def test_a_run_chart_never_says_that_nothing_changed(shares: list[int], withheld: int) -> None:
    text = series.course_words(estimates.course(shares), withheld)
    assert text.endswith(".")
    assert "ingen ændring" not in text.lower()
    assert "uændret" not in text.lower()


def test_power_is_said_when_the_rules_are_silent() -> None:
    twelve = series.course_words(estimates.course([500, 510] * 6), 0)
    assert "med 12 punkter finder reglerne 6 pct. af spring på én standardafvigelse og 32 pct." in twelve
    assert "med 20 punkter finder reglerne 13 pct." in series.course_words(
        estimates.course([500, 510] * 10), 0
    )


def test_hidden_rows_stand_last_by_name_whatever_they_hide() -> None:
    rows = [
        Figure("practice", "P03", "y", "hidden"),
        Figure("practice", "P01", "y", "hidden"),
        replace(shown(5, 50, level="practice"), organisation="P02"),
        Figure("practice", "P05", "y", "no_cases"),
        replace(shown(45, 50, level="practice"), organisation="P04"),
    ]
    assert [f.organisation for f in ordered(rows)] == ["P04", "P02", "P05", "P01", "P03"]


def test_axis_holds_its_values_with_few_ticks() -> None:
    for low, high in ((0, 1000), (601, 604), (873, 1000), (0, 3), (412, 905)):
        found = axis([low, None, high])
        assert found["low"] <= low <= high <= found["high"]
        assert 2 <= len(found["ticks"]) <= 7
    assert axis([None])["high"] == 1000


def test_axis_of_amounts_goes_beyond_a_thousand_and_knows_no_per_cent() -> None:
    for low, high in ((0, 1000), (29_000, 41_234), (2_741_618, 2_741_618), (2_100_000, 4_386_125), (3, 3)):
        found = axis([low, None, high], 3, amounts=True)
        assert found["low"] <= low <= high <= found["high"]
        assert 2 <= len(found["ticks"]) <= 4
    assert axis([4_000_000], 2, amounts=True)["ticks"][-1]["label"] == "410.000"
    assert axis([None], amounts=True)["ticks"] == []


def test_a_subcluster_is_called_one() -> None:
    names = [
        row["name"]
        for row in forest(
            Figures(*tables_with_subclusters("A", "Babyklynge Vest")), TARGETED, YEAR, Country(), judged=True
        )["rows"]
    ]
    assert {"Babyklynge A", "Babyklynge Vest"} <= set(names)


def tables_with_subclusters(*names: str) -> tuple[pa.Table, pa.Table, Cluster]:
    maker = made.Maker(made.cluster_of(8))
    wanted = iter(names * 100)
    for row in maker.rows:
        if row["level"] == "subcluster":
            row["organisation"] = next(wanted)
    return maker.table(), maker.comparators(), maker.cluster
