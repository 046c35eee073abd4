"""What narrows and shapes the ledger besides its bar: headings' menus, pills, kept views, groups beside the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from qmsdesk.forms.background import run
from qmsdesk.forms.ledger_chips import ChipRow
from qmsdesk.forms.ledger_view import set_height
from qmsdesk.operations.ledger import COLUMNS, Condition, Filter, LedgerColumn
from qmsdesk.operations.progress import Progress

if TYPE_CHECKING:
    from qmsdesk.forms.ledger_groups_panel import GroupsPanel
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.ledger_views_menu import ViewsMenu
    from qmsdesk.operations.ledger_groups import Groups
    from qmsdesk.operations.ledger_views import View


class Narrowing(QObject):
    """The ledger page's second pair of hands."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__(page)
        self._page = page
        self.chips = ChipRow(page)
        self.chips.removed.connect(page.filters.drop)
        self.panel: GroupsPanel | None = None
        self.menu: ViewsMenu | None = None
        self._taking = False
        page.filters.changed.connect(self._follow)
        page.model.first_shown.connect(self._changed)
        page.view.columns_changed.connect(self._changed)
        page.model.loaded.connect(self._loaded)
        page.view.heading_asked.connect(self.offer_heading)

    def present(self) -> View:
        """The view as it stands."""
        from qmsdesk.operations.ledger_views import View

        query, view = self._page.query(), self._page.view
        height = round(view.roominess * 100)
        return View(query.filters, query.sort, view.plan.kept(), text=query.text, height=height)

    def restore(self) -> tuple[tuple[str, bool], ...] | None:
        """Take the view back that the user left; its order, or None when there is none."""
        from qmsdesk.operations.ledger_views import last_view

        view = last_view(self._page.desk)
        if view is None:
            return None
        self._take(view)
        if view.notice:
            self._page.status_message.emit(view.notice)
        return view.sort

    def make_menu(self) -> None:
        """The menu of kept views, made after the first picture."""
        from qmsdesk.forms.ledger_views_menu import ViewsMenu

        self.menu = ViewsMenu(self._page, self._page.desk, self._page.views_button, self.present)
        self.menu.chosen.connect(self.show_view)
        self.menu.told.connect(self._page.status_message)

    def show_view(self, view: View) -> None:
        """Show a kept view instead of what is shown."""
        self._take(view)
        page = self._page
        page.model.show(replace(page.query(), sort=view.sort))
        page.status_message.emit(view.notice)

    def _take(self, view: View) -> None:
        self._taking = True
        self._page.filters.take(view.filters)
        self._page.view.plan.take(view.columns)
        self._page.search.blockSignals(True)
        self._page.search.setText(view.text)
        self._page.search.blockSignals(False)
        if view.height:
            set_height(self._page.view, view.height / 100)
        self._taking = False
        self._follow()

    def _follow(self) -> None:
        self.chips.show_filters(self._page.filters.filters())

    def _changed(self) -> None:
        if self.menu is not None and not self._taking:
            self.menu.changed()

    def _loaded(self) -> None:
        if self.menu is None:
            self.make_menu()
            self._changed()
        if self.panel is not None and self.panel.isVisible():
            self.panel.follow(self._page.model.query)

    def offer_heading(self, logical: int, place: QPoint) -> None:
        """The menu of one heading."""
        from qmsdesk.forms.ledger_heading_menu import HeadingDeeds, fill_heading_menu

        if not 0 <= logical < len(COLUMNS):
            return
        page, column = self._page, COLUMNS[logical]
        menu = QMenu(page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deeds = HeadingDeeds(self.sort, self.ask, page.filters.narrow, self.widen, self.group_by)
        narrowed = any(item.column == column.key for item in page.filters.filters())
        fill_heading_menu(menu, column, deeds, narrowed=narrowed)
        page.view.fill_column_menu(menu.addMenu("显示哪些列"))
        menu.popup(place)

    def sort(self, key: str, descending: bool, added: bool) -> None:
        """Order by a column, alone or after the others."""
        page = self._page
        others = tuple(item for item in page.model.wanted.sort if item[0] != key) if added else ()
        page.model.show(replace(page.query(), sort=(*others, (key, descending))))

    def widen(self, key: str) -> None:
        """Take away every condition on a column."""
        for item in self._page.filters.filters():
            if item.column == key:
                self._page.filters.drop(item)

    def ask(self, column: LedgerColumn, test: Condition) -> None:
        """Ask what a filter is to compare with; the values that occur are counted first."""
        if test is not Condition.ONE_OF:
            self._open_dialog(column, test, None)
            return
        desk, query = self._page.desk, self._page.query()
        others = replace(query, filters=tuple(item for item in query.filters if item.column != column.key))

        def count(_progress: Progress) -> Groups:
            from qmsdesk.operations.ledger_groups import groups

            return groups(desk, query=others, column=column.key)

        run(self, count, lambda found: self._open_dialog(column, test, found), lane="ledger groups")

    def _open_dialog(self, column: LedgerColumn, test: Condition, values: Groups | None) -> None:
        from qmsdesk.forms.ledger_filter_dialog import FilterDialog

        dialog = FilterDialog(self._page, column, test, self._page.desk.clock, values=values)
        dialog.accepted_filter.connect(self._page.filters.narrow)
        dialog.open()

    def group_by(self, key: str = "customer") -> None:
        """The groups of a column beside the rows."""
        if self.panel is None:
            from qmsdesk.forms.ledger_groups_panel import GroupsPanel

            self.panel = GroupsPanel(self._page.desk, self._page)
            self.panel.picked.connect(self._pick)
            self.panel.closed.connect(self.panel.hide)
            self._page.body.addWidget(self.panel)
        self.panel.show()
        self.panel.follow(self._page.model.query)
        self.panel.choose(key)

    def toggle_groups(self) -> None:
        """Show or put away the groups."""
        if self.panel is not None and self.panel.isVisible():
            self.panel.hide()
        else:
            self.group_by(str(self.panel.choice.currentData()) if self.panel is not None else "customer")

    def _pick(self, item: Filter) -> None:
        self._page.filters.narrow(item)
