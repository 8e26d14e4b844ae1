"""What a step lets out when something breaks."""

from __future__ import annotations

import dagster as dg
import pytest

from assets.resources import sealed


class Ours(Exception):
    """An error whose words we wrote."""


def test_words_of_other_libraries_stay_inside() -> None:
    with pytest.raises(dg.Failure) as failure, sealed(Ours):
        raise ValueError("could not convert '0101701234'")
    assert "0101701234" not in str(failure.value.description)
    assert "ValueError at test_resources.py:" in str(failure.value.description)
    assert failure.value.__suppress_context__


def test_sentences_of_ours_come_through() -> None:
    with pytest.raises(dg.Failure, match="3 rows") as failure, sealed(Ours):
        raise Ours("3 rows break a rule")
    assert failure.value.description == "3 rows break a rule"


def test_a_failure_is_left_as_it_is() -> None:
    with pytest.raises(dg.Failure, match="told"), sealed(Ours):
        raise dg.Failure("told")
