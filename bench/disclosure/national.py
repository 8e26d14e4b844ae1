"""Hiding in a national specialty: 1,000 practices in 60 clusters, by sex, age and status.

Belongs here: secondaries and CPU seconds of `eliminate` for the whole table and for its first clusters, where
GaussSuppression's counts are known. Does not belong here: other methods, other attackers.
"""

from __future__ import annotations

import resource
import sys
import time

from bench.disclosure.tables import national
from bench.measure import close
from disclosure import OUTSIDER, Certificates, check, small, step
from disclosure.eliminate import eliminate

#: Secondaries of GaussSuppression 1.2.3 (SOURCE.md of the data) in the first k clusters.
PEER = {"dis": {4: 612, 8: 1166, 16: 2328}, "pop": {4: 268, 8: 493, 16: 951}}
TRIES = {4: 40, 8: 20, 16: 12, 60: 0}
CPU, CHECK, MIB = 10.0, 0.05, 2048


def one(name: str, clusters: int) -> dict[str, object]:
    started = time.process_time()
    table = national(name, clusters)
    needs = step(table, small(table, 5))
    built = time.process_time()
    found = eliminate(table, needs, tries=TRIES[clusters])
    done = time.process_time()
    left = len(check(table, found.hidden, needs, (OUTSIDER,), Certificates(found.moves)))
    figures = {
        "clusters": clusters,
        "figures": len(table.values),
        "primaries": int(needs.primary.sum()),
        "secondaries": int((found.hidden & ~needs.primary).sum()),
        "peer": PEER[name].get(clusters),
        "unproved": left,
        "moves": found.moves.shape[1],
        "build_cpu": round(built - started, 2),
        "cpu": round(done - built, 2),
        "check_cpu": round(time.process_time() - done, 3),
    }
    print(name, figures, file=sys.stderr, flush=True)
    return figures


def main() -> None:
    runs = {f"{name}_{k}": one(name, k) for name in PEER for k in TRIES}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ok = peak <= MIB
    for run in runs.values():
        ok &= run["unproved"] == 0 and (run["peer"] is None or run["secondaries"] <= run["peer"])
        ok &= run["clusters"] != 60 or (run["cpu"] <= CPU and run["check_cpu"] <= CHECK)
    goals = {
        "unproved": 0,
        "national_cpu": CPU,
        "check_cpu": CHECK,
        "peak_mib": MIB,
        "secondaries": "<= peer",
    }
    close("national", {**runs, "peak_mib": round(peak)}, goals, bool(ok))


if __name__ == "__main__":
    main()
