"""Products that are dispensed: the few that indicators look for, their near misses, and everyday ones.

Belongs here: pack data, plausible but not checked against the price list. Does not belong here: who gets
them.
"""

from __future__ import annotations

from typing import NamedTuple


class Product(NamedTuple):
    """One pack. Numbers as the register writes them (decimal comma); `weight` is how common it is as
    background."""

    atc: str
    name: str
    packsize: str
    strnum: str
    strunit: str
    volume: str
    price: int
    indication: int
    weight: int


PRODUCTS = (
    Product("B01AF02", "Eliquis filmovertrukne tabletter", "60", "5", "mg", "30", 512, 596, 2),
    Product("B01AF01", "Xarelto filmovertrukne tabletter", "28", "20", "mg", "28", 498, 596, 2),
    Product("B01AE07", "Pradaxa kapsler, hårde", "60", "150", "mg", "30", 471, 596, 1),
    Product("B01AF03", "Lixiana filmovertrukne tabletter", "28", "60", "mg", "28", 505, 596, 1),
    Product("B01AA03", "Marevan tabletter", "100", "2,5", "mg", "33,33", 96, 596, 1),
    Product("B01AC06", "Hjertemagnyl tabletter", "100", "75", "mg", "100", 32, 270, 6),
    Product("B01AB05", "Klexane injektionsvæske, opløsning", "10", "40", "mg", "20", 345, 133, 1),
    Product("C09AA05", "Ramipril tabletter", "100", "5", "mg", "200", 38, 145, 6),
    Product("C09CA01", "Losartan filmovertrukne tabletter", "98", "50", "mg", "98", 35, 145, 6),
    Product("C09DX04", "Entresto filmovertrukne tabletter", "56", "97", "mg", "28", 940, 430, 1),
    Product("C07AB02", "Metoprololsuccinat depottabletter", "100", "50", "mg", "33,33", 45, 145, 6),
    Product("C07AG02", "Carvedilol tabletter", "100", "12,5", "mg", "33,33", 58, 430, 1),
    Product("C03DA01", "Spironolacton tabletter", "100", "25", "mg", "33,33", 49, 430, 2),
    Product("A10BK01", "Forxiga filmovertrukne tabletter", "98", "10", "mg", "98", 1120, 430, 1),
    Product("A10BK03", "Jardiance filmovertrukne tabletter", "30", "10", "mg", "17,14", 350, 430, 1),
    Product("C03DA04", "Eplerenon filmovertrukne tabletter", "90", "25", "mg", "45", 130, 430, 1),
    Product("C03CA01", "Furosemid tabletter", "100", "40", "mg", "100", 41, 427, 4),
    Product("R03AC02", "Ventoline inhalationsspray, suspension", "200", "0,1", "mg/dosis", "25", 55, 202, 2),
    Product("R03AC02", "Airomir inhalationsspray", "200", "0,1", "mg/dosis", "25", 61, 202, 1),
    Product("R03AC03", "Bricanyl Turbuhaler inhalationspulver", "200", "0,5", "mg/dosis", "50", 112, 202, 1),
    Product("R03BA02", "Pulmicort Turbuhaler, pulver", "200", "200", "mikrogram/dosis", "50", 165, 202, 1),
    Product("R03BA05", "Flutide inhalationsspray", "120", "125", "mikrogram/dosis", "25", 140, 202, 1),
    Product("R03AK07", "Symbicort forte, pulver", "60", "320", "mikrogram/dosis", "30", 388, 202, 2),
    Product("R03AK06", "Seretide Diskos, afdelt pulver", "60", "50", "mikrogram/dosis", "30", 342, 202, 1),
    Product("R03AC12", "Serevent inhalationsspray", "120", "25", "mikrogram/dosis", "30", 210, 202, 1),
    Product("R03BB04", "Spiriva kapsler med inhalationspulver", "30", "18", "mikrogram", "54", 305, 379, 2),
    Product("A02BC02", "Pantoprazol enterotabletter", "98", "40", "mg", "98", 39, 328, 4),
    Product("A02BC01", "Omeprazol enterokapsler, hårde", "100", "20", "mg", "100", 36, 328, 3),
    Product("A02BC05", "Esomeprazol enterotabletter", "98", "20", "mg", "65,33", 62, 328, 2),
    Product("A02BA03", "Famotidin filmovertrukne tabletter", "90", "20", "mg", "45", 120, 328, 1),
    Product("N02BE01", "Panodil filmovertrukne tabletter", "300", "500", "mg", "50", 78, 111, 12),
    Product("M01AE01", "Ibuprofen filmovertrukne tabletter", "100", "400", "mg", "33,33", 47, 111, 5),
    Product("C10AA05", "Atorvastatin filmovertrukne tabletter", "100", "20", "mg", "100", 44, 288, 10),
    Product("C10AA01", "Simvastatin filmovertrukne tabletter", "98", "40", "mg", "130,67", 37, 288, 4),
    Product("C08CA01", "Amlodipin tabletter", "100", "5", "mg", "100", 33, 145, 7),
    Product("N06AB04", "Citalopram filmovertrukne tabletter", "100", "20", "mg", "100", 52, 168, 4),
    Product("N06AB06", "Sertralin filmovertrukne tabletter", "98", "50", "mg", "98", 48, 168, 5),
    Product("A10BA02", "Metformin filmovertrukne tabletter", "300", "500", "mg", "75", 69, 170, 6),
    Product("J01CE02", "Vepicombin Novum filmovertrukne tabletter", "30", "660", "mg", "9,9", 71, 125, 5),
    Product("J01CA08", "Selexid filmovertrukne tabletter", "20", "400", "mg", "13,33", 88, 313, 3),
    Product("N05CF01", "Zopiclon filmovertrukne tabletter", "30", "7,5", "mg", "30", 29, 353, 2),
    Product("N02AX02", "Tramadol depottabletter", "100", "100", "mg", "33,33", 95, 111, 3),
    Product("H03AA01", "Eltroxin tabletter", "100", "50", "mikrogram", "33,33", 54, 189, 4),
    Product("A12BA01", "Kaleorid depottabletter", "250", "750", "mg", "62,5", 122, 206, 2),
    Product("G03AA07", "Malonetta overtrukne tabletter", "63", "30", "mikrogram", "84", 120, 224, 4),
    Product("D07AC01", "Betnovat creme", "100", "", "", "33,33", 84, 119, 2),
    Product("S01AA01", "Kloramfenikol øjendråber, opløsning", "10", "5", "mg/ml", "20", 76, 126, 2),
    Product("R01AD09", "Mometason næsespray, suspension", "140", "50", "mikrogram/dosis", "35", 68, 203, 3),
    Product("A06AD65", "Moxalole pulver til oral opløsning", "100", "13,1", "g", "50", 198, 335, 3),
    Product("A11CC05", "Divisun tabletter", "90", "20", "mikrogram", "90", 65, 207, 2),
    Product("N02BF02", "Pregabalin kapsler, hårde", "84", "75", "mg", "21", 110, 155, 2),
    Product("N05AH04", "Quetiapin filmovertrukne tabletter", "100", "25", "mg", "6,25", 73, 163, 2),
    Product("B03BA03", "Vibeden injektionsvæske, opløsning", "5", "1", "mg", "250", 81, 219, 1),
    Product("R05DA04", "Kodein tabletter til tør hoste", "20", "25", "mg", "5", 45, 244, 1),
)  # fmt: skip


def indexes(*prefixes: str, packsize: str | None = None) -> list[str]:
    """Return the places in PRODUCTS (as SQL literals) of products whose ATC code begins with one of
    `prefixes`."""
    return [
        str(i)
        for i, p in enumerate(PRODUCTS)
        if p.atc.startswith(prefixes) and packsize in (None, p.packsize)
    ]


def background() -> list[str]:
    """Return places in PRODUCTS, repeated by weight."""
    return [str(i) for i, p in enumerate(PRODUCTS) for _ in range(p.weight)]


def product_number(i: int) -> str:
    """Return the product number (varenummer) of PRODUCTS[i]: six digits, some with leading zeros."""
    return f"{(i * 7_919 + 3_071) % 600_000:06d}"
