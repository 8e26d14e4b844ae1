"""Attacking a finished package, as an auditor or a steward asks for it.

Belongs here: from a package's folder to the run it came from. Does not belong here: the attack itself
(`assets/protected/attack.py`), words and exit codes (`cli.py`).
"""

from __future__ import annotations

import json
from pathlib import Path

from assets.ledger import head_of, read
from assets.protected.attack import Report, attack_specialty
from assets.protected.codes import Codes, read_salt
from assets.release import MANIFEST, record_path
from disclosure import DisclosureError
from pipelines.settings import Settings
from schemas.indicator import catalogue
from schemas.period import Quarter
from schemas.policy import POLICY


class AttackError(ValueError):
    """The package cannot be attacked. The message says what is missing and what to do."""


def attack_package(settings: Settings, package: Path) -> Report:
    """Attack a package with everything published beside it, from the confidential ground of its own release.

    Raises AttackError when the folder is no package or its run is not kept here.
    """
    try:
        said = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["klyngepakke"]
        specialty, period = said["specialty"], Quarter.parse(said["period"])
    except (OSError, ValueError, KeyError, TypeError):
        raise AttackError(f"{package} is no package: it holds no readable datapackage.json") from None
    record = record_path(settings.data / "releases", period)
    run = settings.runs / json.loads(record.read_text(encoding="utf-8"))["id"] if record.is_file() else None
    if run is None or not (run / "protected").is_dir():
        raise AttackError(
            f"the run that made {package} is not kept in {settings.runs}; attack it where it was made"
        )
    keys, root = settings.data / "keys", settings.data / "ledger"
    codes = Codes(settings.data / "codes.json", read_salt(keys / "codes.salt"))
    place = (run / "protected", run / "models", catalogue(MANIFEST), specialty, period, POLICY, codes)
    try:
        return attack_specialty(*place, read(root, specialty, head_of(root, specialty)), package)
    except DisclosureError as error:
        raise AttackError(str(error)) from None
