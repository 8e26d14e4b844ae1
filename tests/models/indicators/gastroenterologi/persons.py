"""Persons of gastroenterology, named after the rule they exercise."""

from tests.models.world import OTHER, Patient, after, case

DAY = "2025-08-04"  # a Monday; 364 days later is 2026-08-03


def polyp(**expected: str):
    return case("polypectomy", "gastroenterologi", **expected)


@polyp(K3_2025="met")
def polyp_removed_in_the_same_week_is_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", after(DAY, 6))


@polyp(K3_2025="not_met")
def polyp_removed_the_next_week_is_not_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", after(DAY, 7))


@polyp(K3_2025="not_met")
def polyp_removed_elsewhere_is_not_met(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("083153", DAY, by=OTHER)


@polyp(K3_2025="met")
def two_claims_in_a_week_are_one_examination(p: Patient) -> None:
    p.claimed("082308", DAY)
    p.claimed("082308", DAY)
    p.claimed("083153", DAY)


@polyp()
def polypectomy_alone_is_not_in_it(p: Patient) -> None:
    p.claimed("083153", DAY)


@polyp(K2_2026="not_met")
def the_week_lies_in_its_mondays_quarter(p: Patient) -> None:
    p.claimed("082308", "2026-07-01")  # a Wednesday; Monday is 29 June


def repeat(**expected: str):
    return case("repeat_gastroscopy", "gastroenterologi", **expected)


@repeat(K3_2026="met")
def repeated_52_weeks_after_is_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082402", after(DAY, weeks=52))


@repeat(K3_2026="not_met")
def repeated_53_weeks_after_is_not_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=53))


@repeat(K3_2026="met")
def repeated_elsewhere_is_met(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=1), by=OTHER)


@repeat()
def the_second_of_two_is_no_first(p: Patient) -> None:
    p.claimed("082302", after(DAY, weeks=-52), by=OTHER)
    p.claimed("082302", DAY)


@repeat(K3_2026="not_met")
def a_year_without_makes_it_a_first_again(p: Patient) -> None:
    p.claimed("082302", after(DAY, weeks=-53), by=OTHER)
    p.claimed("082302", DAY)


@repeat(K3_2026="not_met")
def twice_in_the_same_week_is_no_repetition(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082402", DAY)


@repeat(K3_2026="excluded")
def cancer_365_days_after_is_excluded(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.diagnosed("DC169", after(DAY, 365))


@repeat(K3_2026="met")
def cancer_366_days_after_is_too_late(p: Patient) -> None:
    p.claimed("082302", DAY)
    p.claimed("082302", after(DAY, weeks=20))
    p.diagnosed("DC159", after(DAY, 366))


@repeat(K3_2026="excluded")
def bleeding_30_days_before_is_excluded(p: Patient) -> None:
    p.claimed("082402", DAY)
    p.diagnosed("DK921", after(DAY, -30))


@repeat(K3_2026="not_met")
def bleeding_31_days_before_is_too_early(p: Patient) -> None:
    p.claimed("082402", DAY)
    p.diagnosed("DK921", after(DAY, -31))


def ppi(**expected: str):
    return case("ppi_without_gastroscopy", "gastroenterologi", **expected)


@ppi(Y_2026K3="met")
def a_dose_a_day_unexamined_is_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2025-10-01", packs=2, ddd=100)
    p.dispensed("A02BC05", "2026-09-30", packs=3, ddd=55)


@ppi()
def under_a_dose_a_day_is_not_in_it(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=91.2)


@ppi()
def doses_are_not_rounded_up(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=91.2499)


@ppi()
def packs_handed_back_are_subtracted(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.dispensed("A02BC01", "2026-02-02", packs=-1, ddd=100)


@ppi(Y_2026K3="not_met")
def examined_the_year_before_is_not_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.claimed("082302", "2024-10-07", by=OTHER)


@ppi(Y_2026K3="met")
def examined_two_years_before_is_met(p: Patient) -> None:
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
    p.claimed("082302", "2024-09-30")


@ppi(Y_2026K3="M 0-17 excluded")
def a_child_is_excluded(p: Patient) -> None:
    p.born("2008-10-01", sex="1")
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)


@ppi(Y_2026K3="M 18-39 met")
def eighteen_on_the_last_day_is_adult(p: Patient) -> None:
    p.born("2008-09-30", sex="1")
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)


@ppi(Y_2026K3="U U met")
def an_unregistered_person_is_not_excluded(p: Patient) -> None:
    p.born(None)
    p.dispensed("A02BC01", "2026-02-01", packs=4, ddd=100)
