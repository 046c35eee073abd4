"""Slips chosen in the ledger put out at once, with a bar, a way to stop, and a list of those that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QWidget

from qmsdesk.forms import paper_out
from qmsdesk.forms.file_choice import ask_for_folder
from qmsdesk.forms.print_options import choice_for
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints_many import PutOut, print_many, save_many
from qmsdesk.operations.progress import Progress

Done = Callable[[], object]


def save_chosen(
    parent: QWidget, desk: Desk, settings: QSettings | None, slip_ids: Sequence[int], done: Done
) -> None:
    """Ask for a folder and write the copy sets into it."""
    folder = ask_for_folder(parent, settings, title="把所选单据存到哪个文件夹")
    if folder is None:
        return

    def work(progress: Progress) -> PutOut:
        return save_many(desk, slip_ids=slip_ids, folder=folder, progress=progress)

    run_watched(parent, f"存 {len(slip_ids)} 张单据", work, lambda result: _tell(parent, result, done))


def print_chosen(
    parent: QWidget, desk: Desk, settings: QSettings | None, slip_ids: Sequence[int], done: Done
) -> None:
    """Ask for a printer and send the copy sets to it."""
    known = paper_out.printer_names()
    if not known:
        _say(parent, "本机没有打印机。", "请先在系统设置中添加打印机，或存为 PDF。")
        return
    printer, agreed = QInputDialog.getItem(
        parent, "打印所选单据", f"把 {len(slip_ids)} 张单据送到", known, 0, False
    )
    if not agreed:
        return
    choice = choice_for(settings, printer)

    def work(progress: Progress) -> PutOut:
        return print_many(
            desk, slip_ids=slip_ids, printer=printer, choice=choice, send=paper_out.send, progress=progress
        )

    run_watched(parent, f"打印 {len(slip_ids)} 张单据", work, lambda result: _tell(parent, result, done))


def export_original(parent: QWidget, desk: Desk, settings: QSettings | None, slip_id: int) -> None:
    """Ask for a folder and write the electronic original of a slip with what an auditor needs."""
    folder = ask_for_folder(parent, settings, title="把电子原件存到哪个文件夹")
    if folder is None:
        return

    def work(_progress: Progress) -> tuple[str, ...]:
        from qmsdesk.operations.electronic_original import export

        return tuple(path.name for path in export(desk, slip_id=slip_id, folder=folder))

    run_watched(
        parent, "导出电子原件", work, lambda names: _say(parent, "电子原件已导出。", "\n".join(names))
    )


def offer_registers(menu: QMenu, page: QWidget, desk: Desk, chosen: Sequence[int]) -> None:
    """Below what can be put out: the register of the chosen slip, and that of ledgers and reports."""
    from qmsdesk.forms.print_register import open_register

    for action in menu.actions():
        action.setEnabled(action.isEnabled() and bool(chosen))
    menu.addSeparator()
    own = menu.addAction("打印登记…", lambda: open_register(page, desk, chosen[0]))
    own.setEnabled(len(chosen) == 1)
    menu.addAction("台帐、报告和信息原件的打印登记…", lambda: open_register(page, desk, None))


def _tell(parent: QWidget, result: PutOut, done: Done) -> None:
    done()
    words = f"已办 {result.done} 张" + ("，按您的要求停下了。" if result.stopped else "。")
    if result.failures:
        words += f"\n有 {len(result.failures)} 张没有成功："
    _say(parent, words, "\n".join(f"{item.number}：{item.reason}" for item in result.failures))


def _say(parent: QWidget, words: str, more: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Information, "打印", words, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    if more.count("\n") < 8:
        box.setInformativeText(more)
    else:
        box.setDetailedText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
