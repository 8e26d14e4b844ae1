"""One protected table per specialty as a Dagster asset, with the attack on the re-read file as its blocking check.

Belongs here: keys, metadata, the check. Hiding lies in `protect.py` and `disclosure/`, the attack in `attack.py`.
"""

from collections.abc import Iterator

import dagster as dg

from assets.ledger import head_of, read
from assets.protected.attack import Report
from assets.protected.codes import Codes, read_salt
from assets.protected.hide import check_reissue
from assets.protected.protect import Summary
from assets.protected.stage import Stage
from assets.release import MANIFEST, Release, newest, write_summary
from assets.resources import PERIODS, Installation, sealed
from disclosure import DisclosureError
from schemas.indicator import catalogue
from schemas.period import Quarter
from schemas.policy import POLICY
from schemas.specialty import specialties

ATTACK = "attack"


def _specs() -> Iterator[dg.AssetSpec]:
    indicators = catalogue(MANIFEST)
    for specialty in specialties().values():
        mine = [f"ind_{i.name}" for i in indicators if i.specialty == specialty.name]
        if mine:
            yield dg.AssetSpec(
                ["protected", specialty.name],
                deps=[*mine, "int_memberships", "int_agreements"],
                group_name="protected",
                description=f"{specialty.title}: kun tal, der er bevist sikre at vise",
            )


SPECS = list(_specs())


class ProtectedConfig(dg.Config):
    """`reissue`: populations (or single indicators) whose published figures are corrected as a whole."""

    reissue: list[str] = []


@dg.multi_asset(
    name="protected",
    specs=SPECS,
    check_specs=[dg.AssetCheckSpec(ATTACK, asset=s.key, blocking=True) for s in SPECS],
    partitions_def=PERIODS,
    can_subset=True,
)
def protected(
    context: dg.AssetExecutionContext, config: ProtectedConfig, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Hide, write, read back and attack every selected specialty."""
    release = newest(installation.folder("runs"), Quarter.parse(context.partition_key))
    salt = read_salt(installation.folder("keys") / "codes.salt")
    codes = Codes(installation.root / "codes.json", salt)
    with sealed(DisclosureError):
        names = sorted(key.path[-1] for key in context.selected_asset_keys)
        indicators = catalogue(MANIFEST)
        check_reissue(config.reissue, indicators)
        root = installation.folder("ledger")
        stage = Stage(
            models=release.models,
            catalogue=indicators,
            period=release.period,
            policy=POLICY,
            ledgers={name: read(root, name, head_of(root, name)) for name in names},
            codes=codes,
            seed=salt,
            out=release.protected,
            reissue=tuple(config.reissue),
        )
        done = stage.run(names)
    codes.save()
    for specialty, (summary, report) in done.items():
        yield from _results(release, specialty, summary, report)


def _results(
    release: Release, specialty: str, summary: Summary, report: Report
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    key = dg.AssetKey(["protected", specialty])
    write_summary(release, specialty, _words(summary, report))
    yield dg.MaterializeResult(asset_key=key, metadata=_metadata(summary, report))
    yield dg.AssetCheckResult(
        asset_key=key,
        check_name=ATTACK,
        passed=not report.faults,
        severity=dg.AssetCheckSeverity.ERROR,
        description="Kan et skjult tal regnes ud af det viste? Certifikater og løsningsintervaller, hver praksis "
        "som angriber.",
        metadata={
            "angrebne tal": report.attacked,
            "certifikater": report.certificates,
            "lineære programmer": report.programs,
            "fund": "; ".join(report.faults[:20]) or "ingen",
        },
    )


def _metadata(summary: Summary, report: Report) -> dict[str, int | str]:
    shown = {
        f"vist over tærskel, {u.level}": f"{u.shown} af {u.above} ({u.per_cent} pct.)".replace(".", ",", 1)
        for u in summary.utility
        if u.above
    }
    return {"rækker": summary.rows, "skjulte tal": report.hidden, **shown}


def _words(summary: Summary, report: Report) -> dict[str, object]:
    """What the command line says of a specialty; free of anything confidential."""
    utility = [
        {"level": u.level, "figures": u.figures, "above": u.above, "shown": u.shown} for u in summary.utility
    ]
    return {
        "rows": summary.rows,
        "hidden": report.hidden,
        "attacked": report.attacked,
        "certificates": report.certificates,
        "programs": report.programs,
        "hidden_by_level": summary.hidden_by_level,
        "coarsened": list(summary.blocks),
        "faults": list(report.faults),
        "utility": utility,
    }
