"""Scans brought back: drop them, see where each page went, match the rest by hand, see what never came back."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.drop_area import DropArea
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.scan_fields import InkFields, MatchFields
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import ink_loop, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ink_loop import BroughtBack, InkNoted, PagePicture, TrayPage
from qmsdesk.operations.progress import Progress
from qmsdesk.procedure.clock import SHANGHAI

LEAST_W = 360
ID = Qt.ItemDataRole.UserRole


class ScanPage(QWidget):
    """扫描归档 as a page of the main window."""

    slip_wanted = Signal(int)
    slip_changed = Signal(int)
    status_message = Signal(str)

    def __init__(self, desk: Desk, settings: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.current: TrayPage | None = None
        self.area = DropArea(settings)
        self.area.hint.setText("把签好的扫描件拖到这里（PDF、JPG、PNG、TIFF，可以很多页）")
        self.area.choose.setText("选择扫描件…")
        self.area.remove.hide()
        self.waiting, self.filed, self.missing = QListWidget(), QListWidget(), QListWidget()
        self.lists = QTabWidget()
        for name, listed in (("待归档", self.waiting), ("已归档", self.filed), ("没回来", self.missing)):
            listed.setAccessibleName(name)
            listed.setWordWrap(True)
            self.lists.addTab(listed, name)
        self.picture = QLabel("从左边选一页来看。")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = QLabel()
        self.match, self.ink = MatchFields(), InkFields(desk.clock)
        self.fields = QStackedWidget()
        for widget in (QWidget(), self.match, self.ink):
            self.fields.addWidget(widget)
        self._assemble()
        self._connect()
        self.refresh()

    def title(self) -> str:
        """The words on the tab."""
        return "扫描归档"

    def _assemble(self) -> None:
        heading = QLabel("扫描归档")
        heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        for label in (self.words, self.picture):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.area)
        column.addWidget(self.lists, 1)
        scroll = self.viewer = QScrollArea()
        scroll.setWidget(self.picture)
        scroll.setWidgetResizable(True)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(GAP, 0, 0, 0)
        beside.setSpacing(GAP)
        beside.addWidget(self.words)
        beside.addWidget(self.fields)
        beside.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget, share in ((left, 5), (scroll, 8), (right, 4)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, share)
        split.setSizes([330, 640, 280])
        row = QHBoxLayout()
        row.addWidget(split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        whole.setSpacing(GAP)
        whole.addWidget(heading)
        whole.addLayout(row, 1)

    def _connect(self) -> None:
        self.area.changed.connect(self._take)
        for listed in (self.waiting, self.filed):
            listed.currentItemChanged.connect(self._chosen)
        self.missing.itemActivated.connect(lambda item: self.slip_wanted.emit(int(item.data(ID))))
        self.match.number_entered.connect(self._offer_copies)
        self.match.match_wanted.connect(self._match)
        self.match.aside_wanted.connect(self._lay_aside)
        self.ink.ink_noted.connect(self._note_ink)
        self.ink.slip_wanted.connect(self._open_slip)

    def refresh(self) -> None:
        """Read the three lists again."""
        self._fill(self.waiting, ink_loop.tray(self._desk))
        self._fill(self.filed, ink_loop.lately_filed(self._desk))
        self.missing.clear()
        for gone in ink_loop.never_back(self._desk):
            day = gone.printed_at.astimezone(SHANGHAI)
            text = f"{gone.number}　{gone.label}\n{day:%Y-%m-%d} {gone.printed_by} 打印，已 {gone.days} 天"
            self._add(self.missing, text, gone.slip_id)
        for place, listed in enumerate((self.waiting, self.filed, self.missing)):
            name = self.lists.tabText(place).split("（")[0]
            self.lists.setTabText(place, f"{name}（{listed.count()}）")

    def _fill(self, listed: QListWidget, pages: list[TrayPage]) -> None:
        listed.blockSignals(True)
        listed.clear()
        for page in pages:
            words = page.reason if page.state == ink_loop.WAITING else f"{page.number}　{page.label}"
            self._add(listed, f"{page.file_name}　第 {page.place} 页\n{words}", page.id)
        listed.blockSignals(False)

    def _add(self, listed: QListWidget, text: str, key: int) -> None:
        item = QListWidgetItem(text)
        item.setData(ID, key)
        listed.addItem(item)

    def _take(self) -> None:
        paths = self.area.paths()
        if not paths:
            return
        self.area.files.clear()
        self.area.files.hide()

        def work(progress: Progress) -> BroughtBack:
            return ink_loop.bring_back(self._desk, paths=paths, progress=progress)

        run_watched(self, "识别扫描件", work, self._brought)

    def _brought(self, back: BroughtBack) -> None:
        parts = [f"归档 {len(back.filed)} 页", f"待归档 {len(back.waiting)} 页"]
        if back.known:
            parts.append(f"{back.known} 页以前已经收过")
        self.status_message.emit("，".join(parts) + "。")
        self.refresh()
        self.lists.setCurrentWidget(self.waiting if back.waiting else self.filed)
        shown = self.waiting if back.waiting else self.filed
        if shown.count():
            shown.setCurrentRow(0)
        for page in back.filed:
            if page.slip_id is not None:
                self.slip_changed.emit(page.slip_id)
        if back.refused:
            names = "\n".join(f"{name}：{why}" for name, why in back.refused)
            show_error(self, UserError("有文件没有收下。", advice=f"{names}\n请重新扫描后再放进来。"))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = self.current = ink_loop.read_page(int(item.data(ID)))
        told = f"{page.file_name}　第 {page.place} 页\n"
        self.words.setText(told + (page.reason or f"已归档：{page.number}　{page.label}"))
        if page.state == ink_loop.FILED and page.slip_id is not None:
            # an auxiliary sheet is signed for itself, not in the boxes of its slip
            of_set = page.copy_id is not None
            self.ink.offer(ink_loop.open_boxes(self._desk, slip_id=page.slip_id) if of_set else [])
            self.fields.setCurrentWidget(self.ink)
        else:
            self.match.begin(page.number)
            self._offer_copies(page.number)
            self.fields.setCurrentWidget(self.match)
        run(
            self,
            lambda _progress: ink_loop.picture(self._desk, page_id=page.id),
            partial(self._show, page.id),
        )

    def _show(self, page_id: int, found: PagePicture) -> None:
        if self.current is None or self.current.id != page_id:
            return
        image = as_image(found)
        if image.isNull():
            self.picture.setText("这一页显示不出来。")
            return
        width = max(LEAST_W, self.viewer.viewport().width() - 2)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(QPixmap.fromImage(image).scaledToWidth(width, smooth))

    def _offer_copies(self, number: str) -> None:
        try:
            self.match.offer(ink_loop.copies_of(self._desk, number=number) if number else ())
        except UserError as error:
            self.match.offer(())
            self.status_message.emit(str(error))

    def _match(self, number: str, ordinal: int) -> None:
        page = self.current
        if page is None:
            return
        try:
            done = ink_loop.match(self._desk, page_id=page.id, number=number, ordinal=ordinal)
        except UserError as error:
            show_error(self, error)
            return
        self._after(f"已归档到 {done.number}。", done.slip_id)

    def _lay_aside(self, reason: str) -> None:
        if self.current is None:
            return
        try:
            ink_loop.lay_aside(self._desk, page_id=self.current.id, reason=reason)
        except UserError as error:
            show_error(self, error)
            return
        self._after("这一页不归档，原因已记下。", None)

    def _note_ink(self, box: str, name: str, day: date) -> None:
        page = self.current
        if page is None or page.slip_id is None:
            return
        try:
            version = slips.read_slip(self._desk, slip_id=page.slip_id).version
            noted = ink_loop.note_ink(
                self._desk, page_id=page.id, box=box, name=name, day=day, version=version
            )
        except UserError as error:
            show_error(self, error)
            return
        self.ink.offer(ink_loop.open_boxes(self._desk, slip_id=page.slip_id))
        self.status_message.emit(_noted(noted))
        self.slip_changed.emit(page.slip_id)

    def _open_slip(self) -> None:
        if self.current is not None and self.current.slip_id is not None:
            self.slip_wanted.emit(self.current.slip_id)

    def _after(self, said: str, slip_id: int | None) -> None:
        self.status_message.emit(said)
        self.refresh()
        if self.waiting.count():
            self.waiting.setCurrentRow(0)
        if slip_id is not None:
            self.slip_changed.emit(slip_id)


def _noted(noted: InkNoted) -> str:
    """What became of the slip."""
    if noted.moved:
        return f"墨签已补录，单据现在是“{noted.state}”。"
    if noted.gesture:
        return f"墨签已补录；请打开单据办理“{noted.gesture}”，签名不用再签。"
    return "墨签已补录。"


def as_image(found: PagePicture) -> QImage:
    """The picture of a page as Qt shows it."""
    if not found.width:
        return QImage.fromData(found.data)
    line = found.width * 3
    return QImage(found.data, found.width, found.height, line, QImage.Format.Format_RGB888).copy()
