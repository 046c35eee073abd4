"""Many slips put out at once: one after the other, each whole or not at all, with a list of those that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_choice import PrintChoice
from qmsdesk.operations.progress import Cancelled, Progress, silent, step


@dataclass(frozen=True)
class Failure:
    """A slip that was not put out, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class PutOut:
    """How many slips were put out, those that failed, and whether the user stopped before the end."""

    done: int
    failures: tuple[Failure, ...]
    stopped: bool = False


def save_many(desk: Desk, *, slip_ids: Sequence[int], folder: Path, progress: Progress = silent) -> PutOut:
    """Write the copy set of each slip into a folder and count it."""
    return _each(
        desk, slip_ids, lambda slip_id: prints.save_slip_pdf(desk, slip_id=slip_id, folder=folder), progress
    )


def print_many(
    desk: Desk,
    *,
    slip_ids: Sequence[int],
    printer: str,
    choice: PrintChoice | None = None,
    send: Callable[..., None] | None = None,
    progress: Progress = silent,
) -> PutOut:
    """Send the copy set of each slip to a printer and count it; `send` is what this machine prints with."""
    choice, send = choice or PrintChoice(), send or prints.send_to_printer

    def out(slip_id: int) -> None:
        printed = prints.slip_pdf(desk, slip_id=slip_id)
        send(printed.data, printer=printer, title=printed.title, choice=choice, sets=printed.copies)
        prints.mark_printed(desk, slip_id=slip_id, where=printer + choice.words(), data=printed.data)

    return _each(desk, slip_ids, out, progress)


def _each(
    desk: Desk, slip_ids: Sequence[int], put_out: Callable[[int], object], progress: Progress
) -> PutOut:
    """What was put out before the user stopped stays put out and counted."""
    done, failures = 0, []
    for place, slip_id in enumerate(slip_ids, start=1):
        try:
            put_out(slip_id)
            done += 1
        except UserError as error:
            failures.append(Failure(_number(slip_id), error.message))
        try:
            step(progress, place, len(slip_ids))
        except Cancelled:
            return PutOut(done, tuple(failures), stopped=place < len(slip_ids))
    return PutOut(done, tuple(failures))


def _number(slip_id: int) -> str:
    row = one("SELECT number FROM slip WHERE id = ?", (slip_id,))
    return str(row[0] or "") if row else "?"
