"""Extracts as Dagster assets: one per source, made when a delivery is accepted.

Belongs here: keys, checks, metadata and the failing of a run. Deciding on a delivery lies in `accept.py`.
"""

import os
from collections.abc import Iterator, Sequence

import dagster as dg

from assets.deliveries import Outcome, Receipt, accepted, undecided
from assets.extracts.accept import accept, in_order
from assets.extracts.pseudonymise import KeyProblem, load_key
from assets.extracts.typed import NotStaged
from assets.resources import Installation, sealed
from schemas.source import sources

CHECKS = {
    "contract": "Er hver række i orden? Form, koder, nøgler, kendte ydernumre (pandera, DuckDB).",
    "acceptance": "Ligner leveringen de tidligere? Antal og mangler mod det sædvanlige (Great Expectations).",
}

SPECS = [
    dg.AssetSpec(["extracts", s.name], group_name="extracts", description=s.title, skippable=True)
    for s in sources().values()
]

Result = dg.MaterializeResult[None] | dg.AssetCheckResult


@dg.multi_asset(
    name="extracts",
    specs=SPECS,
    check_specs=[
        dg.AssetCheckSpec(name, asset=spec.key, description=question)
        for spec in SPECS
        for name, question in CHECKS.items()
    ],
    can_subset=True,
)
def extracts(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[Result]:
    """Take every undecided delivery of the selected sources in, those that others refer to first.

    One refused delivery does not stop the others; the run then ends as failed, with every reason.
    """
    wanted = {key.path[-1] for key in context.selected_asset_keys}
    outcomes = list(_decide(context, installation, wanted))
    receipts = accepted(installation.folder("extracts"))
    for source in sorted({o.source for o in outcomes} & wanted):
        mine = [o for o in outcomes if o.source == source]
        yield from _results(source, mine, receipts.get(source, []))
    if refused := [o for o in outcomes if o.state == "refused"]:
        raise dg.Failure(
            f"{len(refused)} of {len(outcomes)} deliveries refused whole, nothing else is touched. "
            + " | ".join(_sentence(o) for o in refused)
        )
    if waiting := [o for o in outcomes if o.state == "waiting"]:
        raise dg.Failure(" | ".join(_sentence(o) for o in waiting))


def _decide(
    context: dg.AssetExecutionContext, installation: Installation, wanted: set[str]
) -> Iterator[Outcome]:
    places = (installation.folder("extracts"), installation.folder("quarantine"))
    # Spilled rows are personal data: they stay below the confidential root.
    os.environ.setdefault("TMPDIR", str(installation.root))
    with sealed(KeyProblem, NotStaged):
        key = load_key(installation.folder("keys") / "pseudonym.key")
        for waiting in in_order(undecided(installation.folder("inbox"), *places).values()):
            # A delivery that cannot name a source of ours is still decided on: it is refused.
            if waiting.source in wanted or waiting.source not in sources():
                context.log.info(f"deciding on {waiting.folder.name}")
                yield accept(waiting.folder, *places, key)


def _results(source: str, outcomes: Sequence[Outcome], receipts: Sequence[Receipt]) -> Iterator[Result]:
    key = dg.AssetKey(["extracts", source])
    taken = [o for o in outcomes if o.state == "accepted"]
    refused = [o for o in outcomes if o.state == "refused"]
    if taken:
        new = {o.delivery for o in taken}
        files = [f for r in receipts if r.delivery in new for f in r.manifest["files"]]
        metadata: dict[str, int | str] = {
            "rækker": sum(sum(o.rows.values()) for o in taken),
            "sha256": "\n".join(f"{f['table']}: {f['sha256']}" for f in files),
            "leveringer": ", ".join(o.delivery for o in taken),
            "bemærkninger": "; ".join(str(w) for o in taken for w in o.warnings) or "ingen",
        }
        yield dg.MaterializeResult(asset_key=key, metadata=metadata)
    usual = {e.metric.partition(":")[0] for e in sources()[source].expectations}
    for name in CHECKS:
        broken = [f for o in refused for f in o.findings if (f.rule in usual) == (name == "acceptance")]
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=name,
            passed=not broken,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"brudte regler": "; ".join(map(str, broken)) or "ingen"},
        )


def _sentence(outcome: Outcome) -> str:
    reasons = "; ".join(str(f) for f in outcome.findings)
    what = "refused" if outcome.state == "refused" else "waits"
    return f"{outcome.source or 'unknown source'} {outcome.delivery} {what}: {reasons}"
