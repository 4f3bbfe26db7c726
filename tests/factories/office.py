"""Has an office program open, convert and save documents; tests that need it skip, saying so, without it."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice")
NEEDS_OFFICE = pytest.mark.skipif(not PROGRAM, reason="LibreOffice (soffice) is not installed")
NEEDS_POPPLER = pytest.mark.skipif(
    not (shutil.which("pdftotext") and shutil.which("pdfinfo")),
    reason="pdftotext and pdfinfo (poppler-utils) are not installed",
)


def convert(sources: Sequence[Path], *, kind: str, base: Path) -> list[Path]:
    """Convert documents in one call, with a profile of its own under `base`; returns the results in order."""
    target = base / kind
    profile = f"-env:UserInstallation=file://{base}/profile"
    command = [PROGRAM or "", profile, "--headless", "--convert-to", kind, "--outdir", target, *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [target / f"{source.stem}.{kind}" for source in sources]


def tool(*command: object) -> str:
    """Run a program that reads a PDF and return what it prints."""
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
