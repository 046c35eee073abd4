"""A restore that was decided but not finished: finished at the next start, in steps that may be repeated."""

from __future__ import annotations

import os
from pathlib import Path

from qmsdesk.models.files import fsync_dir
from qmsdesk.models.places import DATABASE, KEYS, TRIES
from qmsdesk.models.transactions import mapped_errors

READY = "restore-ready"


def is_pending(data_dir: Path) -> bool:
    """True when a restore still has to be finished."""
    return (data_dir / READY).is_dir()


def finish(data_dir: Path) -> None:
    """Put the prepared files in place; the caller holds the lock of the folder."""
    ready = data_dir / READY
    if not ready.is_dir():
        return
    with mapped_errors():
        if (ready / DATABASE).is_file():
            # a journal of the replaced database would be played into the new one
            for suffix in ("-wal", "-shm", "-journal"):
                (data_dir / f"{DATABASE}{suffix}").unlink(missing_ok=True)
            fsync_dir(data_dir)
        for name in (KEYS, TRIES, DATABASE):
            if (ready / name).is_file():
                os.replace(ready / name, data_dir / name)
        fsync_dir(data_dir)
        for leftover in ready.iterdir():
            leftover.unlink()
        ready.rmdir()
        fsync_dir(data_dir)
