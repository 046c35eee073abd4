"""备份和恢复: the backups with their state, one now, the second folder, the drill, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.file_choice import ask_for_folder
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.trust.frame import Page, button, card, say
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.forms.trust.restore_dialog import RestoreDialog
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import backup
from qmsdesk.operations.backup import BackupDone, BackupLine, DrillReport
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Progress
from qmsdesk.operations.rights import require
from qmsdesk.procedure.clock import SHANGHAI

T = TypeVar("T")
UNTESTED, WHOLE = "未检查", "完好"


class BackupPage(Page):
    """Lists backups newest first; every backup shown can be checked, and restored."""

    state_changed = Signal()

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        sentence = (
            "每天首次启动时自动备份；升级、导入和恢复之前也会备份。备份是加密的，用各人现在的密码打开。"
        )
        super().__init__("备份和恢复", sentence, parent)
        self._desk, self._settings = desk, settings
        self._checked: dict[Path, tuple[str, ...]] = {}
        self.table = PlainTable(
            "备份", ("时间", "原因", "单据", "大小", "位置", "状态", "文件夹"), (11, 8, 4, 6, 6, 9, 0)
        )
        self.now = button("立即备份", "save", self.make_now)
        self.check_button = button("检查所选", "check", self.check_chosen, "核对每个文件的散列和数据库")
        self.drill_button = button(
            "恢复演练", "refresh", self.drill, "把最新备份取出来与现有数据比较，不改动任何东西"
        )
        self.restore_button = button("恢复所选…", "import", self.restore)
        self.second_button = button("第二备份文件夹…", "folder", self.choose_second)
        self.add_buttons(
            self.now, self.check_button, self.drill_button, self.restore_button, self.second_button
        )
        self.state, self.second, self.drilled = (quiet_label("", self) for _ in range(3))
        for label in (self.state, self.second, self.drilled):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.column.addWidget(card(self.table), 1)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Read the list and the state again."""
        self._lines = {line.folder: line for line in backup.list_backups(self._desk)}
        self.table.show_rows([self._row(line) for line in self._lines.values()])
        state = backup.backup_state(self._desk)
        last = f"{state.last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if state.last else "没有"
        say(self.state, f"最近一次备份：{last}　{state.message or '正常'}", "bad" if state.red else "good")
        second = backup.second_place(self._desk)
        if second is None:
            say(self.second, "第二备份文件夹：还没有选；电脑坏了，备份也会一起丢失。", "warning")
        elif not second.is_dir():
            say(self.second, f"第二备份文件夹：现在找不到（{second}）。", "warning")
        else:
            say(self.second, f"第二备份文件夹：{second}", "good")
        say(self.drilled, *drill_words(self._desk))
        self._follow()
        self.state_changed.emit()

    def make_now(self) -> None:
        """Make a backup behind a bar."""
        self._run("备份", lambda _progress: backup.make_backup(self._desk), self._made)

    def check_chosen(self) -> None:
        """Check every file of the chosen backup."""
        folder = self.table.chosen()
        if folder is None:
            return

        def checked(problems: tuple[str, ...]) -> None:
            self._checked[folder] = problems
            self.refresh()
            self.say(problems[0] if problems else "这份备份完好。", "bad" if problems else "good")

        self._run("检查备份", lambda _progress: backup.verify_backup(self._desk, folder=folder), checked)

    def drill(self) -> None:
        """Try the newest backup."""
        self._run("恢复演练", lambda _progress: backup.drill(self._desk), self._drilled)

    def choose_second(self) -> None:
        """Choose the folder of the second copies."""
        chosen = ask_for_folder(self, self._settings, title="第二备份文件夹（另一个磁盘或移动盘）")
        if chosen is None:
            return
        try:
            backup.set_second_place(self._desk, folder=chosen)
        except UserError as error:
            self.say(str(error), "bad")
            return
        self.say("以后每次备份也写到这里。")
        self.refresh()

    def restore(self) -> None:
        """Ask before bringing the chosen backup back."""
        line = self._lines.get(self.table.chosen())
        if line is None:
            return
        try:
            require(self._desk, "备份恢复")
        except UserError as error:
            self.say(str(error), "bad")
            return
        dialog = RestoreDialog(self._desk, line, self)
        show_dialog(dialog)

    def _made(self, done: BackupDone) -> None:
        self.refresh()
        words = f"已备份到 {done.folder.name}" + ("，第二份也已写好。" if done.second else "。")
        self.say(" ".join((words, *done.warnings)), "warning" if done.warnings else "good")

    def _drilled(self, report: DrillReport) -> None:
        self.refresh()
        if report.problems:
            self.say(f"演练不通过：{report.problems[0]}", "bad")
        else:
            self.say(f"演练通过：抽查 {report.slips} 张单据、{report.attachments} 个附件，与现有数据一致。")

    def _run(self, name: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self.say("")
        run_watched(self, name, work, done)

    def _row(self, line: BackupLine) -> PlainRow:
        problems = self._checked.get(line.folder)
        state = UNTESTED if problems is None else problems[0] if problems else WHOLE
        texts = (
            f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", line.why, f"{line.slips}", size_words(line.size),
            "本机" if line.place == 1 else "第二文件夹", state, line.folder.name,
        )  # fmt: skip
        return PlainRow(texts, line.folder, "bad" if problems else "", (5,))

    def _follow(self) -> None:
        for made in (self.check_button, self.restore_button):
            made.setEnabled(self.table.chosen() is not None)


def size_words(size: int) -> str:
    """Bytes as a person reads them."""
    return f"{size / 1048576:,.1f} MB" if size >= 1048576 else f"{max(1, round(size / 1024))} KB"


def drill_words(desk: Desk) -> tuple[str, str]:
    """The last drill as a sentence, and its tone."""
    last = backup.last_drill(desk)
    if last is None:
        return "恢复演练：还没有做过，每周自动做一次。", "warning"
    at = f"{last.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if last.problems:
        return f"恢复演练：{at} 不通过：{last.problems[0]}", "bad"
    return f"恢复演练：{at} 通过（{last.folder}）", "good"
