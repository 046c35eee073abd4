"""The printers of this machine: CUPS gets the PDF itself, Windows gets pages drawn by Qt."""

from __future__ import annotations

import sys

from qmsdesk.operations import prints
from qmsdesk.operations.print_choice import PrintChoice


def draws_itself() -> bool:
    """Whether this machine takes no PDF and the pages are drawn for it."""
    return sys.platform == "win32"


def printer_names() -> list[str]:
    """Names of the printers, the default first; empty when there is none."""
    if draws_itself():
        from qmsdesk.forms import qt_printer

        return qt_printer.printer_names()
    return prints.printers()


def send(data: bytes, *, printer: str, title: str, choice: PrintChoice | None = None, sets: int = 1) -> None:
    """Hand a print of `sets` copies to a printer; UserError when it is refused."""
    if draws_itself():
        from qmsdesk.forms import qt_printer

        qt_printer.send(data, printer=printer, title=title, choice=choice, sets=sets)
        return
    if choice is None or (choice == PrintChoice() and sets == 1):
        prints.send_to_printer(data, printer=printer, title=title)
        return
    prints.send_to_printer(data, printer=printer, title=title, choice=choice, sets=sets)
