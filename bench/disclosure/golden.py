"""Golden tables of disclosure control: fewest hidden figures, proven, beside what other tools hide.

Run: python -m bench.disclosure.golden. Profile of the peers: counts 1 to 4 are primary, zeros are shown and never
move, the attacker is an outsider, a primary figure must be able to be one more and one less. Every result is
checked by `check` (whole numbers, no solver). Beside them, not gated: the practice profile (the codes of the first
dimension are owners and attackers) and the full range (a primary figure must be able to be one less and to reach 5).
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

from bench.disclosure.tables import GOLDEN, golden
from bench.measure import close
from disclosure import Attacker, Certificates, Needs, Table, check, protect, respondents, small, step
from disclosure.exact import exact
from disclosure.table import OUTSIDER

#: Secondaries and their value: the optimum by count, then value.
GOALS: dict[str, Any] = {
    "z1": (4, 35),
    "z2": (10, 115),
    "microdata1": (3, None),
    "microdata2": (14, 93),
    "z3": (49, 681),
    "z3_by_value": 533,
    "z3_eliminate": 58,
    "z3_cpu_s": 30.0,
}
#: GaussSuppression 1.2.3 without singletons / sdcTable 0.34.0 OPT; disclosure.md 6.1 of the design.
PEERS = {"z1": (4, 4), "z2": (10, 10), "microdata1": (3, 3), "microdata2": (14, 14), "z3": (64, 57)}
SECONDS = 40.0


def main() -> None:
    """Solve every table, then the two other profiles."""
    figures: dict[str, Any] = {}
    ok = True
    for name in GOLDEN:
        table = golden(name)
        needs = step(table, small(table, 5))
        one = _solve(table, needs, (OUTSIDER,), ("cells", "value"))
        count, value = GOALS[name]
        ok &= (
            one["secondaries"] == count
            and value in (None, one["value"])
            and one["proven"]
            and not one["gaps"]
        )
        figures[name] = {**one, "peers": PEERS[name]}
        figures[name]["practice"] = _solve(table, needs, respondents(table.system), ("cells",))
        reach = replace(needs, up=np.where(needs.up > 0, 5 - table.values, 0))
        figures[name]["full_range"] = _solve(table, reach, (OUTSIDER,), ("cells",))
        print(name, figures[name], file=sys.stderr, flush=True)
    z3 = golden("z3")
    needs = step(z3, small(z3, 5))
    by_value = _solve(z3, needs, (OUTSIDER,), ("value",))
    plan = protect(z3, needs, method="eliminate")
    gaps = check(z3, plan.hidden, needs, (OUTSIDER,), plan.certificates)
    figures["z3_by_value"] = by_value
    figures["z3_eliminate"] = {"secondaries": int(plan.secondary.sum()), "gaps": len(gaps)}
    ok &= by_value["value"] == GOALS["z3_by_value"] and by_value["proven"] and not by_value["gaps"]
    ok &= figures["z3_eliminate"]["secondaries"] <= GOALS["z3_eliminate"] and not gaps
    ok &= max(by_value["cpu_s"], figures["z3"]["cpu_s"]) <= GOALS["z3_cpu_s"]
    close("golden", figures, GOALS, bool(ok))


def _solve(
    table: Table, needs: Needs, attackers: tuple[Attacker, ...], aims: tuple[str, ...]
) -> dict[str, Any]:
    started = time.process_time()
    found = exact(table, needs, attackers, objective=aims, time_limit=SECONDS)
    cpu = time.process_time() - started
    secondary = found.hidden & ~needs.primary
    gaps = check(table, found.hidden & ~found.infeasible, needs, attackers, Certificates(found.moves))
    return {
        "secondaries": int(secondary.sum()),
        "value": int(table.values[table.system.spread(secondary)].sum()),
        "proven": found.proven,
        "bounds": found.bounds,
        "infeasible": int(found.infeasible.sum()),
        "gaps": len([g for g in gaps if g.need != "hidden"]),
        "cpu_s": round(cpu, 2),
    }


if __name__ == "__main__":
    main()
