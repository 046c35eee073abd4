"""The ledger out of the program: exactly what is shown, as a workbook or on form 07, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.file_choice import PDF, XLSX, ask_where_to_save
from qmsdesk.forms.work_dialog import run_watched, tell_file
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.progress import Progress


def export_xlsx(
    parent: QWidget, desk: Desk, settings: QSettings, query: Query, columns: tuple[str, ...]
) -> None:
    """Ask where to, then write the rows of `query` with the columns shown."""

    def write(path: Path, progress: Progress) -> object:
        from qmsdesk.operations import ledger_out

        return ledger_out.ledger_xlsx(desk, query=query, columns=columns, path=path, progress=progress)

    _export(parent, desk, settings, XLSX, ".xlsx", "导出 Excel", write)


def export_pdf(parent: QWidget, desk: Desk, settings: QSettings, query: Query) -> None:
    """Ask where to, then print the rows of `query` on form 07."""

    def write(path: Path, progress: Progress) -> object:
        from qmsdesk.operations import ledger_out

        return ledger_out.ledger_pdf(desk, query=query, path=path, progress=progress)

    _export(parent, desk, settings, PDF, ".pdf", "导出台帐 PDF", write)


def _export(
    parent: QWidget,
    desk: Desk,
    settings: QSettings,
    kinds: str,
    ending: str,
    title: str,
    write: Callable[[Path, Progress], object],
) -> None:
    name = f"顾客反馈投诉信息台帐_{desk.clock.today():%Y%m%d}{ending}"
    path = ask_where_to_save(parent, settings, title=title, name=name, kinds=kinds, ending=ending)
    if path is None:
        return

    def told(path: Path) -> None:
        tell_file(parent, f"{title}完成。", path)

    run_watched(
        parent,
        title,
        lambda progress: write(path, progress),
        lambda _result: told(path),
    )
