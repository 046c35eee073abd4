"""A sheet at work: the sheet window tied to a draft or a registered slip of the department."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qmsdesk.forms.autosave import Autosave
from qmsdesk.forms.background import run
from qmsdesk.forms.barred import PRINT, bar_soon
from qmsdesk.forms.case.slip_life import SlipLife
from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.forms.file_keeping import FileKeeping
from qmsdesk.forms.past_records import set_type_aheads
from qmsdesk.forms.preview import open_preview
from qmsdesk.forms.sheet_window import EVERYTHING, SheetWindow
from qmsdesk.forms.slip_source import SlipSource
from qmsdesk.forms.trust.slip_signing import SlipSigning
from qmsdesk.operations import drafts, prints, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.papers.base import Paper
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.clock import SHANGHAI

DRAFT = "草稿"


class SheetSession(QWidget):
    """A page of the main window: drafts save themselves, 登记 makes a slip of them, slips are read, printed, voided."""

    title_changed = Signal(str)
    dirty_changed = Signal(bool)
    slip_registered = Signal(int)
    slip_changed = Signal(int)
    status_message = Signal(str)
    close_requested = Signal()
    draft_wanted = Signal(str)
    page_wanted = Signal(str, int)

    def __init__(
        self,
        desk: Desk,
        *,
        draft: drafts.Draft | None = None,
        slip: slips.Slip | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self.draft, self.slip = desk, draft, slip
        self.desk = desk
        self.request = str(uuid.uuid4())
        self._keeping = FileKeeping(desk, draft.id, self) if draft is not None else None
        self.sheet_window = self._make_window()
        self.autosave = Autosave(self._save, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.life = SlipLife(self)
        layout.addWidget(self.life.bar)
        if (ruler := self.life.show_ruler()) is not None:
            layout.addWidget(ruler)
        layout.addWidget(self.sheet_window, 1)
        self.setFocusProxy(self.sheet_window)
        self._connect()
        self.signing = SlipSigning(self)
        actions = self.sheet_window.actions_by_name
        bar_soon(
            self, desk, (PRINT, self.paper.code, actions["print"]), (PRINT, "AUX-1", actions["source"])
        )  # fmt: skip
        self.source = SlipSource(self, desk, slip.source_id if slip else draft.source_id if draft else None)

    @classmethod
    def for_draft(cls, desk: Desk, *, draft_id: str, parent: QWidget | None = None) -> SheetSession:
        """The sheet of a draft; UserError when it is gone."""
        return cls(desk, draft=drafts.open_draft(desk, draft_id=draft_id), parent=parent)

    @classmethod
    def for_slip(cls, desk: Desk, *, slip_id: int, parent: QWidget | None = None) -> SheetSession:
        """The sheet of a registered slip; UserError when there is none."""
        return cls(desk, slip=slips.read_slip(desk, slip_id=slip_id), parent=parent)

    @property
    def paper(self) -> Paper:
        """The paper this sheet is of."""
        if self.slip is not None:
            return self.slip.paper
        assert self.draft is not None
        return paper(self.draft.paper_code)

    def title(self) -> str:
        """The words on the tab."""
        if self.slip is not None:
            return f"{self.paper.title} {self.slip.number}"
        customer = str(self.sheet_window.values().get("customer_name", ""))
        return f"{self.paper.title}（草稿）{customer[:12]}"

    def may_close(self) -> bool:
        """Save what is unsaved; False only when it cannot be saved."""
        if self.draft is not None:
            self.sheet_window.finish_typing()
        return self.autosave.flush()

    def save(self) -> None:
        """Save the draft now and say so."""
        if self.draft is None:
            return
        self.autosave.touch()
        if self.autosave.flush():
            self.status_message.emit("草稿已保存。")

    def register(self) -> None:
        """Check, number and register the draft; what is missing is shown on the sheet."""
        from qmsdesk.forms.sheet_registering import register

        if self._keeping is not None and self._keeping.waiting:
            self.status_message.emit("附件正在存入，请稍候再登记。")
        elif self.draft is not None:
            register(self, self.request)

    def open_print(self) -> None:
        """The sheet as it will come out of the printer."""
        if not self.may_close():
            return
        run(self, lambda _progress: self._printed(), self._preview)

    def void(self) -> None:
        """作废 with a reason, and an approver once it was handed over; the number is kept."""
        self.life.void()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost by closing."""
        if self.may_close():
            self.autosave.stop()
            super().closeEvent(event)
        else:
            event.ignore()

    def _make_window(self) -> SheetWindow:
        sheet, words = self.paper, sheet_words(self._desk)
        window = SheetWindow(
            sheet,
            self.slip.values if self.slip else self.draft.values if self.draft else {},
            company=words.name,
            form_no=words.form_numbers.get(sheet.code, sheet.form_no),
            number=self.slip.number if self.slip else "",
            state=self.slip.state if self.slip else DRAFT,
            read_only_sections=(EVERYTHING,) if self.slip else _later_sections(sheet),
            clock=self._desk.clock,
            person=self._desk.user.name,
            secrecy=words.secrecy,
            parent=self,
        )
        set_type_aheads(window, self._desk)
        return window

    def _connect(self) -> None:
        window = self.sheet_window
        if self.draft is not None:
            window.changed.connect(self.autosave.touch)
        window.save_requested.connect(self.save)
        window.register_requested.connect(self.register)
        window.print_requested.connect(self.open_print)
        window.void_requested.connect(self.void)
        window.files_given.connect(self._keep_files)
        self.autosave.saved.connect(self._on_saved)
        self.autosave.failed.connect(lambda error: window.header.show_saved(f"未保存：{error}", wrong=True))
        self.autosave.dirty_changed.connect(self.dirty_changed)

    def _save(self) -> None:
        if self.draft is not None:
            values = self.sheet_window.values()
            if drafts.save_draft(self._desk, draft_id=self.draft.id, values=values):
                self.status_message.emit("磁盘已满：草稿已用备用空间存好，请马上清理磁盘。")

    def _on_saved(self) -> None:
        local = self._desk.clock.now().astimezone(SHANGHAI)
        self.sheet_window.header.show_saved(f"{local:%H:%M:%S} 已保存")
        self.title_changed.emit(self.title())

    def show_slip(self, slip_id: int) -> None:
        """Read the slip again and show it locked."""
        self.slip = slips.read_slip(self._desk, slip_id=slip_id)
        self.sheet_window.set_values(self.slip.values)
        self.sheet_window.set_state(self.slip.state, self.slip.number)
        self.sheet_window.set_read_only_sections((EVERYTHING,))
        self.autosave.forget()
        self.sheet_window.header.show_saved("")
        self.signing.refresh()
        self.life.refresh()
        self.title_changed.emit(self.title())

    def _printed(self) -> prints.Printed:
        if self.slip is not None:
            return prints.slip_pdf(self._desk, slip_id=self.slip.id)
        assert self.draft is not None
        return prints.draft_pdf(self._desk, draft_id=self.draft.id)

    def _preview(self, printed: prints.Printed) -> None:
        slip = self.slip
        if slip is None:

            def noted(where: str) -> None:
                prints.note_output(self._desk, printed=printed, where=where)

            open_preview(self, printed, title=printed.title, on_output=noted)
            return

        def counted(where: str) -> None:
            self._count_print(slip.id, printed.data, where, window.printing.pages)

        window = open_preview(self, printed, title=printed.title, on_output=counted)

    def _count_print(self, slip_id: int, data: bytes, where: str, pages: str) -> None:
        only = "" if where == prints.FILE else pages
        prints.mark_printed(self._desk, slip_id=slip_id, where=where, data=data, pages=only)
        self.slip_changed.emit(slip_id)

    def _keep_files(self, field: str, paths: tuple[Path, ...]) -> None:
        editor = self.sheet_window.editors[field]
        if self._keeping is not None and isinstance(editor, AttachmentsEditor):
            self._keeping.keep(editor, paths)


def _later_sections(sheet: Paper) -> set[str]:
    """The parts of a draft that others fill in later."""
    return {field.section for field in (*sheet.fields, *sheet.extra)} - {"fill"}
