"""保存期限和销毁: keeper and last day of every record; destroying with list and approver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QHBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.barred import bar
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.trust.frame import AskDialog, Page, button, card, plain, say
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import destruction, destruction_end, destruction_list, people
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.destruction import APPROVE, Approver, Destroyed
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.retention import DESTROYED, EXPIRED, KeptLine, list_kept
from qmsdesk.operations.rights import require
from qmsdesk.procedure.permissions import ANY, may

TONES = {EXPIRED: "warning", DESTROYED: "quiet"}
HEADINGS = ("编号", "记录", "保存部门", "关闭", "保存到", "状态", "说明")
MOST = 12


class RetentionPage(Page):
    """Nothing is destroyed by itself; what is past its day is pointed out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = "按程序文件第6条：从关闭当年年底起算。到期不会自动删除；销毁要有清单和批准人，编号和登记信息保留。"
        super().__init__("保存期限和销毁", sentence, parent)
        self._desk = desk
        self.only = QCheckBox("只看已到期")
        self.only.toggled.connect(self.refresh)
        self.go = button("销毁所选…", "trash", self.ask, "Ctrl 或 Shift 加单击可选多条")
        self.propose = button(
            "打印报批清单", "print", self.print_proposal, "所选记录的销毁清单，批准人在纸上签字"
        )
        self.lists = QComboBox()
        self.lists.setAccessibleName("已办的销毁清单")
        self.print_list = button("打印清单", "print", self.open_list, "已办的销毁清单，连同批准人")
        self.buttons.addWidget(self.only)
        for made in (self.propose, self.go, self.lists, self.print_list):
            self.buttons.addWidget(made)
        self.add_buttons()
        self.left = plain()
        self.removed = button("已删除", "check", self.confirm_removed, "旧备份已经手工删除")
        row = QHBoxLayout()
        row.addWidget(self.left, 1)
        row.addWidget(self.removed)
        self.column.addLayout(row)
        self.table = PlainTable("保存期限", HEADINGS, (9, 12, 6, 7, 7, 5, 0))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.column.addWidget(card(self.table), 1)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Read every record again."""
        self._lines = {
            line.slip_id: line for line in list_kept(self._desk, only_expired=self.only.isChecked())
        }
        self.table.show_rows([kept_row(line) for line in self._lines.values()])
        chosen = self.lists.currentData()
        self.lists.clear()
        for made in destruction_list.lists(self._desk):
            self.lists.addItem(f"{made.list_no}（{made.count} 条）", made.list_no)
        self.lists.setCurrentIndex(max(0, self.lists.findData(chosen)))
        left = destruction_end.old_backups(self._desk)
        say(self.left, "\n".join(item.words for item in left), "warning")
        for one in (self.left, self.removed):
            one.setVisible(bool(left))
        self._follow()

    def chosen(self) -> list[KeptLine]:
        """The chosen records."""
        return [self._lines[key] for key in self.table.keys()]  # noqa: SIM118  (a method of the table)

    def ask(self) -> None:
        """Ask for approver and password; refusals that are known already are said at once."""
        lines = self.chosen()
        try:
            require(self._desk, "销毁")
            ids = [line.slip_id for line in lines]
            destruction.refuse_unripe(self._desk, slip_ids=ids, approver="…")
        except UserError as error:
            self.say(str(error), "bad")
            return
        dialog = DestroyDialog(self._desk, lines, self)
        dialog.accepted.connect(partial(self._destroy, dialog))
        show_dialog(dialog)

    def print_proposal(self) -> None:
        """The list of the chosen records for the approver's signature."""
        ids = [line.slip_id for line in self.chosen()]
        self._print(lambda: destruction_list.proposal_pdf(self._desk, slip_ids=ids))

    def open_list(self) -> None:
        """A list that was carried out, as it is printed and kept."""
        number = str(self.lists.currentData())
        self._print(lambda: destruction_list.list_pdf(self._desk, list_no=number))

    def confirm_removed(self) -> None:
        """Somebody removed the old backups of the first folder of the list."""
        left = destruction_end.old_backups(self._desk)
        try:
            if left:
                destruction_end.confirm_removed(self._desk, place=left[0].place)
        except UserError as error:
            self.say(str(error), "bad")
            return
        self.refresh()
        self.say("已记下。")

    def _print(self, make: Callable[[], Printed]) -> None:
        try:
            open_noted(self, self._desk, make())
        except UserError as error:
            self.say(str(error), "bad")

    def _destroy(self, dialog: DestroyDialog) -> None:
        desk, approver, secret = self._desk, dialog.approver(), dialog.own.text()
        ids = [line.slip_id for line in dialog.lines]
        run_watched(
            self, "销毁", lambda _progress: destruction.destroy(desk, slip_ids=ids, approver=approver, password=secret),
            self._done,
        )  # fmt: skip

    def _done(self, done: Destroyed) -> None:
        self.refresh()
        words = f"清单 {done.list_no}：已销毁 {len(done.numbers)} 条，旧备份删除 {len(done.removed)} 份。"
        self.say(words)
        self._print(lambda: destruction_list.list_pdf(self._desk, list_no=done.list_no))

    def _follow(self) -> None:
        for made in (self.go, self.propose):
            made.setEnabled(bool(self.table.keys()))
        for shown in (self.lists, self.print_list):
            shown.setVisible(self.lists.count() > 0)
        bar(self._desk, ("销毁", ANY, self.go), ("销毁", ANY, self.propose), ("销毁", ANY, self.removed))


