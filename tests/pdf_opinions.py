"""What independent tools say of a PDF: pikepdf's PDF/A check, qpdf, poppler's fonts and signatures, PDFBox."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from qmsdesk.printing import archival

_JARS = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "commons-io",
    "javax.activation",
    "jaxb-api",
)
# what PDF/A-2 allows and a checker of PDF/A-1 does not know; signing writes the XMP in another way of its own
_NEWER = ("part must be 1", "cross reference streams are not allowed", "Schema is not set in this document")


def objections(path: Path) -> list[str]:
    """Everything the tools that are installed object to in one file; empty when they are content."""
    data = path.read_bytes()
    signed = b"/ByteRange" in data
    found = [] if not signed else _signatures(path)
    if signed:
        found += [] if archival.archival_but_for_signatures(data) else archival.findings(data)[:3]
    else:
        found += archival.findings(data)[:3]
    return [*found, *_fonts(path), *_syntax(path)]


def preflight(path: Path) -> list[str] | None:
    """What PDFBox's PDF/A-1 checker objects to beyond what PDF/A-2 allows; None where it is not installed."""
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in _JARS]
    if shutil.which("java") is None or not all(jar.exists() for jar in jars):
        return None
    checker = "org.apache.pdfbox.preflight.Validator_A1b"
    said = _said("java", "-cp", ":".join(map(str, jars)), checker, str(path))
    lines = [line for line in said.splitlines() if " : " in line and not line.startswith("The file")]
    return [line for line in lines if not any(word in line for word in _NEWER)]


def _signatures(path: Path) -> list[str]:
    if shutil.which("pdfsig") is None:
        return []
    said = _said("pdfsig", "-nocert", str(path))
    total = said.count("Signature #") - said.count("is not signed")
    valid = said.count("Signature Validation: Signature is Valid.")
    return [] if total and total == valid else [f"pdfsig: {valid} of {total} valid"]


def _fonts(path: Path) -> list[str]:
    if shutil.which("pdffonts") is None:
        return []
    lines = _said("pdffonts", str(path)).splitlines()[2:]
    return [f"pdffonts: {line.split()[0]} is not embedded" for line in lines if line.split()[-5] != "yes"]


def _syntax(path: Path) -> list[str]:
    if shutil.which("qpdf") is None:
        return []
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"qpdf: {done.stderr.strip()[:200]}"]


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
