"""The ledger's page: search box, filters, the table, the sums; what is shown is what is copied and exported."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from qmsdesk.forms.barred import EXPORT, PRINT, bar, bar_soon, why_not
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.filter_bar import TYPING_MS, FilterBar
from qmsdesk.forms.icons import icon
from qmsdesk.forms.ledger_model import LedgerModel
from qmsdesk.forms.ledger_narrowing import Narrowing
from qmsdesk.forms.ledger_place import PlaceKeeper
from qmsdesk.forms.ledger_sums import SelectionSum
from qmsdesk.forms.ledger_view import LedgerView
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, make_roomy, scaled_font
from qmsdesk.operations import ledger
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.procedure.money import money_text


class LedgerPage(QWidget):
    """顾客反馈/投诉信息台帐 as a table."""

    slip_wanted = Signal(int)
    status_message = Signal(str)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = self._desk = desk
        self._settings = settings
        self.model = LedgerModel(desk, self)
        self._make_widgets()
        self._assemble()
        make_roomy(self)
        self._connect()
        self.view.plan.restore(settings)
        sort = self.narrowing.restore() or self.model.query.sort
        self.model.begin(replace(self.query(), sort=sort))
        self._first_shown()
        bar_soon(
            self, desk,
            (EXPORT, "07", self.xlsx_button), (EXPORT, "07", self.pdf_button), (PRINT, "01", self.print_button),
        )  # fmt: skip

    def title(self) -> str:
        """The words on the tab."""
        return "台帐"

    def _make_widgets(self) -> None:
        self.heading = QLabel("顾客反馈/投诉信息台帐")
        self.heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索台帐")
        self.search.setPlaceholderText("搜索单号、顾客、产品、问题、电话、拼音首字母，可用空格隔开几个词")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.views_button = flat_button("filter", "视图", "打开、保存台帐视图：筛选、排序、列和列宽")
        self.groups_button = flat_button("sum", "分组", "按一列分组，看条数与费用（Ctrl+G）")
        self.columns_button = flat_button("columns", "列", "选择要显示的列")
        self.xlsx_button = flat_button("excel", "Excel", "把现在显示的各行各列导出为 .xlsx（Ctrl+E）")
        self.pdf_button = flat_button("pdf", "台帐 PDF", "按 QM0703-07 打印格式导出为 PDF（Ctrl+Shift+E）")
        self.print_button = flat_button("print", "打印所选", "把选中的单据打印、存为 PDF，或导出电子原件")
        self.filters = FilterBar(self._desk.clock)
        self.filters.set_states(ledger.states(self._desk))
        self.view = LedgerView(self.model)
        self.narrowing = Narrowing(self)
        PlaceKeeper(self.view, self.model)
        self.empty = quiet_label("", self)
        self.empty.setParent(self.view)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sums = QLabel()
        self.chosen = QLabel()
        SelectionSum(self._desk, self.view, self.model, self.chosen)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.heading)
        head.addSpacing(MARGIN)
        head.addWidget(self.search, 1)
        for button in (
            self.views_button, self.groups_button, self.columns_button,
            self.print_button, self.xlsx_button, self.pdf_button,
        ):  # fmt: skip
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, GAP, 0, 0)
        foot.addWidget(self.sums)
        foot.addStretch(1)
        foot.addWidget(self.chosen)
        self.body = QHBoxLayout()
        self.body.setSpacing(MARGIN)
        self.body.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(self.narrowing.chips)
        column.addLayout(self.body, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.show_query)
        self._keeping = QTimer(self, singleShot=True, interval=500)
        self._keeping.timeout.connect(lambda: self.view.plan.save(self._settings))
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._enter)
        self.filters.changed.connect(self.show_query)
        self.model.loaded.connect(self._loaded)
        self.model.first_shown.connect(self._first_shown)
        self.model.failed.connect(lambda error: show_error(self, error))
        self.view.sort_wanted.connect(self._sort)
        self.view.opened.connect(self.slip_wanted)
        self.view.columns_changed.connect(self._keeping.start)
        self.groups_button.clicked.connect(self.narrowing.toggle_groups)
        self.columns_button.clicked.connect(lambda: self.view.offer_columns(self.columns_button))
        self.print_button.clicked.connect(self.offer_prints)
        self.xlsx_button.clicked.connect(self.export_xlsx)
        self.pdf_button.clicked.connect(self.export_pdf)
        for keys, slot in (
            ("Ctrl+F", self.go_to_search), ("Ctrl+C", self.copy), ("Ctrl+Shift+C", partial(self.copy, False)),
            ("Ctrl+E", self.export_xlsx), ("Ctrl+Shift+E", self.export_pdf),
            ("Ctrl+G", self.narrowing.toggle_groups), ("Alt+Down", self.view.ask_current_heading),
        ):  # fmt: skip
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(
                QKeySequence(keys), self if not keys.endswith("+C") else self.view, slot, context=context
            )

    def query(self) -> Query:
        """What the search box, the filters and the headings ask for."""
        return Query(self.search.text().strip(), self.filters.filters(), self.model.wanted.sort)

    def show_query(self) -> None:
        """Show what is asked for now."""
        self._pause.stop()
        self.model.show(self.query())

    def refresh(self) -> None:
        """Read everything again; place and selection stay where the order is the same."""
        self.filters.set_states(ledger.states(self._desk))
        self.show_query()

    def go_to_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def go_to(self, slip_id: int) -> None:
        """Select a slip if it is in the view."""
        self.view.go_to(slip_id)

    def _sort(self, sort: tuple[tuple[str, bool], ...]) -> None:
        self.model.show(replace(self.query(), sort=sort))

    def _enter(self) -> None:
        """A whole number, typed or scanned, opens its slip; otherwise the table gets the keyboard."""
        from qmsdesk.operations.scanning import find_scanned

        slip_id = find_scanned(self._desk, text=self.search.text().strip())
        if slip_id is not None:
            self.slip_wanted.emit(slip_id)
            self.search.selectAll()
            return
        self.show_query()
        self.view.setFocus()

    def _first_shown(self) -> None:
        """The first rows are there; how many follow is still being counted."""
        self.view.set_marks(tuple(self.model.query.text.lower().split()))
        self.view.scrollToTop()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 1))
            self.empty.hide()

    def _loaded(self) -> None:
        query, totals = self.model.query, self.model.totals
        self.view.set_marks(tuple(query.text.lower().split()))
        self.sums.setText(
            f"共 {totals.count:,} 条　　超期 {totals.late:,} 条　　三包费用合计 {money_text(totals.cost)} 元"
        )
        self.empty.setText(
            "没有符合条件的单据。"
            if query.text or query.filters
            else "台帐还是空的。登记第一张反馈单后，它会出现在这里。"
        )
        self.empty.setVisible(totals.count == 0)
        self.empty.setGeometry(self.view.rect())
        self.empty.raise_()
        if totals.count and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 1))
        self.view.viewport().update()
        self.view.frozen.viewport().update()

    def copy(self, headings: bool = True) -> None:
        """Copy the selected rows, as a table with headings or as text."""
        refused = why_not(self._desk, EXPORT, "07")
        if refused:
            self.status_message.emit(refused)
            return
        count = self.view.copy(headings)
        done = f"已复制 {count} 行（{'带表头），可粘贴到 Excel、WPS' if headings else '文本，不带表头）'}。"
        self.status_message.emit(done if count else "请先选中要复制的行。")

    def offer_prints(self) -> None:
        """What can be done on paper with the selected slips."""
        from qmsdesk.forms import print_many

        chosen = [self.model.slip_id(row) for row in self.view.chosen_rows()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        given = (self, self._desk, self._settings)
        menu.addAction(
            f"打印 {len(chosen)} 张…", lambda: print_many.print_chosen(*given, chosen, self.model.reread)
        )
        menu.addAction(
            f"把 {len(chosen)} 张存为 PDF…", lambda: print_many.save_chosen(*given, chosen, self.model.reread)
        )
        bar(self._desk, (EXPORT, "01", menu.actions()[-1]))
        original = menu.addAction("导出电子原件…", lambda: print_many.export_original(*given, chosen[0]))
        original.setEnabled(len(chosen) == 1)
        bar(self._desk, (EXPORT, "01", original))
        print_many.offer_registers(menu, self, self._desk, chosen)
        menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))

    def export_xlsx(self) -> None:
        """Export exactly the rows and columns shown."""
        from qmsdesk.forms.ledger_export import export_xlsx

        if not self.xlsx_button.isEnabled():
            self.status_message.emit(self.xlsx_button.toolTip())
            return
        export_xlsx(self, self._desk, self._settings, self.query(), tuple(self.view.plan.visible_keys()))

    def export_pdf(self) -> None:
        """Export exactly the rows shown on form 07."""
        from qmsdesk.forms.ledger_export import export_pdf

        if not self.pdf_button.isEnabled():
            self.status_message.emit(self.pdf_button.toolTip())
            return
        export_pdf(self, self._desk, self._settings, self.query())


def flat_button(name: str, text: str, tip: str) -> QToolButton:
    """A quiet button with an icon and a word."""
    button = QToolButton()
    button.setIcon(icon(name))
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    return button
