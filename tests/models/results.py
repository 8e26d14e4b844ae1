"""Laboratory answers as numbers, in plain Python: the twin of int_results for the rules of indicators.

Belongs here: the analytes' codes and units again, from their words and not from the seed. Does not belong here:
rows (`registers.py`), indicators' rules (`indicators/`).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

#: Analyte -> code -> unit that holds when none is delivered.
ANALYTES: dict[str, dict[str, str]] = {
    "hba1c": {"NPU27300": "mmol/mol", "NPU03835": "dcct"},
    "urate": {"NPU09356": "umol/l", "NPU03688": "mmol/l"},
    "creatinine": dict.fromkeys(("NPU18016", "NPU04998", "NPU01807"), "umol/l"),
    "ldl": dict.fromkeys(("NPU01568", "NPU10171", "DNK35308"), "mmol/l"),
    "tsh": dict.fromkeys(("NPU03577", "NPU27547"), "miu/l"),
    "alat": {"NPU19651": "u/l"},
    "egfr": {"DNK35302": "ml/min"},
    "potassium": {"NPU03230": "mmol/l"},
    "crp": {"NPU19748": "mg/l"},
    "hemoglobin": {"NPU02319": "mmol/l"},
    "lithium": {"NPU02613": "mmol/l"},
}
#: Spelled otherwise: lower case, without spaces.
_SPELLINGS = {
    "mmol/molhb": "mmol/mol",
    **dict.fromkeys(("%", "pct", "pct.", "procent"), "%"),
    **dict.fromkeys(("1", "fraktion", "andel"), "fraction"),
    **dict.fromkeys(("µmol/l", "μmol/l", "mikromol/l"), "umol/l"),
    **dict.fromkeys(("mu/l", "m.int.enh./l"), "miu/l"),
    **dict.fromkeys(("10^-3iu/l", "10*-3iu/l", "10e-3iu/l", "x10e-3iu/l"), "miu/l"),
    **dict.fromkeys(("10^-3int.enh./l", "10*-3int.enh./l"), "miu/l"),
    **dict.fromkeys(("iu/l", "enh./l"), "u/l"),
    **{f"ml/min/1{point}73m{two}": "ml/min" for point in ".," for two in ("2", "²", "^2")},
}


def analyte(code: str) -> str | None:
    """What a code measures, None for a code that is not listed."""
    return next((name for name, codes in ANALYTES.items() if code in codes), None)


def normalised(code: str, value: str | None, unit: str | None) -> Decimal | None:
    """The answer in the analyte's standard unit with four decimals, None when it is no number."""
    name = analyte(code)
    text = (value or "").strip(" ")
    if name is None or not re.fullmatch(r"[0-9]{1,9}([.,][0-9]+)?", text):
        return None
    number = Decimal(text.replace(",", ".")).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    plain = (unit or "").replace(" ", "").lower()
    plain = _SPELLINGS.get(plain, plain) or ANALYTES[name][code]
    found = _in_standard_unit(name, code, number, plain)
    return None if found is None else found.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _in_standard_unit(name: str, code: str, number: Decimal, unit: str) -> Decimal | None:
    if code == "NPU03835":
        if unit in ("%", "dcct") and 3 <= number <= 25:
            return (number - Decimal("2.15")) * Decimal("10.929")
        if unit in ("fraction", "dcct") and Decimal("0.03") <= number <= Decimal("0.25"):
            return (number * 100 - Decimal("2.15")) * Decimal("10.929")
        return None
    if name in ("urate", "creatinine"):
        return {"umol/l": number, "mmol/l": number * 1000}.get(unit)
    return number if unit == ANALYTES[name][code] else None
