"""Eye screening in diabetes: a repeat examination and the one before it, where its day was planned.

Belongs here: invented patients and rates. The level on time is near the country's 64 per cent of 2023.
"""

from synthetic.rates import Rate
from synthetic.recipe import Days, Recipe, Row, report

_ACUITY = "(['1,0', '.67', '0,8', '1.25', '.5', '0,9', 'uoplyst'])[1 + line // 64 % {}]"
_RETINA = "(['ingen_dr', 'ingen_dr', 'mild_dr', 'moderat_dr', 'praeproliferati'])[1 + line // 64 % {}]"
_STATUS = """CASE WHEN NOT status_known THEN CASE WHEN blank THEN '[blank]' ELSE 'ukendt' END
    WHEN dysregulated THEN 'dysreguleret' ELSE 'velreguleret' END"""


def _exam(
    months: str,
    when: str = "true",
    after: Days = (0, 0),
    indication: str = "'rutine'",
    contact: str = "'rutine'",
    in_hospital: str = "false",
) -> Row:
    """An examination and its plan, by the practice or by a hospital."""
    return report(
        "diabase",
        when,
        after,
        by=f"CASE WHEN {in_hospital} THEN '130116' ELSE ydernr END",
        sender_identifiercode=f"CASE WHEN {in_hospital} THEN 'sygehusafdeling' ELSE 'ydernummer' END",
        eyescreeningindicationcode=indication,
        report_indicationnextcontactcode=contact,
        report_indicationnextcontacttime=months,
        report_history_diabetesstatus=_STATUS,
        visualacuitylefteyecode=_ACUITY.format(7),
        visualacuityrighteyecode=_ACUITY.format(5),
        retinastatuslefteyecode=_RETINA.format(5),
        retinastatusrighteyecode=_RETINA.format(3),
        maculopatistatuslefteyecode="'ingen'",
        maculopatistatusrighteyecode="'ingen'",
        report_examinations_octtest="CASE WHEN oct THEN 'ja' ELSE 'nej' END",
    )


def _before(months: int, when: str, on_time: Days, late: Days) -> tuple[Row, Row]:
    """The examination before the repeat, so many days earlier."""
    told = f"CASE WHEN unplanned THEN 'blank' ELSE '{months}_md' END"
    contact = "CASE WHEN referred THEN 'henvist_behandl' ELSE 'rutine' END"
    return (
        _exam(told, f"{when} AND on_time", on_time, contact=contact, in_hospital="hospital"),
        _exam(told, f"{when} AND NOT on_time", late, contact=contact, in_hospital="hospital"),
    )


RECIPE = Recipe(
    name="diabetic_eyes",
    specialty="oejensygdomme",
    yearly=45,
    age=63,
    age_sd=13,
    women=0.44,
    outcomes={
        "on_time": Rate(0.66, 0.35, trend=0.15),
        "status_known": Rate(0.80, 0.40, trend=0.10),
    },
    draws={
        "half_yearly": 0.15,
        "rarely": 0.30,
        "unplanned": 0.06,
        "referred": 0.05,
        "pregnant": 0.01,
        "hospital": 0.12,
        "dysregulated": 0.25,
        "blank": 0.3,
        "oct": 0.4,
    },
    rows=(
        *_before(6, "half_yearly", (-205, -140), (-400, -225)),
        *_before(18, "NOT half_yearly AND rarely", (-575, -480), (-780, -590)),
        *_before(12, "NOT half_yearly AND NOT rarely", (-390, -300), (-640, -405)),
        _exam("'12_md'", indication="CASE WHEN pregnant THEN 'graviditet' ELSE 'rutine' END"),
    ),
)