class DestroyDialog(AskDialog):
    """The list once more, who approves and how, and the password of who does it."""

    def __init__(self, desk: Desk, lines: Sequence[KeptLine], parent: QWidget | None = None) -> None:
        sentence = "内容、附件、查找索引和审计记录中的内容全部清除，含有这些内容的旧备份一并删除。不能恢复。"
        super().__init__(parent, "销毁记录", sentence, "销毁")
        self.lines, self._desk = tuple(lines), desk
        numbers = "、".join(line.number for line in self.lines[:MOST])
        more = f" 等 {len(self.lines)} 条" if len(self.lines) > MOST else f"（{len(self.lines)} 条）"
        self.name = QComboBox()
        self.name.addItems(
            [
                line.name
                for line in people.list_people(desk)
                if line.active and line.name != desk.user.name and may(line.roles, "*", "*", APPROVE)
            ]
        )
        self.secret, self.own = PasswordEdit(), PasswordEdit()
        self.secret.setPlaceholderText("批准人本人输入；纸上批准的留空")
        self.day = DayEdit(desk.clock)
        for label, box in (
            ("清单", plain(numbers + more)), ("批准人", self.name), ("批准人密码", self.secret),
            ("或纸上批准日期", self.day), (f"{desk.user.name} 的密码", self.own),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(600)
        self.ok.clicked.connect(self.check)
        if not self.name.count():
            self.say("还没有人可以批准销毁：请先在“人员和部门”里登记部门领导或主管领导。")
            self.ok.setEnabled(False)

    def approver(self) -> Approver:
        """Who approves, and how."""
        return Approver(self.name.currentText(), self.secret.text(), self.day.day())

    def check(self) -> None:
        """Close only when everything is there; the operation itself checks it again."""
        self.day.settle()
        if not self.secret.text() and self.day.day() is None:
            self.say("请批准人输入密码，或填写纸上清单的批准日期。")
        elif not self.own.text():
            self.say("请输入您的密码。")
        else:
            self.accept()


def kept_row(line: KeptLine) -> PlainRow:
    """One record as a row."""
    closed = line.closed.isoformat() if line.closed else "—"
    until = line.until.isoformat() if line.until else "—"
    texts = (line.number or "—", line.name, line.keeper, closed, until, line.standing, line.why)
    return PlainRow(
        texts, line.slip_id, TONES.get(line.standing, ""), (4, 5) if line.standing == EXPIRED else ()
    )
