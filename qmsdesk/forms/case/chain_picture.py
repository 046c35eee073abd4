"""The slips of a case as boxes from left to right: number, state, due, copies and signatures; click one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.style import (
    card_colour,
    edge_colour,
    good_colour,
    late_colour,
    quiet_colour,
    scaled_font,
    tint,
    warning_colour,
)
from qmsdesk.operations.case_view import CaseView, Node

WIDE, GUTTER, BETWEEN, EDGE, DOT = 16.0, 4.0, 1.6, 1.5, 0.62  # in widths of one Chinese letter
DEAD = ("作废", "放弃")


class ChainPicture(QWidget):
    """Paints a CaseView; arrow keys walk over the boxes, Enter or a double click opens one."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self.boxes: dict[int, QRectF] = {}
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("整案图")

    @property
    def em(self) -> float:
        """The width of one Chinese letter in pixels."""
        return QFontMetricsF(self.font()).horizontalAdvance("国")

    @property
    def line(self) -> float:
        """The height of one line in pixels."""
        return QFontMetricsF(self.font()).height() * 1.25

    def show_case(self, view: CaseView, current: int) -> None:
        """Show a case with one of its slips chosen."""
        self._view, self.current = view, current
        self.boxes = self._lay_out(view)
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        right = max((box.right() for box in self.boxes.values()), default=300.0)
        bottom = max((box.bottom() for box in self.boxes.values()), default=150.0)
        return QSize(round(right + EDGE * self.em), round(bottom + EDGE * self.em))

    def _lay_out(self, view: CaseView) -> dict[int, QRectF]:
        em, boxes = self.em, {}
        high = self.line * 4.6 + em
        levels: dict[int, list[Node]] = {}
        for node in view.nodes:
            levels.setdefault(node.level, []).append(node)
        most = max((len(nodes) for nodes in levels.values()), default=1)
        whole = most * high + (most - 1) * BETWEEN * em
        for place, level in enumerate(sorted(levels)):
            nodes = levels[level]
            tall = len(nodes) * high + (len(nodes) - 1) * BETWEEN * em
            top = EDGE * em + (whole - tall) / 2
            left = EDGE * em + place * (WIDE + GUTTER) * em
            for node in nodes:
                boxes[node.slip_id] = QRectF(left, top, WIDE * em, high)
                top += high + BETWEEN * em
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view is not None:
            for edge in direct_edges(self._view):
                self._draw_edge(painter, *edge)
            for node in self._view.nodes:
                self._draw_node(painter, node, self.boxes[node.slip_id])
        painter.end()

    def _draw_edge(self, painter: QPainter, parent: int, child: int) -> None:
        """A calm curve from the right side of one box to the left side of the next, with a small arrow head."""
        if parent not in self.boxes or child not in self.boxes:
            return
        source, target = self.boxes[parent], self.boxes[child]
        start, end = QPointF(source.right(), source.center().y()), QPointF(target.left(), target.center().y())
        reach = max(self.em * 1.5, (end.x() - start.x()) / 2)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)
        ink = edge_colour(self.palette()).darker(115)
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        head, tip = self.em * 0.45, QPainterPath(end)
        tip.lineTo(end + QPointF(-head, -head * 0.6))
        tip.lineTo(end + QPointF(-head, head * 0.6))
        tip.closeSubpath()
        painter.fillPath(tip, ink)

    def _draw_node(self, painter: QPainter, node: Node, box: QRectF) -> None:
        palette, chosen = self.palette(), node.slip_id == self.current
        accent = palette.highlight().color()
        ink = self._state_ink(node)
        painter.setPen(QPen(accent if chosen else edge_colour(palette), 2.0 if chosen else 1.0))
        painter.setBrush(tint(palette, accent, 0.07) if chosen else card_colour(palette))
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(QRectF(box.left() + 1, box.top() + 7, 4, box.height() - 14), ink)
        em, line = self.em, self.line
        inner = box.adjusted(em * 0.9, em * 0.5, -em * 0.7, -em * 0.5)
        rows = [QRectF(inner.left(), inner.top() + place * line, inner.width(), line) for place in range(4)]
        self._words(painter, rows[0], node.title, quiet_colour(palette), 0.92)
        if node.revision:
            right = Qt.AlignmentFlag.AlignRight
            self._words(painter, rows[0], f"修订 {node.revision}", quiet_colour(palette), 0.92, right)
        self._words(painter, rows[1], node.number or "（未编号）", palette.text().color(), 1.05, bold=True)
        self._words(painter, rows[2], node.state, ink, 1.0, bold=True)
        self._draw_due(painter, rows[2], node)
        self._draw_marks(painter, QRectF(inner.left(), rows[3].top(), inner.width(), line * 1.5), node)

    def _draw_due(self, painter: QPainter, place: QRectF, node: Node) -> None:
        if node.due is None:
            return
        text = f"逾期 {node.late} 天" if node.late else f"{node.due:%m-%d} 到期"
        ink = late_colour(self.palette()) if node.late else quiet_colour(self.palette())
        self._words(painter, place, text, ink, 0.92, Qt.AlignmentFlag.AlignRight, bold=bool(node.late))

    def _draw_marks(self, painter: QPainter, place: QRectF, node: Node) -> None:
        """Copies as small sheets (filled = signed for), signatures as dots (filled = signed), with words."""
        palette, side = self.palette(), self.em * DOT
        quiet, good = quiet_colour(palette), good_colour(palette)
        x, y = place.left(), place.center().y() - side / 2
        for copy in node.copies:
            done = copy.signed_for_at is not None
            painter.setPen(QPen(good if done else quiet, 1))
            painter.setBrush(good if done else Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(x, y - side * 0.15, side * 0.8, side * 1.2))
            x += side * 1.25
        x = place.right() - len(node.signatures) * side * 1.25
        for one in node.signatures:
            painter.setPen(QPen(good if one.name else quiet, 1))
            painter.setBrush(good if one.name else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(x, y, side, side))
            x += side * 1.25

    def _words(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        ink: QColor,
        factor: float,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        bold: bool = False,
    ) -> None:
        font = scaled_font(self.font(), factor, bold=bold)
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _state_ink(self, node: Node) -> QColor:
        palette = self.palette()
        if node.late or node.state in DEAD:
            return late_colour(palette)
        return good_colour(palette) if node.closed else warning_colour(palette)

    def choose(self, slip_id: int) -> None:
        """Put the frame round one box."""
        if slip_id != self.current and slip_id in self.boxes:
            self.current = slip_id
            self.update()
            self.chosen.emit(slip_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = [key for key, box in self.boxes.items() if box.contains(event.position())]
        if hit:
            self.choose(hit[0])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if any(box.contains(event.position()) for box in self.boxes.values()):
            self.opened.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = list(self.boxes), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up) and keys:
            by = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            place = keys.index(self.current) + by if self.current in keys else 0
            self.choose(keys[max(0, min(len(keys) - 1, place))])
        else:
            super().keyPressEvent(event)


def direct_edges(view: CaseView) -> list[tuple[int, int]]:
    """The edges without those a longer way tells already: F → B where F → C → B stands."""
    edges = set(view.edges)
    between = {(a, d) for a, b in edges for c, d in edges if b == c}
    return [edge for edge in view.edges if edge not in between]
