"""A made past: an earlier package of the same made cluster, and what it agreed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa

from assets.packages.figures import Figures
from assets.packages.past import Agreement, Past, Previous
from assets.packages.release import Cluster
from schemas.period import Quarter
from schemas.protected import PROTECTED

PERIOD = Quarter(2026, 2)
#: Newest first in no way: the page orders them itself by indicator. The first is of the window's ninth quarter.
AGREEMENTS = (
    Agreement(
        "af_anticoagulation",
        date(2025, 11, 4),
        "Sekretæren laver hver måned en liste over patienter, der mangler opfølgning",
        "sekretærerne",
        date(2026, 5, 1),
        "i gang",
        "Halvdelen af praksisserne er kommet i gang",
    ),
    Agreement(
        "af_anticoagulation",
        date(2026, 5, 4),
        "Vi gennemgår fem journaler hver",
        "alle praksisser",
        date(2026, 12, 1),
        "planlagt",
    ),
    Agreement(
        "af_thyroid",
        date(2025, 11, 4),
        "Fast tekst i journalen",
        "tovholderen",
        date(2026, 2, 1),
        "gennemført",
    ),
    Agreement(
        "anticoagulant_amount", date(2025, 3, 4), "Vi ringer efter et år", "HM", date(2025, 9, 1), "opgivet"
    ),
    Agreement(
        "",
        date(2026, 5, 4),
        "Vi inviterer hospitalsafdelingen med",
        "formanden",
        date(2026, 10, 1),
        "planlagt",
    ),
    Agreement(
        "long_gone",
        date(2024, 5, 4),
        "Noget om en indikator, der er udgået",
        "HM",
        date(2024, 9, 1),
        "i gang",
    ),
)

Row = dict[str, object]


def earlier(
    table: pa.Table,
    comparators: pa.Table,
    cluster: Cluster,
    change: Callable[[Row], Row | None] = lambda row: row,
) -> Previous:
    """Return the package of the quarter before: `table` without what ends in 2026K3, each row as `change` leaves it."""
    rows = [row for row in table.to_pylist() if not str(row["period"]).endswith("2026K3")]
    kept = [row for row in map(change, rows) if row is not None]
    return Previous(PERIOD, 2, Figures(pa.Table.from_pylist(kept, schema=PROTECTED), comparators, cluster))


def past(table: pa.Table, comparators: pa.Table, cluster: Cluster) -> Past:
    """Return a past with an earlier package and agreements."""
    return Past(earlier(table, comparators, cluster), AGREEMENTS)
