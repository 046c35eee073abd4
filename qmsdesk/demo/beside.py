"""The chapter that lays each printed paper next to its window, so that one can see they are the same sheet."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from qmsdesk.demo.hands import settle
from qmsdesk.demo.stage import Chapter, Stage
from qmsdesk.demo.year_staff import at
from qmsdesk.errors import BugError
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import page_images, slip_pdf
from qmsdesk.operations.slips import find_number

DPI = 96.0
GAP, HEADING = 24, 40
LETTERS, KEEPER = "FJCB", "赵倩"  # the quality office may print every kind


def papers_beside_windows(stage: Stage) -> None:
    """One picture for each kind of slip the cases made: the window on the left, the print on the right."""
    drawn: dict[str, list[str]] = {}
    for case in stage.summary["cases"]:
        for letter, numbers in case["numbers"].items():
            drawn.setdefault(letter, []).extend(numbers)
    for letter in LETTERS:
        number = drawn[letter][-1]
        desk = at(stage.here(), KEEPER, stage.here().clock.today())
        left, right = _window(desk, number), _print(desk, number)
        stage.camera.keep(_side_by_side(left, right), f"对照-{number}")


def _slip_id(desk: Desk, number: str) -> int:
    found = find_number(desk, number=number)
    if found is None:
        raise BugError(f"{number} is not in the register")
    return found


def _window(desk: Desk, number: str) -> QImage:
    """The sheet as the window draws it, whole, at 100 %."""
    session = SheetSession.for_slip(desk, slip_id=_slip_id(desk, number))
    try:
        session.resize(1440, 1000)
        session.show()
        settle(60)
        return session.sheet_window.view.page.grab().toImage()
    finally:
        session.deleteLater()
        settle()


def _print(desk: Desk, number: str) -> QImage:
    """The first page of the print of the same slip."""
    printed = slip_pdf(desk, slip_id=_slip_id(desk, number))
    width, height, data = next(islice(page_images(printed.data, dpi=DPI, only=(0,)), 1))
    return QImage(data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def _side_by_side(left: QImage, right: QImage) -> QImage:
    width, height = left.width() + right.width() + 3 * GAP, max(left.height(), right.height())
    whole = QImage(width, height + HEADING + GAP, QImage.Format.Format_RGB32)
    whole.fill(QColor("#d9dbde"))
    painter = QPainter(whole)
    font = QFont(QApplication.font())
    font.setPixelSize(18)
    painter.setFont(font)
    for x, words, picture in ((GAP, "窗口", left), (2 * GAP + left.width(), "打印件", right)):
        painter.drawText(QRect(x, 0, picture.width(), HEADING), Qt.AlignmentFlag.AlignVCenter, words)
        painter.drawImage(x, HEADING, picture)
    painter.end()
    return whole


CHAPTERS = (Chapter("窗口与打印件对照", papers_beside_windows),)
