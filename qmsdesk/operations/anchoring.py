"""Noting the head of the audit chain outside the database, and asking whether it is still there (G25)."""

from __future__ import annotations

from pathlib import Path

from qmsdesk.models import anchors, audit, engine, places
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
    """Every genuine anchor within reach, file by file."""
    return [anchor for lines in _files(data_dir) for anchor in lines]


def expected_heads(data_dir: Path) -> list[audit.Head]:
    """The heads the chain must still contain, by every anchor file within reach.

    A file keeps the order in which things happened; moments are not asked, because clocks are set back.
    """
    files = _files(data_dir)
    restores = [anchor for lines in files for anchor in lines if anchor.why == anchors.RESTORED]
    heads = [head for lines in files for head in anchors.expected(_completed(lines, restores))]
    return list(dict.fromkeys(heads))


def _files(data_dir: Path) -> list[list[anchors.Anchor]]:
    keys = engine.current().anchor_keys()
    files = [anchors.read(file, keys) for file in anchor_files(data_dir)]
    return (
        [*files, anchors.read_text(anchors.shared(data_dir), keys)] if engine.current().is_server else files
    )


def _completed(lines: list[anchors.Anchor], restores: list[anchors.Anchor]) -> list[anchors.Anchor]:
    """A stick that was unplugged during a restore learns of it from the other file."""
    whole = list(lines)
    for restore in dict.fromkeys((item.at, item.seq, item.mac) for item in restores):
        if restore not in {(item.at, item.seq, item.mac) for item in lines if item.why == anchors.RESTORED}:
            marker = anchors.Anchor(restore[1], restore[2], restore[0], anchors.RESTORED)
            place = sum(1 for item in whole if item.at <= restore[0])
            whole.insert(place, marker)
    return whole
