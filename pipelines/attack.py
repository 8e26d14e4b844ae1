"""Attacking a finished package, as an auditor or a steward asks for it.

Belongs here: from a package's folder to the run it came from. Does not belong here: the attack itself
(`assets/protected/attack.py`), words and exit codes (`cli.py`).
"""

from __future__ import annotations

import json
from pathlib import Path

from pyarrow import ArrowException
from pypdf.errors import PyPdfError

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

    Raises AttackError when the folder is no package, is damaged, or its run is not kept here.
    """
    try:
        said = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["klyngepakke"]
        specialty, content = said["specialty"], said["content_id"]
        period = Quarter.parse(said["period"])
    except (OSError, ValueError, KeyError, TypeError):
        raise AttackError(f"{package} is no package: it holds no readable datapackage.json") from None
    run = _run_of(settings, period, content)
    if run is None or not (run / "protected").is_dir():
        raise AttackError(
            f"{package} is not of the newest release of {period} in {settings.runs}; attack it where that is kept"
        )
    keys, root = settings.data / "keys", settings.data / "ledger"
    codes = Codes(settings.data / "codes.json", read_salt(keys / "codes.salt"))
    place = (run / "protected", run / "models", catalogue(MANIFEST), specialty, period, POLICY, codes)
    try:
        return attack_specialty(*place, read(root, specialty, head_of(root, specialty)), package)
    except DisclosureError as error:
        raise AttackError(str(error)) from None
    except (OSError, ArrowException, PyPdfError, LookupError, ValueError):
        # Other libraries' words may quote a value, so they are not repeated.
        raise AttackError(f"{package} is damaged: a file is missing or cannot be read") from None


def _run_of(settings: Settings, period: Quarter, content: str) -> Path | None:
    """Return the folder of the period's newest run if it made a package of this content."""
    path = record_path(settings.data / "releases", period)
    if not path.is_file():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    made = {package["content"] for package in record["packages"]}
    return settings.runs / str(record["id"]) if content in made else None
