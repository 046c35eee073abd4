"""The 保用期 as a ruler: both limits, failure, today, and hatched where the readings of the clause differ."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.forms.style import (
    card_colour,
    good_colour,
    late_colour,
    line_colour,
    quiet_colour,
    scaled_font,
    tint,
    warning_colour,
)
from qmsdesk.operations.claim_warranty import Ruled

SPARE = 60  # days shown before the first and after the last date


class WarrantyRuler(QWidget):
    """Paints what `claim_warranty.rule_on` says; knows no database."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ruled: Ruled | None = None
        self.today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("保用期标尺")
        self.setMinimumHeight(self.sizeHint().height())

    def show_ruling(self, ruled: Ruled, today: date) -> None:
        """Show another ruling."""
        self.ruled, self.today = ruled, today
        self.setAccessibleDescription(f"{ruled.ruling.result}：{ruled.ruling.explanation}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(700, round(self.fontMetrics().height() * 10.2))

    def dates(self) -> list[tuple[str, date]]:
        """What stands on the ruler, the earliest first."""
        if self.ruled is None:
            return []
        case, limits = self.ruled.case, self.ruled.ruling.limits
        end = None if limits.end in (limits.l18, limits.l12) else limits.end
        named = (
            (limits.start_is or "发货日期", limits.start), ("启用日期", case.in_use), ("发生故障", case.failure),
            ("启用起12个月", limits.l12), ("发货起18个月", limits.l18), (limits.end_is, end), ("今天", self.today),
        )  # fmt: skip
        return sorted(((name, day) for name, day in named if day is not None), key=lambda pair: pair[1])

    def doubt(self) -> tuple[date, date] | None:
        """From the earliest to the latest end the readings allow; None where they agree."""
        if self.ruled is None:
            return None
        ends = self.ruled.ruling.limits.ends.values()
        return (min(ends), max(ends)) if ends and min(ends) != max(ends) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.dates()
        if len(shown) < 2:
            painter.setPen(quiet_colour(self.palette()))
            words = "还不知道发货日期或启用日期，画不出标尺。请先查清（5.3.5.1）。"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.end()
            return
        self._first = shown[0][1] - timedelta(days=SPARE)
        self._last = shown[-1][1] + timedelta(days=SPARE)
        middle = self.height() * 0.54
        bar = QRectF(self._x(self._first), middle - 11, self._x(self._last) - self._x(self._first), 22)
        self._draw_bar(painter, bar)
        self._draw_marks(painter, shown, bar)
        painter.end()

    def _x(self, day: date) -> float:
        edge = self.fontMetrics().height() * 2.0
        whole = max(1, (self._last - self._first).days)
        return edge + (self.width() - 2 * edge) * (day - self._first).days / whole

    def _draw_bar(self, painter: QPainter, bar: QRectF) -> None:
        """Inside is green, outside is grey, in doubt is hatched."""
        assert self.ruled is not None
        palette, limits = self.palette(), self.ruled.ruling.limits
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line_colour(palette))
        painter.drawRoundedRect(bar, 4, 4)
        doubt = self.doubt()
        end = doubt[0] if doubt else limits.end
        if limits.start is not None and end is not None and end > limits.start:
            left, right = self._x(limits.start), self._x(end)
            painter.fillRect(
                QRectF(left, bar.top(), right - left, bar.height()), tint(palette, good_colour(palette), 0.45)
            )
        if doubt:
            stretch = QRectF(
                self._x(doubt[0]), bar.top(), self._x(doubt[1]) - self._x(doubt[0]), bar.height()
            )
            painter.fillRect(stretch, tint(palette, warning_colour(palette), 0.18))
            painter.fillRect(stretch, QBrush(warning_colour(palette), Qt.BrushStyle.BDiagPattern))
            middle = self._free_middle(stretch)
            self._words(painter, middle, bar.center().y() + 5, "待判定", warning_colour(palette), bold=True)

    def _free_middle(self, stretch: QRectF) -> float:
        """The middle of the wider part beside the failure, so that its line does not run through the words."""
        failure = self.ruled.case.failure if self.ruled else None
        x = self._x(failure) if failure else stretch.left()
        if not stretch.left() < x < stretch.right():
            return stretch.center().x()
        left = x - stretch.left() > stretch.right() - x
        return (stretch.left() + x) / 2 if left else (x + stretch.right()) / 2

    def _draw_marks(self, painter: QPainter, shown: list[tuple[str, date]], bar: QRectF) -> None:
        """Names and days above and below in turn, on as many lines as it takes not to touch."""
        line = self.fontMetrics().height()
        ends: dict[int, float] = {}
        labels: list[tuple[float, float, str, QColor, date]] = []
        for name, day in shown:
            x, ink = self._x(day), self._ink(name)
            wide = self._half(name, day)
            slot = next(place for place in (0, 1, 2, 3) if ends.get(place, -1e9) < x - wide or place == 3)
            ends[slot] = x + wide + 8
            above, step = slot % 2 == 0, slot // 2
            reach = 10 + step * line * 2.1
            edge = bar.top() if above else bar.bottom()
            far = edge - reach if above else edge + reach
            painter.setPen(QPen(ink, 2 if name in ("发生故障", "今天") else 1.2))
            painter.drawLine(QPointF(x, bar.bottom() if above else bar.top()), QPointF(x, far))
            top = far - line * 1.1 if above else far + line * 0.9
            labels.append((x, top, name, ink, day))
        ground = card_colour(self.palette())
        for x, top, name, ink, day in labels:
            wide = self._half(name, day)
            painter.fillRect(QRectF(x - wide, top - line * 0.75, 2 * wide, line * 1.9), ground)
            self._words(painter, x, top, name, ink, bold=name == "发生故障")
            self._words(painter, x, top + line * 0.95, f"{day:%Y-%m-%d}", quiet_colour(self.palette()))

    def _half(self, name: str, day: date) -> float:
        metrics = QFontMetricsF(scaled_font(self.font(), 0.95, bold=True))
        return max(metrics.horizontalAdvance(name), metrics.horizontalAdvance(f"{day:%Y-%m-%d}")) / 2

    def _words(
        self, painter: QPainter, x: float, y: float, text: str, ink: QColor, *, bold: bool = False
    ) -> None:
        font = scaled_font(self.font(), 0.95, bold=bold)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(ink)
        left = min(max(x - wide / 2, 4.0), self.width() - wide - 4)
        painter.drawText(QPointF(left, y), text)

    def _ink(self, name: str) -> QColor:
        palette = self.palette()
        if name == "发生故障":
            return late_colour(palette)
        if name == "今天":
            return palette.highlight().color()
        return good_colour(palette) if "起" in name else palette.text().color()
