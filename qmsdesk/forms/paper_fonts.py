"""The typefaces of the paper on screen: the same files that the prints embed."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QFontMetricsF

from qmsdesk.papers.layout import BODY, LINE, PT
from qmsdesk.settings import font_path

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
FACES = {"serif": SERIF, "sans": SANS, "sans-bold": SANS}
MIDDLE = 0.38  # ems from the baseline up to the middle of a Han character, as on the prints
DESIGN = 100  # pixels a printed word is measured at before it is scaled to the paper


def load_fonts() -> None:
    """Make the bundled typefaces known to Qt, each once; UserError when a file is gone."""
    for face, family in FACES.items():
        styles = QFontDatabase.styles(family)
        if not styles or (face == "sans-bold" and "Bold" not in styles):
            QFontDatabase.addApplicationFont(str(font_path(face)))


def design_font(*, bold: bool = False) -> QFont:
    """The typeface of printed words at DESIGN pixels, unhinted; bold words are set in the sans."""
    font = QFont(SANS if bold else SERIF)
    font.setBold(bold)
    font.setPixelSize(DESIGN)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def paper_font(ppm: float, *, size: float = BODY, bold: bool = False) -> QFont:
    """The typeface of what is filled in: `size` points on paper at `ppm` pixels a millimetre.

    Qt draws whole pixels only; the letter spacing takes back what rounding adds, so that lines break as on paper.
    """
    exact = size * PT * ppm
    font = QFont(SANS if bold else SERIF)
    font.setBold(bold)
    font.setPixelSize(max(1, round(exact)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * exact / font.pixelSize())
    return font


def sink(font: QFont) -> float:
    """Pixels by which Qt sets a line in the middle of a box lower than the prints do."""
    metrics = QFontMetrics(font)
    return metrics.ascent() + (1 - metrics.height()) / 2 - MIDDLE * font.pixelSize()


@lru_cache(maxsize=8)
def line_share(leading: float = LINE) -> float:
    """Per cent of the typeface's own line height that makes a line distance of `leading` ems."""
    return 100 * leading * DESIGN / QFontMetricsF(design_font()).height()
