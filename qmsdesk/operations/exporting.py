"""Texts that leave the program as files: whole or absent, and in the trail."""

from __future__ import annotations

from pathlib import Path

from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import EXPORT, require

HEALTH_REPORT = "体检报告"


def write_text(desk: Desk, *, path: Path, text: str, what: str) -> None:
    """Write a text file (UTF-8) where the user wants it; the trail says what went out."""
    require(desk, EXPORT, paper=HEALTH_REPORT)
    atomic_write(path, text + "\n")
    with write_tx():
        record(desk, "导出", reason=f"{what}：{path.name}")
