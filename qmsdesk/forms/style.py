"""How the windows look: Fusion, one calm palette by day and one by night, the bundled Chinese font."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QSpinBox, QWidget

from qmsdesk.settings import font_path, resources_dir

GAP = 8
MARGIN = 16
FONT_FAMILY = "Noto Sans SC"
STYLE = "Fusion"
_LOADED: list[int] = []
SMALLEST, USUAL, LARGEST = 9, 10, 16

_LIGHT = {
    "Window": "#f4f6f8", "WindowText": "#1d2733", "Base": "#ffffff", "AlternateBase": "#f7f9fb", "Text": "#1d2733",
    "Button": "#fbfcfd", "ButtonText": "#1d2733", "BrightText": "#ffffff", "ToolTipBase": "#ffffff",
    "ToolTipText": "#1d2733", "PlaceholderText": "#8b97a5", "Highlight": "#1f6aa5", "HighlightedText": "#ffffff",
    "Link": "#1f6aa5", "LinkVisited": "#5a4a9c", "Light": "#ffffff", "Midlight": "#e9edf1", "Mid": "#d5dce3",
    "Dark": "#aab5c0", "Shadow": "#7c8894", "Accent": "#1f6aa5",
}  # fmt: skip
_DARK = {
    "Window": "#20252b", "WindowText": "#e4e9ee", "Base": "#181c21", "AlternateBase": "#1d2227", "Text": "#e4e9ee",
    "Button": "#2b3138", "ButtonText": "#e4e9ee", "BrightText": "#ffffff", "ToolTipBase": "#2b3138",
    "ToolTipText": "#e4e9ee", "PlaceholderText": "#7d8995", "Highlight": "#2f7fc1", "HighlightedText": "#ffffff",
    "Link": "#6db3ea", "LinkVisited": "#a99be0", "Light": "#2f363d", "Midlight": "#2b3138", "Mid": "#3a424b",
    "Dark": "#15191d", "Shadow": "#0c0e10", "Accent": "#2f7fc1",
}  # fmt: skip
OUTLINE = 140  # per cent by which Fusion darkens the window for an outline
_FADED = {False: "#9aa5b1", True: "#6b7681"}


def start_application(arguments: list[str]) -> QApplication:
    """The one application object, dressed: input method, style, palette, font, Chinese Qt texts."""
    if sys.platform.startswith("linux"):
        choose_input_method(os.environ)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        dress(application)
    else:
        name, *others = arguments or ["qmsdesk"]
        application = QApplication([name, "-style", STYLE, *others])
        dress(application, styled=True)
    return application


def dress(application: QApplication, size: int = USUAL, *, styled: bool = False) -> None:
    """Give an application its names, style (unless it is `styled` already), palette, font and translations."""
    application.setApplicationName("qmsdesk")
    application.setApplicationDisplayName("顾客反馈登记")
    application.setWindowIcon(QIcon(str(resources_dir() / "qmsdesk.svg")))
    application.setDesktopFileName("qmsdesk")
    if not styled:  # setStyle() answers with a QStyle, and Python builds its hundreds of constants for that
        application.setStyle(STYLE)
    load_fonts()
    set_font_size(application, size)
    follow_system_scheme(application)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    speak_chinese(application)


def load_fonts() -> None:
    """Make the bundled fonts known to Qt, so that a machine without Chinese fonts shows no boxes."""
    if not _LOADED:  # the serif of the papers is loaded with the first paper
        _LOADED.extend(
            QFontDatabase.addApplicationFont(str(font_path(face))) for face in ("sans", "sans-bold")
        )


def set_font_size(application: QApplication, size: int) -> None:
    """Set the window font in points, kept between 9 and 16."""
    font = QFont(FONT_FAMILY, max(SMALLEST, min(LARGEST, size)))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    application.setFont(font)


def follow_system_scheme(application: QApplication) -> None:
    """Take the palette the system asks for, now and whenever it changes its mind."""
    hints = application.styleHints()
    apply_palette(application, dark=hints.colorScheme() == Qt.ColorScheme.Dark)
    if application.property("follows_scheme") is None:
        application.setProperty("follows_scheme", True)
        hints.colorSchemeChanged.connect(_scheme_changed)


def _scheme_changed(scheme: Qt.ColorScheme) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        apply_palette(application, dark=scheme == Qt.ColorScheme.Dark)


def apply_palette(application: QApplication, *, dark: bool) -> None:
    """Set the palette of all windows: by day, or by night."""
    palette = QPalette()
    for name, value in (_DARK if dark else _LIGHT).items():
        role = getattr(QPalette.ColorRole, name, None)
        if role is not None:
            palette.setColor(role, QColor(value))
    faded = QColor(_FADED[dark])
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor("#8896a5"))
    application.setPalette(palette)
    _outline(application, palette, dark=dark)


def _outline(application: QApplication, palette: QPalette, *, dark: bool) -> None:
    """Fusion draws the edges of ticks and fields darker than the window: by night nobody sees them.

    Its pen is the widget's own Window colour made darker, so these classes get one that comes out as an edge; by day
    they get the common palette back.
    """
    if not dark and not application.property("outlined"):
        return
    application.setProperty("outlined", dark)
    edged = QPalette(palette)
    if dark:
        edged.setColor(QPalette.ColorRole.Window, edge_colour(palette).lighter(OUTLINE))
    for name in ("QCheckBox", "QRadioButton", "QLineEdit", "QPlainTextEdit", "QComboBox", "QListWidget"):
        application.setPalette(edged, name)  # type: ignore[arg-type]  # the stub says bytes, the call takes text


def speak_chinese(application: QApplication) -> None:
    """Translate Qt's own words (确定, 取消, 复制 …)."""
    if application.property("speaks_chinese"):  # findChild() would build a class for every child
        return
    application.setProperty("speaks_chinese", True)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def choose_input_method(environment: MutableMapping[str, str]) -> None:
    """Let fcitx5 type Chinese: Qt's wheel only has the ibus plug-in, which fcitx5 serves through the portal."""
    if environment.get("QT_IM_MODULE") not in (None, "", "fcitx", "fcitx5"):
        return
    if environment.get("QT_QPA_PLATFORM", "").startswith("offscreen") or not _has_session_bus(environment):
        return
    if _fcitx5_runs():
        environment["QT_IM_MODULES"] = "fcitx;ibus"
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"


