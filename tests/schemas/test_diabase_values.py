"""DiaBase takes what its public list of variables shows, word for word, whole and cut, and nothing beside it."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from schemas.source import CUT, sources, whole_or_cut
from schemas.sources.diabase import MACULA, NEXT_CONTACTS, NO_EYE, RETINA

#: The list of variables of 2023, as printed there.
LISTED = {
    "eyescreeningindicationcode": "genopstart, graviditet, rutine",
    "report_indicationnextcontactcode": "graviditet, henvist_anden_b, henvist_behandl, ikke_relevant, "
    "overgaar_til_sc, rutine",
    "report_indicationnextcontacttime": "10_md, 11_md, 12_md, 13_md, 14_md, 15_md, 16_md, 18_md, 20_md, 21_md, "
    "22_md, 23_md, 24_md, 30_md, 36_md, 3_md, 48_md, 4_md, 5_md, 6_md, 7_md, 8_md, 9_md, blank",
    "report_history_diabetesstatus": "[blank], dysreguleret, ukendt, velreguleret",
    "visualacuitylefteyecode": ".02, .05, .1, .16, .2, .25, .3, .33, .4, .5, .6, .67, 0,7, 0,8, 0,9, 1,0, "
    "1.25, 1.33, mindre_end_0,02, protese_eller_m, uoplyst",
    "retinastatusrighteyecode": "ikke_vurderet, ingen_dr, mild_dr, moderat_dr, praeproliferati, proli_1, "
    "proli_2, proli_3, vurdering_ikke_",
    "maculopatistatuslefteyecode": "anden_type_af_m, anden_type_macu, ikke_vurderet, ingen, macu_1, macu_2, "
    "macu_3, macu_4, ny_maculaoedem, recidiv_maculao, stabil_maculaoe, vurdering_ikke_",
    "report_examinations_octtest": "ja, nej",
}
CASES = [(column, word) for column, words in LISTED.items() for word in words.split(", ")]


def accepts(column: str, word: str) -> bool:
    contract = sources()["diabase"].table("exams").contract.columns[column]
    try:
        pa.DataFrameSchema({column: contract}).validate(pl.DataFrame({column: [word]}), lazy=True)
    except SchemaErrors:
        return False
    return True


@pytest.mark.parametrize(("column", "word"), CASES)
def test_every_listed_word_is_taken(column: str, word: str) -> None:
    assert accepts(column, word)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("report_indicationnextcontactcode", NEXT_CONTACTS),
        ("retinastatusrighteyecode", RETINA),
        ("maculopatistatuslefteyecode", MACULA),
    ],
)
def test_whole_words_cut_are_the_listed_ones(column: str, words: tuple[str, ...]) -> None:
    assert sorted(w[:CUT] for w in words) == sorted(LISTED[column].split(", "))
    for word in words:
        assert accepts(column, word)
        assert not accepts(column, word[:CUT] + "x")
        assert len(word) <= CUT or not accepts(column, word[: CUT - 1])


@pytest.mark.parametrize("word", ["1", "0.1", ".7", "0,67", "2.0", NO_EYE])
def test_other_ways_to_write_a_visual_acuity(word: str) -> None:
    assert accepts("visualacuityrighteyecode", word)


@pytest.mark.parametrize("word", ["6/9", "3", "12", "0.123", "1e0", "-1", "mindre", "protese", "."])
def test_what_is_no_visual_acuity_is_refused(word: str) -> None:
    assert not accepts("visualacuityrighteyecode", word)


@pytest.mark.parametrize("word", ["0_md", "61_md", "018_md", "18", "18_uger", "BLANK"])
def test_what_is_no_number_of_months_is_refused(word: str) -> None:
    assert not accepts("report_indicationnextcontacttime", word)


def test_words_that_are_the_same_when_cut_cannot_be_declared() -> None:
    whole_or_cut("fine", ["glaslegeme_bloedning", "glaslegeme_klar"])
    with pytest.raises(ValueError, match="the same when cut to 15 characters"):
        whole_or_cut("collision", ["glaslegeme_bloedning", "glaslegeme_bloedt"])
    with pytest.raises(ValueError, match="the same when cut"):
        whole_or_cut("collision", ["glaslegeme_bloedning", "glaslegeme_bloe"])
