"""What lies where in a department's data folder."""

from __future__ import annotations

from pathlib import Path

DATABASE = "department.db"
KEYS = "keys.json"
TRIES = "tries.json"
LOCK = "in-use.lock"
ATTACHMENTS = "attachments"
TEMPORARY = "tmp"
BACKUPS = "backups"
ANCHORS = "anchor.log"


def database_path(data_dir: Path) -> Path:
    """The encrypted database of the department."""
    return data_dir / DATABASE


def attachments_dir(data_dir: Path) -> Path:
    """The store of encrypted attachment files."""
    return data_dir / ATTACHMENTS


def temporary_dir(data_dir: Path) -> Path:
    """The private folder of temporary files, emptied at each start."""
    return data_dir / TEMPORARY


def backups_dir(data_dir: Path) -> Path:
    """The first place of backups."""
    return data_dir / BACKUPS
