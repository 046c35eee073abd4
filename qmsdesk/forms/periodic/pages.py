"""The pages of this room in the main window, loaded when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from qmsdesk.procedure.periods import Period

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.operations.ledger import Filter


def slots(window: MainWindow) -> dict[str, Callable[[], None]]:
    """One callable for each action of the menu 统计."""
    return {
        "duties": partial(open_duties, window),
        "returns": partial(open_returns, window),
        "reports": partial(open_reports, window),
        "charts": partial(open_charts, window),
        "surveys": partial(open_surveys, window),
    }


def open_duties(window: MainWindow) -> None:
    """The duty calendar."""

    def make() -> QWidget:
        from qmsdesk.forms.periodic.duties_page import DutiesPage

        page = DutiesPage(window.desk)
        page.return_wanted.connect(lambda period: open_returns(window, period))
        page.report_wanted.connect(lambda kind, period: open_reports(window, kind, period))
        page.survey_wanted.connect(lambda: open_surveys(window))
        page.slip_wanted.connect(window.open_slip)
        return page

    window.tabs.show_page("duties", make, "calendar")


def open_returns(window: MainWindow, period: Period | None = None) -> None:
    """The monthly returns, at a month."""

    def make() -> QWidget:
        from qmsdesk.forms.periodic.returns_page import ReturnsPage

        page = ReturnsPage(window.desk, window.settings)
        page.slip_wanted.connect(window.open_slip)
        return page

    page = window.tabs.show_page("returns", make, "sum")
    if period is not None:
        page.show_period(period)  # type: ignore[attr-defined]


def open_reports(window: MainWindow, kind: str = "", period: Period | None = None) -> None:
    """The reports, at one of them."""

    def make() -> QWidget:
        from qmsdesk.forms.periodic.reports_page import ReportsPage

        page = ReportsPage(window.desk, window.settings)
        page.slip_wanted.connect(window.open_slip)
        page.ledger_wanted.connect(lambda filters: open_rows(window, filters))
        return page

    page = window.tabs.show_page("reports", make, "file")
    if period is not None:
        page.show_period(kind, period)  # type: ignore[attr-defined]


def open_charts(window: MainWindow) -> None:
    """The live charts."""

    def make() -> QWidget:
        from qmsdesk.forms.periodic.charts_page import ChartsPage

        page = ChartsPage(window.desk)
        page.slip_wanted.connect(window.open_slip)
        page.ledger_wanted.connect(lambda filters: open_rows(window, filters))
        return page

    window.tabs.show_page("charts", make, "sort")


def open_rows(window: MainWindow, filters: tuple[Filter, ...]) -> None:
    """The ledger with just the rows behind a bar; its pills say which, its columns stay as they are."""
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.operations.ledger_views import View

    window.open_ledger()
    page = window.tabs.page("ledger")
    assert isinstance(page, LedgerPage)
    page.narrowing.show_view(View(filters, page.model.wanted.sort, page.view.plan.kept()))


def open_surveys(window: MainWindow) -> None:
    """The survey rounds."""

    def make() -> QWidget:
        from qmsdesk.forms.periodic.surveys_page import SurveysPage

        return SurveysPage(window.desk, window.settings)

    window.tabs.show_page("surveys", make, "user")
