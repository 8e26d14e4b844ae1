"""What finished rows give away beside their counts."""

from __future__ import annotations

from assets.protected.leaks import leaks
from estimates import printed, share


def row(organisation: str, state: str = "shown", **said):
    empty = dict.fromkeys(("met", "not_met", "denominator", "rate", "rate_lower", "rate_upper"))
    place = {"indicator": "one", "level": "practice", "organisation": organisation, "period": "2025K4-2026K3"}
    return {**place, **empty, "state": state, **said}


def test_hidden_rows_that_say_nothing_in_the_order_of_names_leak_nothing():
    assert leaks([row("P01"), row("P02", "hidden"), row("P03")], 5) == []


def test_an_interval_left_behind_is_a_count():
    lower, upper = printed(3, 47)
    left = row("P02", "hidden", rate=share(3, 47), rate_lower=lower, rate_upper=upper)
    assert leaks([row("P01"), left], 5) == [
        "1 hidden rows print a share or interval; in 1 it gives a count away"
    ]


def test_a_share_alone_is_said_even_where_many_counts_fit():
    assert leaks([row("P02", "hidden", rate=0.5)], 5) == [
        "1 hidden rows print a share or interval; in 0 it gives a count away"
    ]


def test_rows_sorted_by_anything_but_their_names_may_rank_what_is_hidden():
    (said,) = leaks([row("P02", "hidden"), row("P01")], 5)
    assert "another order" in said
