"""Shows one page of the manual: our own Markdown, set with room to read, by day and by night."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from qmsdesk.forms.help.book import PICTURE, HelpPage
from qmsdesk.forms.style import line_colour, tint, warning_colour
from qmsdesk.settings import resources_dir

LINE_HEIGHT, WIDEST, SIDE = 150, 820, 32  # per cent; px of text; px at least beside it
SIZES = {1: 1.7, 2: 1.3, 3: 1.1, 4: 1.0}
PICTURE_WIDTH = 660
PICTURE_SIGN = "\N{OBJECT REPLACEMENT CHARACTER}"  # what stands in the text for a picture


class HelpBrowser(QTextBrowser):
    """A page; `followed` tells the target of a clicked link, which the window opens."""

    followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName("手册正文")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(lambda url: self.followed.emit(url.toString()))
        self._page: HelpPage | None = None

    def show_page(self, page: HelpPage) -> None:
        """Show a page from its beginning."""
        self._page = page
        self.document().setDefaultFont(self.font())
        self.setMarkdown(page.text)
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # one layout for all changes
        self._dress()
        whole.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setExtraSelections([])

    def go_to_heading(self, heading: str) -> None:
        """Scroll so that the heading that begins with these words stands at the top."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().startswith(heading):
                place = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(place) - 8)
                return
            block = block.next()

    def highlight(self, words: list[str]) -> None:
        """Mark every occurrence of the words that were searched."""
        marks, text = [], self.document().toPlainText()
        pattern = "|".join(re.escape(word) for word in words)
        for found in re.finditer(pattern, text, re.IGNORECASE) if words else ():
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(found.start())
            cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setBackground(tint(self.palette(), warning_colour(self.palette()), 0.35))
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures come from resources/pictures, never from elsewhere."""
        address = name if isinstance(name, str) else name.toString()
        if not address.startswith(PICTURE):
            return None
        image = QImage(str(resources_dir() / "pictures" / address.removeprefix(PICTURE)))
        ratio = self.devicePixelRatioF()
        wide = round(min(PICTURE_WIDTH * ratio, image.width()))
        image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def changeEvent(self, event: QEvent) -> None:
        """Day and night, and larger letters, dress the page anew."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self._page is not None:
            place = self.verticalScrollBar().value()
            self.show_page(self._page)
            self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines do not grow longer than the eye can follow."""
        super().resizeEvent(event)
        self._set_sides()

    def _set_sides(self) -> None:
        frame = self.document().rootFrame()
        shape, side = frame.frameFormat(), max(SIDE, (self.viewport().width() - WIDEST) // 2)
        if shape.leftMargin() != side:
            shape.setLeftMargin(side)
            shape.setRightMargin(side)
            frame.setFrameFormat(shape)

    def _dress(self) -> None:
        """Room between the lines, headings by size, thin lines in tables."""
        document = self.document()
        document.setIndentWidth(22)
        self._set_sides()
        block = document.begin()
        while block.isValid():
            self._dress_block(QTextCursor(block))
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_block(self, cursor: QTextCursor) -> None:
        level, in_table = cursor.blockFormat().headingLevel(), cursor.currentTable() is not None
        shape = QTextBlockFormat()
        height = 100 if PICTURE_SIGN in cursor.block().text() else 130 if in_table else LINE_HEIGHT
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(0 if in_table else {1: 8, 2: 22, 3: 14}.get(level, 3))
        shape.setBottomMargin(0 if in_table else {1: 10, 2: 6, 3: 4}.get(level, 5))
        cursor.mergeBlockFormat(shape)
        if level:
            look = QTextCharFormat(cursor.charFormat())
            look.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            look.setFontPointSize(self.font().pointSizeF() * SIZES.get(level, 1.0))
            look.setFontWeight(QFont.Weight.Bold)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.setCharFormat(look)

    def _dress_table(self, table: QTextTable) -> None:
        palette = self.palette()
        shape = table.format()
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(line_colour(palette))
        shape.setBorderCollapse(True)
        shape.setCellPadding(6)
        shape.setTopMargin(6)
        shape.setBottomMargin(10)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        ground = tint(palette, palette.color(QPalette.ColorRole.Text), 0.07)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            look = cell.format()
            look.setBackground(ground)
            cell.setFormat(look)
