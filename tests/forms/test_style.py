"""The look: bundled font, one palette by day and by night with readable contrast, Chinese Qt, the input method."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from qmsdesk.forms import style
from qmsdesk.forms.icons import icon
from qmsdesk.settings import resources_dir

ROLES = QPalette.ColorRole
PAIRS = (
    (ROLES.WindowText, ROLES.Window), (ROLES.Text, ROLES.Base), (ROLES.ButtonText, ROLES.Button),
    (ROLES.HighlightedText, ROLES.Highlight), (ROLES.ToolTipText, ROLES.ToolTipBase), (ROLES.Link, ROLES.Base),
)  # fmt: skip


@pytest.fixture(params=[False, True], ids=["day", "night"])
def palette(request, qapp):
    before = qapp.palette()
    style.apply_palette(qapp, dark=request.param)
    yield qapp.palette()
    qapp.setPalette(before)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def contrast(ink: QColor, ground: QColor) -> float:
    """The WCAG contrast of two colours, 1 to 21."""

    def light(colour: QColor) -> float:
        parts = [_linear(value) for value in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_can_be_read_by_day_and_by_night(palette, ink, ground) -> None:
    assert contrast(palette.color(ink), palette.color(ground)) >= 4.0


@pytest.mark.parametrize("name", ["late_colour", "warning_colour", "good_colour", "quiet_colour"])
def test_meaning_colours_can_be_read_on_all_grounds(palette, name: str) -> None:
    ink = getattr(style, name)(palette)
    for ground in (palette.color(ROLES.Window), palette.color(ROLES.Base), style.card_colour(palette)):
        assert contrast(ink, ground) >= 4.5


def test_the_bundled_font_is_used_and_its_size_has_bounds(qapp) -> None:
    assert style.FONT_FAMILY in QFontDatabase.families()
    before = qapp.font()
    style.set_font_size(qapp, 40)
    assert qapp.font().pointSize() == style.LARGEST
    style.set_font_size(qapp, 1)
    assert qapp.font().pointSize() == style.SMALLEST
    qapp.setFont(before)


def test_qt_itself_speaks_chinese(qtbot, qapp) -> None:
    style.speak_chinese(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert {button.text().split("(")[0] for button in box.findChildren(QPushButton)} == {"取消", "保存"}


@pytest.mark.parametrize(
    ("module", "expected"), [(None, "ibus"), ("fcitx", "ibus"), ("ibus", "ibus"), ("xim", "xim")]
)
def test_fcitx5_is_reached_through_the_ibus_portal(monkeypatch, module, expected) -> None:
    monkeypatch.setattr(style, "_fcitx5_runs", lambda: True)
    environment = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=x", **({"QT_IM_MODULE": module} if module else {})}
    style.choose_input_method(environment)
    assert environment["QT_IM_MODULE"] == expected
    assert ("IBUS_USE_PORTAL" in environment) == (module in (None, "fcitx"))


def test_the_bus_is_not_asked_where_there_is_none(monkeypatch) -> None:
    monkeypatch.setattr(style, "_fcitx5_runs", lambda: pytest.fail("asked"))
    style.choose_input_method({})
    style.choose_input_method({"QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": "x"})


@pytest.mark.parametrize(
    "path", sorted((resources_dir() / "icons").glob("*.svg")), ids=lambda path: path.stem
)
def test_every_icon_draws_something_in_the_palettes_ink(qapp, path) -> None:
    image = icon(path.stem).pixmap(24, 24).toImage()
    ink = QApplication.palette().color(ROLES.ButtonText)
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    strong = [image.pixelColor(*point) for point in points if image.pixelColor(*point).alpha() > 180]
    assert strong
    assert max(abs(strong[0].red() - ink.red()), abs(strong[0].blue() - ink.blue())) < 12
