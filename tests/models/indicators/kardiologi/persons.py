"""Persons of cardiology, named after the rule they exercise."""

from tests.models.world import OTHER, Patient, after, case

SEEN = "080110"
DAY = "2026-05-01"  # a Friday; index date 2026-07-30


def af(p: Patient, day: str = DAY, code: str = "DI489") -> None:
    p.diagnosed(code, day)
    p.claimed(SEEN, day)


def oac(**expected: str):
    return case("af_anticoagulation", "kardiologi", **expected)


@oac(K3_2026="met")
def oac_30_days_after_is_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF02", after(DAY, 30))


@oac(K3_2026="not_met")
def oac_31_days_after_is_too_late(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF02", after(DAY, 31))


@oac(K3_2026="met")
def oac_30_days_before_is_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AA03", after(DAY, -30))


@oac(K3_2026="not_met")
def oac_31_days_before_is_too_early(p: Patient) -> None:
    af(p)
    p.dispensed("B01AA03", after(DAY, -31))


@oac(K3_2026="not_met")
def oac_handed_back_is_not_met(p: Patient) -> None:
    af(p)
    p.dispensed("B01AF01", after(DAY, 2), packs=2)
    p.dispensed("B01AF01", after(DAY, 4), packs=-2)


@oac(K3_2026="not_met")
def aspirin_is_no_oac(p: Patient) -> None:
    af(p)
    p.dispensed("B01AC06", DAY)


@oac(K3_2026="excluded")
def valve_disease_at_the_index_date_is_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DI052", after(DAY, 90))
    p.dispensed("B01AF01", DAY)


@oac(K3_2026="not_met")
def valve_disease_after_the_index_date_is_not_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DZ952", after(DAY, 91))


@oac(K3_2026="not_met")
def refuted_valve_disease_is_not_excluded(p: Patient) -> None:
    af(p)
    p.diagnosed("DI050", "2024-01-01", refuted="Ja")


@oac()
def refuted_af_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, refuted="Ja")
    p.claimed(SEEN, DAY)


@oac()
def referral_diagnosis_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, kind="H")
    p.claimed(SEEN, DAY)


@oac()
def repeated_lpr2_contact_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY, system="LPR2")
    p.claimed(SEEN, DAY)


@oac(K3_2026="met")
def unnamed_reporting_system_counts(p: Patient) -> None:
    p.diagnosed("DI489", DAY, system=None)
    p.claimed(SEEN, DAY)
    p.dispensed("B01AE07", DAY)


@oac()
def af_in_the_first_half_of_2022_is_prevalent(p: Patient) -> None:
    p.diagnosed("DI489", "2022-06-30")
    af(p)


@oac(K3_2026="not_met")
def only_the_first_diagnosis_counts(p: Patient) -> None:
    p.diagnosed("DI489", after(DAY, 40))
    af(p)
    p.dispensed("B01AF02", after(DAY, 50))


@oac()
def unseen_by_cardiology_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI489", DAY)


@oac(K3_2026="not_met")
def seen_13_weeks_after_counts(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=13))


@oac()
def seen_14_weeks_after_is_too_late(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=14))


@oac(K3_2026="not_met")
def the_nearest_claim_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=2))
    p.claimed(SEEN, after(DAY, weeks=-3), by=OTHER)


@oac(K3_2026="not_met")
def equally_near_claims_the_earlier_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, after(DAY, weeks=-2))
    p.claimed(SEEN, after(DAY, weeks=2), by=OTHER)


@oac()
def same_week_claims_the_lower_number_decides(p: Patient) -> None:
    p.diagnosed("DI489", DAY)
    p.claimed(SEEN, DAY)
    p.claimed(SEEN, DAY, by=OTHER)


@oac(K3_2026="K 0-17 met")
def age_is_read_on_the_index_date(p: Patient) -> None:
    af(p)
    p.born(after("2008-07-30", 1))
    p.dispensed("B01AF02", DAY)


@oac(K3_2026="M 75+ met")
def birthday_on_the_index_date_is_the_next_band(p: Patient) -> None:
    af(p)
    p.born("1951-07-30", sex="1")
    p.dispensed("B01AF02", DAY)


