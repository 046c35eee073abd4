"""A picture of every window: those the demo walks through, and the ones beside its way, by day and by night."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.demo.stage import Stage


def shoot(out: Path, tell: Callable[[str], object]) -> list[Path]:
    """Write the pictures into the folder `out`, replacing earlier ones; their paths in the order taken."""
    out = out.expanduser().absolute()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in (*out.glob("[0-9][0-9]-*.png"), *out.glob("[0-9][0-9][0-9]-*.png")):
            old.unlink()
    except OSError as error:
        raise UserError(f"不能写入“{out}”。", advice="请换一个文件夹。", detail=str(error)) from error
    from qmsdesk.demo.play import perform, prepare_screen

    prepare_screen()
    from qmsdesk.demo import calling, ink, listing
    from qmsdesk.demo.hands import Camera
    from qmsdesk.demo.stage import Chapter, Stage
    from qmsdesk.shots_case import case_windows
    from qmsdesk.shots_trust import trust_windows

    camera = Camera(out)
    beside = (
        Chapter("其他来件、关于、快捷键、出错提示", other_windows),
        Chapter("八张表", papers),
        Chapter("手册", manual),
        Chapter("夜间配色", by_night),
        Chapter("人员、备份、体检、销毁、现场查阅，白天和夜间", trust_windows),
        Chapter("案件的窗口，白天和夜间", case_windows),
    )
    with tempfile.TemporaryDirectory(prefix="qmsdesk-shots-") as folder:
        chapters = (*calling.CHAPTERS, *ink.CHAPTERS, *listing.CHAPTERS, *beside)
        perform(Stage(Path(folder), tell, camera), chapters)
    return camera.taken


def other_windows(stage: Stage) -> None:
    """The windows the main job does not need."""
    from PySide6.QtWidgets import QDialog

    from qmsdesk.demo import hands
    from qmsdesk.forms.error_box import show_error

    window = stage.main()
    hands.use(window, window.action("other_mail"))
    stage.camera.take(window, "其他来件")
    for name, title in (("shortcuts", "快捷键"), ("about", "关于")):
        window.action(name).trigger()
        _take_and_close(stage, title)
    show_error(
        window,
        UserError("磁盘已满，本次操作没有保存。", advice="请清理磁盘后再试一次。", detail="SQLITE_FULL"),
    )
    _take_and_close(stage, "出错提示")
    assert not any(isinstance(item, QDialog) and item.isVisible() for item in window.findChildren(QDialog))


def manual(stage: Stage) -> None:
    """The manual by day and by night: a page of a paper, a search, a clause, what to do about errors."""
    from PySide6.QtWidgets import QApplication

    from qmsdesk.demo import hands
    from qmsdesk.forms.help.window import open_help
    from qmsdesk.forms.style import apply_palette

    application, window = QApplication.instance(), open_help(stage.main(), "feedback")
    assert isinstance(application, QApplication)
    stage.camera.take(window, "手册-反馈单")
    window.search.setText("撤回 原因")
    hands.settle()
    stage.camera.take(window, "手册-查找")
    window.search.clear()
    window.follow("clause:5.3.4.6")
    stage.camera.take(window, "手册-条款")
    apply_palette(application, dark=True)
    try:
        window.show_topic("errors")
        hands.settle()
        stage.camera.take(window, "夜间-手册")
    finally:
        apply_palette(application, dark=False)
    window.close()
    hands.settle()


def _take_and_close(stage: Stage, title: str) -> None:
    from PySide6.QtWidgets import QApplication, QDialog

    from qmsdesk.demo import hands

    hands.settle(100)
    dialogs = [
        item for item in QApplication.topLevelWidgets() if isinstance(item, QDialog) and item.isVisible()
    ]
    stage.camera.take(dialogs[-1], title)
    dialogs[-1].close()
    hands.settle()


def papers(stage: Stage) -> None:
    """Every paper as its window draws it, whole, and the first one at 150 %."""
    from qmsdesk.papers.catalogue import all_papers

    for sheet in all_papers():
        window = _sheet_window(stage, sheet)
        stage.camera.take(window.view.page, f"{sheet.code}-{sheet.title}".replace("/", "／"))
        if sheet.code == "01":
            window.view.set_zoom(150)
            stage.camera.take(window, "反馈单-150％")
        window.deleteLater()


def _sheet_window(stage: Stage, sheet: Any) -> Any:
    from qmsdesk.forms.sheet_window import SheetWindow
    from qmsdesk.settings import company

    words = company(stage.data)
    window = SheetWindow(
        sheet,
        {},
        company=words.name,
        form_no=words.form_numbers.get(sheet.code, sheet.form_no),
        state="草稿",
        secrecy=words.secrecy,
    )
    window.resize(1440, 1000)
    window.show()
    return window


def by_night(stage: Stage) -> None:
    """The main pages in the dark palette."""
    from PySide6.QtWidgets import QApplication

    from qmsdesk.demo import hands
    from qmsdesk.forms.style import apply_palette

    application, window = QApplication.instance(), stage.main()
    assert isinstance(application, QApplication)
    apply_palette(application, dark=True)
    try:
        for name, title in (("start_page", "首页"), ("ledger", "台帐"), ("take_call", "接电话")):
            hands.use(window, window.action(name))
            hands.settle(200)
            stage.camera.take(window, f"夜间-{title}")
        slip = next(page for page in _pages(window) if hasattr(page, "sheet_window"))
        window.tabs.setCurrentWidget(slip)
        stage.camera.take(window, "夜间-反馈单")
    finally:
        apply_palette(application, dark=False)


def _pages(window: Any) -> list[Any]:
    return [window.tabs.widget(place) for place in range(window.tabs.count())]
