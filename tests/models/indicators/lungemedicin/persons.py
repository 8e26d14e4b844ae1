"""Persons of lung medicine, named after the rule they exercise."""

from tests.models.world import OTHER, Patient, after, case

DAY = "2026-03-02"  # a Monday; 183 days later is 2026-09-01


def saba(**expected: str):
    return case("saba_without_ics", "lungemedicin", **expected)


@saba(Y_2026K3="met")
def over_600_doses_and_no_steroid_is_met(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-10-01", packs=3, units=200)
    p.dispensed("R03AC03", "2026-09-30", packs=1, units=60)


@saba()
def exactly_600_doses_is_not_in_it(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=3, units=200)


@saba()
def doses_of_two_years_do_not_add_up(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-09-30", packs=3, units=200)
    p.dispensed("R03AC02", "2025-10-01", packs=3, units=200)


@saba()
def handed_back_doses_are_subtracted(p: Patient) -> None:
    p.dispensed("R03AC04", DAY, packs=4, units=200)
    p.dispensed("R03AC04", DAY, packs=-1, units=200)


@saba()
def doses_from_two_doctors_do_not_add_up(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=3, units=200)
    p.dispensed("R03AC02", DAY, packs=3, units=200, by=OTHER)


@saba()
def long_acting_is_no_saba(p: Patient) -> None:
    p.dispensed("R03AC12", DAY, packs=9, units=200)


@saba(Y_2026K3="not_met")
def steroid_from_anyone_is_not_met(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2026-09-30", by="7001AB2")


@saba(Y_2026K3="not_met")
def combination_is_a_steroid(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03AK06", "2025-10-01")


@saba(Y_2026K3="met")
def steroid_the_year_before_does_not_help(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2025-09-30")


@saba(Y_2026K3="met")
def steroid_handed_back_does_not_help(p: Patient) -> None:
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.dispensed("R03BA02", "2026-02-01")
    p.dispensed("R03BA02", "2026-02-08", packs=-1)


@saba(Y_2025K3="met", Y_2026K3="excluded")
def copd_is_excluded_from_the_year_it_came(p: Patient) -> None:
    p.dispensed("R03AC02", "2025-03-01", packs=4, units=200)
    p.dispensed("R03AC02", DAY, packs=4, units=200)
    p.diagnosed("DJ441", "2025-10-01", kind="B")


def lung_function(**expected: str):
    return case("asthma_lung_function", "lungemedicin", **expected)


@lung_function(K3_2026="met")
def measured_at_the_visit_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=DAY)


@lung_function(K3_2026="met")
def measured_183_days_before_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=after(DAY, -183))


@lung_function(K3_2026="not_met")
def measured_184_days_before_is_too_early(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=after(DAY, -184))


@lung_function(K3_2026="met")
def measured_at_a_visit_elsewhere_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.visited(after(DAY, 183), 2, "ja", at=OTHER)


@lung_function(K3_2026="not_met")
def measured_at_a_visit_184_days_after_is_too_late(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.visited(after(DAY, 184), 2, "ja")


@lung_function(K3_2026="met")
def spirometry_26_weeks_before_is_met(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.claimed("082207", after(DAY, weeks=-26), by=OTHER)


@lung_function(K3_2026="not_met")
def spirometry_27_weeks_before_is_too_early(p: Patient) -> None:
    p.visited(DAY, 1, "nej")
    p.claimed("082206", after(DAY, weeks=-27))


@lung_function(K3_2026="unknown")
def uoplyst_without_spirometry_is_unknown(p: Patient) -> None:
    p.visited(DAY, 1, "uoplyst")
    p.claimed("082301", DAY)


@lung_function(K3_2026="met")
def spirometry_settles_uoplyst(p: Patient) -> None:
    p.visited(DAY, 1, "uoplyst")
    p.claimed("082206", DAY)


@lung_function(K3_2026="excluded")
def ekskluderet_is_excluded(p: Patient) -> None:
    p.visited(DAY, 1, "ja", on=DAY, excluded="ja")


@lung_function()
def a_control_is_no_new_asthma(p: Patient) -> None:
    p.visited(DAY, 2, "ja", on=DAY)


@lung_function(K2_2026="not_met", K3_2026="met")
def each_new_visit_is_an_event(p: Patient) -> None:
    p.visited("2025-11-01", 1, "nej")  # index date 2026-05-03
    p.visited("2026-03-10", 1, "nej")
    p.visited("2026-06-01", 2, "ja")


def control(**expected: str):
    return case("asthma_annual_control", "lungemedicin", **expected)


@control(Y_2026K3="met")
def control_on_the_first_day_of_the_year_is_met(p: Patient) -> None:
    p.visited("2025-10-01", 2)


@control(Y_2025K3="met", Y_2026K3="not_met")
def control_the_day_before_the_year_is_not_met(p: Patient) -> None:
    p.visited("2025-09-30", 2)


@control(Y_2026K3="unknown")
def only_uoplyst_visits_are_unknown(p: Patient) -> None:
    p.visited("2026-02-01", 9)


@control(Y_2026K3="not_met")
def new_asthma_is_no_control(p: Patient) -> None:
    p.visited("2026-02-01", 1)
    p.visited("2026-03-01", 9)


@control(Y_2024K3="met", Y_2025K3="not_met", Y_2026K3="not_met")
def three_years_are_remembered(p: Patient) -> None:
    p.visited("2023-10-01", 2)


@control(Y_2024K3="not_met", Y_2025K3="not_met")
def more_than_three_years_are_forgotten(p: Patient) -> None:
    p.visited("2023-09-30", 2)


@control(Y_2026K3="excluded")
def excluded_at_the_latest_visit_is_excluded(p: Patient) -> None:
    p.visited("2026-02-01", 2)
    p.visited("2026-03-01", 2, excluded="ja")


@control(Y_2026K3="met")
def excluded_earlier_is_forgotten(p: Patient) -> None:
    p.visited("2026-02-01", 9, excluded="ja")
    p.visited("2026-03-01", 2)


@control(Y_2026K3="excluded")
def excluded_once_on_the_latest_day_is_excluded(p: Patient) -> None:
    p.visited("2026-03-01", 1, excluded="ja")
    p.visited("2026-03-01", 2)


@control(Y_2026K3="not_met")
def control_elsewhere_does_not_count_here(p: Patient) -> None:
    p.visited("2026-02-01", 1)
    p.visited("2026-03-01", 2, at=OTHER)