@oac(K3_2026="U U met")
def nobody_registered_is_sex_and_age_unknown(p: Patient) -> None:
    af(p)
    p.born(None)
    p.dispensed("B01AF02", DAY)


@oac(K4_2023="met")
def first_quarter_of_the_window_counts(p: Patient) -> None:
    af(p, "2023-07-03")  # index date 2023-10-01
    p.dispensed("B01AF02", "2023-07-03")


@oac()
def the_day_before_the_window_does_not_count(p: Patient) -> None:
    af(p, "2023-07-02")
    p.dispensed("B01AF02", "2023-07-02")


@case("af_echocardiography", "kardiologi", K3_2026="met")
def echo_13_weeks_after_is_met(p: Patient) -> None:
    af(p)
    p.claimed("082208", after(DAY, weeks=13), by=OTHER)


@case("af_echocardiography", "kardiologi", K3_2026="not_met")
def echo_14_weeks_before_is_too_early(p: Patient) -> None:
    af(p)
    p.claimed("082208", after(DAY, weeks=-14))


@case("af_echocardiography", "kardiologi", K1_2026="met")
def weeks_are_counted_across_new_year(p: Patient) -> None:
    af(p, "2025-10-03")
    p.claimed("082208", "2026-01-02")  # week 1 of 2026 begins on 29 December, 13 weeks later


@case("af_echocardiography", "kardiologi", K3_2026="excluded")
def mechanical_valve_is_excluded_from_echo(p: Patient) -> None:
    af(p)
    p.diagnosed("DZ952", "2023-02-01", kind="B")


@case("af_thyroid", "kardiologi", K3_2026="met")
def tsh_90_days_before_is_met(p: Patient) -> None:
    af(p)
    p.sampled("NPU03577", after(DAY, -90))


@case("af_thyroid", "kardiologi", K3_2026="not_met")
def tsh_91_days_after_is_too_late(p: Patient) -> None:
    af(p)
    p.sampled("NPU27547", after(DAY, 91))


@case("af_thyroid", "kardiologi", K3_2026="not_met")
def another_analysis_is_no_tsh(p: Patient) -> None:
    af(p)
    p.sampled("NPU27300", DAY)


@case("af_thyroid", "kardiologi", K3_2026="excluded")
def valve_disease_is_excluded_from_tsh(p: Patient) -> None:
    af(p)
    p.diagnosed("DI059", DAY)
    p.sampled("NPU03577", DAY)


def failing(**expected: str):
    return case("heart_failure_triple_therapy", "kardiologi", **expected)


def three_groups(p: Patient, third: str = "C03DA01", day: str = "2026-02-01") -> None:
    for atc in ("C09AA05", "C07AB02", third):
        p.dispensed(atc, day)


@failing(Y_2026K3="met")
def three_groups_are_met(p: Patient) -> None:
    p.diagnosed("DI500", "2025-12-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)


@failing(Y_2026K3="met")
def sglt2_is_a_third_group(p: Patient) -> None:
    p.diagnosed("DI509", "2026-09-30", kind="B")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, third="A10BK03")


@failing(Y_2026K3="not_met")
def eplerenone_is_no_third_group(p: Patient) -> None:
    p.diagnosed("DI509", "2025-12-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, third="C03DA04")


@failing(Y_2025K3="met", Y_2026K3="not_met")
def each_year_needs_its_own_drugs(p: Patient) -> None:
    p.diagnosed("DI500", "2024-12-01")
    p.claimed(SEEN, "2025-03-03")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p, day="2025-09-30")


@failing()
def heart_failure_after_the_year_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI500", "2026-10-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)


@failing()
def not_seen_in_the_year_is_not_in_it(p: Patient) -> None:
    p.diagnosed("DI500", "2026-08-01")
    p.claimed(SEEN, "2025-09-01")
    three_groups(p)


@failing(Y_2026K3="excluded")
def a_child_with_heart_failure_is_excluded(p: Patient) -> None:
    p.born("2008-10-01")
    p.diagnosed("DI500", "2026-01-01")
    p.claimed(SEEN, "2026-03-03")
    three_groups(p)
