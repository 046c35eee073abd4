"""Noting the head of the audit chain outside the database, and asking whether it is still there (G25)."""

from __future__ import annotations

from pathlib import Path

from qmsdesk.models import anchors, engine, places
from qmsdesk.models.base import moment_text
from qmsdesk.models.storage_errors import StorageError
from qmsdesk.operations import preferences
from qmsdesk.operations.desk import Desk

SECOND_PLACE = "backup.second_place"


def anchor_files(data_dir: Path) -> list[Path]:
    """The anchor file of the data folder, and the one in the second place where that can be reached."""
    second = preferences.read(SECOND_PLACE)
    files = [data_dir / places.ANCHORS]
    if second and Path(second).is_dir():
        files.append(Path(second) / places.ANCHORS)
    return files


def note_head(desk: Desk, why: str) -> None:
    """Write where the chain stands into every anchor file within reach."""
    opened = engine.current()
    anchor = anchors.anchor_of(opened, at=moment_text(desk.clock.now()), why=why)
    for place, file in enumerate(anchor_files(desk.data_dir)):
        try:
            anchors.write(file, opened.anchor_key, anchor)
        except StorageError:
            if place == 0:  # the second place may be unplugged or full; the backup page says so
                raise


def known_anchors(data_dir: Path) -> list[anchors.Anchor]:
    """Every genuine anchor within reach, in the order they were noted."""
    keys = engine.current().anchor_keys()
    found = [anchor for file in anchor_files(data_dir) for anchor in anchors.read(file, keys)]
    once = {(anchor.at, anchor.seq, anchor.why, anchor.mac): anchor for anchor in found}
    return [once[key] for key in sorted(once)]
