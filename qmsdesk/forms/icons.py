"""The program's own icons: one small SVG each, drawn in the palette's ink, so that they follow day and night."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from qmsdesk.settings import resources_dir

INK = b"#000000"


def icon(name: str, *, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon `resources/icons/<name>.svg` in the colour of a palette role."""
    return QIcon(SvgInk(name, role))


@lru_cache(maxsize=128)
def drawing(name: str) -> bytes:
    """The SVG text of an icon; OSError when there is no such file."""
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def picture(name: str, colour: str, side: int) -> QPixmap:
    """The icon as a square picture of `side` device pixels in one colour."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(drawing(name).replace(INK, colour.encode())))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


class SvgInk(QIconEngine):
    """Renders an SVG when and as large as it is needed, in the ink of the present palette."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = round(min(rect.width(), rect.height()) * ratio)
        pixmap = QPixmap(picture(self._name, self._colour(mode), max(1, side)))
        pixmap.setDevicePixelRatio(ratio)
        size = pixmap.deviceIndependentSize()
        place = rect.center() - QPoint(round(size.width() / 2), round(size.height() / 2)) + QPoint(1, 1)
        painter.drawPixmap(place, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap(picture(self._name, self._colour(mode), max(1, min(size.width(), size.height()))))

    def clone(self) -> QIconEngine:
        return SvgInk(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> str:
        palette = QApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, self._role).name()
        role = QPalette.ColorRole.HighlightedText if mode == QIcon.Mode.Selected else self._role
        colour: QColor = palette.color(role)
        return colour.name()