def _has_session_bus(environment: MutableMapping[str, str]) -> bool:
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = environment.get("XDG_RUNTIME_DIR")
    return bool(folder) and os.path.exists(os.path.join(str(folder), "bus"))


def _fcitx5_runs() -> bool:
    """Ask the session bus; the module is only loaded on desktops that have one."""
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    reply = bus.interface().isServiceRegistered("org.fcitx.Fcitx5")
    return bool(reply.value())


def is_dark(palette: QPalette) -> bool:
    """True when light letters stand on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def late_colour(palette: QPalette) -> QColor:
    """The colour of what is late or wrong; always shown together with a word."""
    return QColor("#ff8a80") if is_dark(palette) else QColor("#b3261e")


def warning_colour(palette: QPalette) -> QColor:
    """The colour of what wants attention but is not late; always shown together with a word."""
    return QColor("#f2b866") if is_dark(palette) else QColor("#8a5300")


def good_colour(palette: QPalette) -> QColor:
    """The colour of what is done; always shown together with a word."""
    return QColor("#7fc98f") if is_dark(palette) else QColor("#2c6e3f")


def quiet_colour(palette: QPalette) -> QColor:
    """The colour of secondary text, still readable (4.5 : 1 on the window)."""
    return QColor("#a3afba") if is_dark(palette) else QColor("#5b6876")


def card_colour(palette: QPalette) -> QColor:
    """The ground of cards: white by day; by night lighter than the fields that lie on it."""
    if is_dark(palette):
        return palette.color(QPalette.ColorRole.Window).lighter(122)
    return palette.color(QPalette.ColorRole.Base)


def line_colour(palette: QPalette) -> QColor:
    """The colour of separators and card edges."""
    return QColor("#3d464f") if is_dark(palette) else QColor("#dde3e9")


def edge_colour(palette: QPalette) -> QColor:
    """The colour of an outline that says "this can be pressed"."""
    line = line_colour(palette)
    return line.lighter(155) if is_dark(palette) else line.darker(128)


def tint(palette: QPalette, colour: QColor, strength: float = 0.10) -> QColor:
    """A breath of `colour` over the base, for hovered and marked grounds."""
    base = palette.color(QPalette.ColorRole.Base)
    mix = [
        round(ground + (ink - ground) * strength)
        for ground, ink in zip(base.getRgb()[:3], colour.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*mix)


def scaled_font(widget_font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """The same font larger or smaller, for headings and side notes."""
    font = QFont(widget_font)
    font.setPointSizeF(max(1.0, widget_font.pointSizeF() * factor))
    font.setBold(bold)
    return font


def make_roomy(container: QWidget) -> None:
    """Give all lines, choices and buttons inside one height and the lines a little air."""
    height = round(container.fontMetrics().height() * 1.75)
    for kind in (QLineEdit, QComboBox, QSpinBox, QPushButton):
        for box in container.findChildren(kind):
            inside_another = isinstance(box.parent(), QComboBox | QSpinBox)
            if not inside_another:
                box.setMinimumHeight(max(height, box.minimumHeight()))
            if isinstance(box, QLineEdit) and not inside_another:
                box.setTextMargins(4, 0, 4, 0)


def make_primary(button: QPushButton) -> None:
    """Mark the one button that a window is there for."""
    palette = QApplication.palette()
    accent = palette.color(QPalette.ColorRole.Highlight)
    ground = accent.darker(145) if is_dark(palette) else accent  # Fusion draws buttons lighter by night
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        palette.setColor(group, QPalette.ColorRole.Button, ground)
        palette.setColor(
            group, QPalette.ColorRole.ButtonText, palette.color(QPalette.ColorRole.HighlightedText)
        )
    button.setPalette(palette)
    button.setMinimumWidth(button.sizeHint().width() + 2 * MARGIN)
