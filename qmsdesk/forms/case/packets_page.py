"""交接包: copies for departments that work in another database go out as files, come in as files, and are receipted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.file_choice import ask_for_files, ask_for_folder
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.forms.work_dialog import tell_file
from qmsdesk.operations import foreign_copies, packets
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.foreign_copies import ForeignCopy
from qmsdesk.operations.packets import OnItsWay
from qmsdesk.operations.prints import Printed
from qmsdesk.procedure.clock import business_date

PACKETS = "交接包 (*.qmspacket)"
_WORDS = Input("passphrase", "交接口令", hint="与对方约定，至少 8 个字符，不随文件传送")


class PacketsPage(Page):
    """What may go out above, what came in below it; one passphrase for each file."""

    slip_changed = Signal(int)

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(
            "交接包", "送给用另一个数据库的部门：一联一个加密文件，对方接收、签收后把回执文件送回来。", parent
        )
        self._desk, self._settings = desk, settings
        self.out: list[OnItsWay] = []
        self.came: list[ForeignCopy] = []
        self.dialog: FormDialog | None = None
        self.going = PlainTable("送出", ("单据", "联", "收件部门", "制作"), (10, 0, 10, 8))
        self.coming = PlainTable("收到", ("单据", "联", "来自", "送来", "签收"), (10, 0, 14, 8, 14))
        self.send = button("制作交接包…", "export", self.ask_send, "把选中的一联写成加密文件")
        self.take = button("接收文件…", "import", self.ask_take, "对方的交接包，或对方送回的回执")
        self.look = button("查看", "preview", self.show_chosen, "看收到的一联")
        self.receipt = button("制作回执…", "check", self.ask_receipt, "签收以后，把回执文件交给送件部门")
        self.files = button("另存文件…", "save", self.save_files, "把收到的一联和它的附件写到文件夹里")
        self.add_buttons(self.send, self.take, self.look, self.files, self.receipt)
        self.column.addWidget(card(self.going, "已送交、还没有签收的各联"), 1)
        self.column.addWidget(card(self.coming, "收到的各联（签收在“待签收”里办理）"), 1)
        self.coming.doubleClicked.connect(lambda _index: self.show_chosen())
        self.refresh()

    def refresh(self) -> None:
        """Read both lists again."""
        self.out = packets.on_their_way(self._desk)
        self.came = foreign_copies.foreign_copies(self._desk)
        self.going.show_rows([_going(place, line) for place, line in enumerate(self.out)])
        self.coming.show_rows([_coming(place, line) for place, line in enumerate(self.came)])
        for table, found in ((self.going, self.out), (self.coming, self.came)):
            if found and table.chosen() is None:
                table.selectRow(0)
        self.send.setEnabled(bool(self.out))
        self.look.setEnabled(bool(self.came))
        self.files.setEnabled(bool(self.came))
        self.receipt.setEnabled(bool(self.came))

    def ask_send(self) -> None:
        """Where to, and under which passphrase."""
        place = self.going.chosen()
        folder = ask_for_folder(self, self._settings, title="交接包放在哪个文件夹")
        if not isinstance(place, int) or folder is None:
            return
        line = self.out[place]

        def send(words: str) -> object:
            return packets.send_copy(self._desk, copy_id=line.copy_id, passphrase=words, folder=folder).path

        self._ask("制作交接包", f"{line.number}　{line.label}　给{line.holder}", send, self._told)

    def ask_take(self) -> None:
        """Which file, and its passphrase."""
        files = ask_for_files(self, self._settings, title="接收交接包", kinds=PACKETS)
        if not files:
            return
        path = files[0]

        def take(words: str) -> object:
            return foreign_copies.take_packet(self._desk, path=path, passphrase=words)

        self._ask("接收", path.name, take, self._taken)

    def ask_receipt(self) -> None:
        """Where to put the receipt of the chosen copy."""
        line = self.chosen()
        folder = ask_for_folder(self, self._settings, title="回执放在哪个文件夹") if line else None
        if line is None or folder is None:
            return

        def write(words: str) -> object:
            return foreign_copies.write_receipt(
                self._desk, foreign_id=line.id, passphrase=words, folder=folder
            )

        self._ask("制作回执", f"{line.number}　{line.label}　给{line.unit}", write, self._told)

    def save_files(self) -> None:
        """The print and the attachments of the chosen copy that came, into a folder."""
        line = self.chosen()
        folder = ask_for_folder(self, self._settings, title="文件放在哪个文件夹") if line else None
        if line is None or folder is None:
            return
        try:
            written = foreign_copies.save_files(self._desk, foreign_id=line.id, folder=folder)
        except UserError as error:
            show_error(self, error)
            return
        self.say(f"已写出 {len(written)} 个文件。")

    def show_chosen(self) -> None:
        """The chosen copy that came, in the preview."""
        line = self.chosen()
        if line is not None:
            show_foreign(self, self._desk, line.id)

    def chosen(self) -> ForeignCopy | None:
        """The copy that came and is chosen."""
        place = self.coming.chosen()
        return self.came[place] if isinstance(place, int) else None

    def _ask(
        self, name: str, sentence: str, do: Callable[[str], object], then: Callable[[object], None]
    ) -> None:
        dialog = FormDialog(
            self._desk, name=name, sentence=sentence, act=name[:2], inputs=(_WORDS,),
            do=lambda answers: do(str(answers["passphrase"])), parent=self.window(),
        )  # fmt: skip
        box = dialog.boxes["passphrase"]
        assert isinstance(box, QLineEdit)
        box.setEchoMode(QLineEdit.EchoMode.Password)
        dialog.accepted.connect(lambda: then(dialog.outcome))
        self.dialog = dialog
        show_dialog(dialog)

    def _told(self, path: object) -> None:
        self.refresh()
        if isinstance(path, Path):
            tell_file(self, f"已写到 {path.name}", path)

    def _taken(self, taken: object) -> None:
        self.refresh()
        assert isinstance(taken, foreign_copies.Taken)
        if taken.kind == packets.RECEIPT:
            self.say(f"{taken.number} 的回执已登记，该联已签收。")
        else:
            self.say(f"{taken.number} 已接收，请到“待签收”里签收。")
        self.slip_changed.emit(0)


def show_foreign(owner: QWidget, desk: Desk, foreign_id: int) -> None:
    """A copy that came in a packet, as its sender printed it."""
    run(
        owner,
        lambda _progress: foreign_copies.print_of(desk, foreign_id=foreign_id),
        lambda printed: show_print(owner, desk, printed),
        lane="pdf",
    )


def show_print(owner: QWidget, desk: Desk, printed: Printed) -> None:
    """A print in the preview; what leaves it is kept in the trail."""
    open_noted(owner, desk, printed)


def _going(place: int, line: OnItsWay) -> PlainRow:
    made = f"{business_date(line.packet_at):%Y-%m-%d}" if line.packet_at else ""
    return PlainRow((line.number, line.label, line.holder, made), place)


def _coming(place: int, line: ForeignCopy) -> PlainRow:
    signed = (
        f"{line.signed_for_by} {business_date(line.signed_for_at):%Y-%m-%d}"
        if line.signed_for_at
        else "待签收"
    )
    texts = (
        line.number, line.label, f"{line.unit} {line.department}", f"{business_date(line.sent_at):%Y-%m-%d}", signed,
    )  # fmt: skip
    return PlainRow(texts, place, "" if line.signed_for_at else "warning", (4,))
