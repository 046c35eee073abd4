"""The building stones of the start page: cards, big buttons, figures, two-line lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import (
    GAP,
    MARGIN,
    card_colour,
    late_colour,
    line_colour,
    quiet_colour,
    scaled_font,
    tint,
)

RADIUS = 6.0
Index = QModelIndex | QPersistentModelIndex


def paint_card(painter: QPainter, rect: QRect, ground: QColor, edge: QColor) -> None:
    """A rounded ground with a thin edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class Card(QFrame):
    """A white field with a thin edge that holds other widgets."""

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        painter = QPainter(self)
        paint_card(painter, self.rect(), card_colour(palette), line_colour(palette))
        painter.end()


def scrolled(inside: QWidget) -> QScrollArea:
    """A widget that scrolls where the screen is too small for it."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    area.setMinimumWidth(inside.minimumSizeHint().width())
    return area


class BigButton(QAbstractButton):
    """A large button with an icon, a title, a sentence and its key."""

    def __init__(self, title: str, sentence: str, icon_name: str, key: str, *, strong: bool = False) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._sentence, self._key, self._strong = sentence, key, strong
        role = QPalette.ColorRole.HighlightedText if strong else QPalette.ColorRole.Highlight
        self._icon = icon(icon_name, role=role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 14, round(line * 4.4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 10, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        painter = QPainter(self)
        accent = palette.color(QPalette.ColorRole.Highlight)
        lively = self.underMouse() or self.isDown()
        if self._strong:
            ground = accent.darker(112) if self.isDown() else accent.lighter(108) if lively else accent
            paint_card(painter, self.rect(), ground, ground)
            ink = soft = palette.color(QPalette.ColorRole.HighlightedText)
        else:
            ground = tint(palette, accent, 0.08) if lively else card_colour(palette)
            paint_card(painter, self.rect(), ground, accent if lively else line_colour(palette))
            ink, soft = palette.color(QPalette.ColorRole.Text), quiet_colour(palette)
        self._paint_words(painter, ink, soft)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(ink if self._strong else accent)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), RADIUS - 2, RADIUS - 2
            )
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor, soft: QColor) -> None:
        rect = self.rect().adjusted(MARGIN, 0, -MARGIN, 0)
        side = round(self.fontMetrics().height() * 1.9)
        self._icon.paint(painter, QRect(rect.left(), rect.center().y() - side // 2, side, side))
        words = rect.adjusted(side + MARGIN, 0, 0, 0)
        title, note = scaled_font(self.font(), 1.3, bold=True), scaled_font(self.font(), 0.95)
        high, low = QFontMetrics(title).height(), QFontMetrics(note).height()
        top = rect.center().y() - (high + low) // 2
        painter.setPen(ink)
        painter.setFont(title)
        painter.drawText(
            QRect(words.left(), top, words.width(), high), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.setPen(soft)
        painter.setFont(note)
        keys = QRect(words.left(), top, words.width(), high)
        painter.drawText(keys, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)
        below = QRect(words.left(), top + high, words.width(), low)
        fitting = QFontMetrics(note).elidedText(self._sentence, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, fitting)


class Figure(QAbstractButton):
    """A number with its name; a click shows what it counts."""

    def __init__(self, name: str, *, alarming: bool = False) -> None:
        super().__init__()
        self._name, self._alarming = name, alarming
        self._value: int | None = None
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_value(self, value: int) -> None:
        """Show a number."""
        self._value = value
        self.setAccessibleName(f"{self._name} {value}")
        self.update()

    @property
    def value(self) -> int | None:
        """The number shown, None before it is known."""
        return self._value

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 6, round(line * 3.9))

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        painter = QPainter(self)
        lively = self.underMouse() or self.hasFocus()
        edge = palette.color(QPalette.ColorRole.Highlight) if lively else line_colour(palette)
        paint_card(painter, self.rect(), card_colour(palette), edge)
        rect = self.rect().adjusted(MARGIN, GAP, -MARGIN, -GAP)
        big = scaled_font(self.font(), 1.8, bold=True)
        alarm = self._alarming and bool(self._value)
        painter.setFont(big)
        painter.setPen(late_colour(palette) if alarm else palette.color(QPalette.ColorRole.Text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignTop, "–" if self._value is None else f"{self._value:,}")
        painter.setFont(self.font())
        painter.setPen(quiet_colour(palette))
        painter.drawText(rect, Qt.AlignmentFlag.AlignBottom, self._name)
        painter.end()


@dataclass(frozen=True)
class Entry:
    """One entry of a two-line list: what it stands for, its words, a word on the right."""

    key: Any
    title: str
    note: str
    side: str = ""
    alarming: bool = False


class EntryModel(QAbstractListModel):
    """The entries of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (entry.title, entry.note, entry.side) if part)
        return entry if role == Qt.ItemDataRole.UserRole else None


class EntryDelegate(QStyledItemDelegate):
    """Draws an entry in two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, round(option.fontMetrics.height() * 2.15) + 2 * GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        from PySide6.QtWidgets import QStyle

        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        palette, rect = option.palette, option.rect
        painter.save()
        accent = palette.color(QPalette.ColorRole.Highlight)
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, tint(palette, accent, 0.16))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tint(palette, accent, 0.07))
        painter.setPen(QPen(line_colour(palette), 0))
        painter.drawLine(rect.left() + MARGIN, rect.bottom(), rect.right() - MARGIN, rect.bottom())
        inner = rect.adjusted(MARGIN, GAP, -MARGIN, -GAP)
        self._words(painter, option, entry, inner)
        painter.restore()

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, inner: QRect) -> None:
        palette = option.palette
        metrics = option.fontMetrics
        side_width = metrics.horizontalAdvance(entry.side)
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        low = top.translated(0, inner.height() // 2)
        painter.setFont(option.font)
        painter.setPen(late_colour(palette) if entry.alarming else quiet_colour(palette))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.side)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, top.width() - side_width - GAP)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(quiet_colour(palette))
        note = metrics.elidedText(entry.note, Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, note)


class EntryList(QListView):
    """A list of entries; Enter, a click or a double click opens one, Delete asks to remove it."""

    opened = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = EntryModel()
        self._entries.setParent(self)
        self.setModel(self._entries)
        self.setItemDelegate(EntryDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda index: self.opened.emit(index.data(Qt.ItemDataRole.UserRole).key))

    def show_entries(self, entries: list[Entry]) -> None:
        """Show other entries."""
        self._entries.show(entries)

    def current_key(self) -> Any:
        """What the current entry stands for, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole).key if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(key)
        elif key is not None and event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit(key)
        else:
            super().keyPressEvent(event)
