"""Pictures of the windows of a case: its pages, and the dialog of every gesture, by day and by night."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qmsdesk.demo.stage import Stage
    from qmsdesk.operations.desk import Desk

MOST = 60  # slips whose gestures are looked at
RICH = frozenset(
    {"判定", "会议结论", "转供方", "归为B类", "开处理单", "联系记录", "份数分配"}
)  # every kind of box
CASE_PAPERS = "('01', '02', '03', '04')"


def case_windows(stage: Stage) -> None:
    """Play the five cases and take every window of a case, then the same at night."""
    from PySide6.QtWidgets import QApplication

    from qmsdesk.demo import cases
    from qmsdesk.forms.style import apply_palette

    cases.build(stage.here())
    desk = _everybody(stage.here())
    _unfinished(desk)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for prefix, dark in (("案件", False), ("夜间-案件", True)):
        apply_palette(application, dark=dark)
        try:
            with _window(stage, desk) as window:
                pages(stage, window, prefix)
                dialogs(stage, window, prefix, only=RICH if dark else None)
        finally:
            apply_palette(application, dark=False)


def pages(stage: Stage, window: Any, prefix: str) -> None:
    """The start page, the lists, the settings, and the pages about one case."""
    from qmsdesk.demo import hands
    from qmsdesk.forms.case.pages import open_page

    def take(name: str, wait: int = 400) -> None:
        hands.settle(wait)
        stage.camera.take(window, f"{prefix}-{name}")

    take("首页", 1500)
    for name, title in (("originals", "来件"), ("waiting", "待签收")):
        hands.use(window, window.action(name))
        take(title)
    hands.use(window, window.action("records"))
    for key, chip in window.tabs.currentWidget().kinds.items():
        window.tabs.currentWidget().show_list(key)
        take(f"办理记录-{chip.text()}")
    hands.use(window, window.action("settings"))
    for name in window.tabs.currentWidget().chips:
        window.tabs.currentWidget().show_part(name)
        take(f"设定-{name}")
    claim, draft = (
        _slip("s.paper_code = '04' AND s.number IS NOT NULL"),
        _slip("s.paper_code = '04' AND s.number IS NULL"),
    )
    for name, title in (("case", "整案"), ("ruler", "保用期"), ("costs", "费用")):
        open_page(window, name, claim)
        take(title)
    window.open_slip(draft)
    window.tabs.currentWidget().life.ruler.button.setChecked(True)
    take("三包单草稿和标尺")


def dialogs(stage: Stage, window: Any, prefix: str, *, only: frozenset[str] | None = None) -> None:
    """One picture for each gesture of each paper, of the table and beside it; with `only` just these."""
    from qmsdesk.forms.case.action_dialog import action_dialog
    from qmsdesk.forms.case.gesture import gesture_dialog
    from qmsdesk.forms.case.more_gestures import gestures_for
    from qmsdesk.models.transactions import rows
    from qmsdesk.operations import steps
    from qmsdesk.operations.slips import read_slip

    seen: set[tuple[str, str]] = set()
    found = rows(f"SELECT id FROM slip s WHERE s.paper_code IN {CASE_PAPERS} ORDER BY s.id DESC LIMIT {MOST}")
    for (slip_id,) in found:
        slip = read_slip(window.desk, slip_id=slip_id)
        makers: dict[str, Callable[[], Any]] = {
            one.action: partial(action_dialog, window.desk, slip, one, window)
            for one in steps.allowed_actions(window.desk, slip_id=slip_id)
            if "sheet" not in one.asks
        }
        for gesture in gestures_for(window.desk, slip):
            makers[gesture.name] = partial(gesture_dialog, window.desk, slip, gesture, window)
        for name, make in makers.items():
            if (slip.paper_code, name) not in seen and (only is None or name in only):
                seen.add((slip.paper_code, name))
                _picture(stage, make(), f"{prefix}-{slip.paper_code}-{name}")


def _picture(stage: Stage, dialog: Any, name: str) -> None:
    dialog.show()
    stage.camera.take(dialog, name.replace("/", "／"))
    dialog.close()
    dialog.deleteLater()


@contextmanager
def _window(stage: Stage, desk: Desk) -> Iterator[Any]:
    """A main window of its own for somebody with every role; the one of the demo stays as it is."""
    from PySide6.QtCore import QSettings

    from qmsdesk.demo import hands
    from qmsdesk.forms.main_window import MainWindow

    settings = QSettings(str(stage.data / "shots.ini"), QSettings.Format.IniFormat)
    window = MainWindow(desk, settings)
    window.resize(1280, 800)
    window.show()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        hands.settle(100)


def _everybody(desk: Desk) -> Desk:
    from qmsdesk.operations.desk import User
    from qmsdesk.procedure.roles import ROLES

    return replace(desk, user=User(desk.user.id, desk.user.name, frozenset(ROLES)))


def _unfinished(desk: Desk) -> None:
    """What the finished cases do not show: a feedback to be classified, a suggestion, slips that were just begun."""
    from qmsdesk.demo.case_hands import CaseMade, Story, request
    from qmsdesk.demo.case_parts import leak
    from qmsdesk.operations import claims, handling, suggestions
    from qmsdesk.operations.turns import Given

    story = Story(desk, desk.clock.today(), CaseMade("待办的一件"))
    leak(story)
    feedback = leak(story)
    story.step(feedback, "归为A+B类", Given(values={"problem_code": "C1"}))
    suggestions.begin_suggestion(
        desk, feedback_ids=[feedback], receiving_unit="设计所", content="改进密封", answer_customer=True,
        request_id=request(),
    )  # fmt: skip
    begun = handling.begin_handling(desk, feedback_ids=[feedback], request_id=request())
    story.step(begun.slip_id, "开始分析")
    claims.begin_claim(desk, feedback_ids=[feedback], request_id=request())


def _slip(condition: str) -> int:
    from qmsdesk.models.transactions import one

    found = one(f"SELECT s.id FROM slip s WHERE {condition} ORDER BY s.id LIMIT 1")
    assert found is not None
    return int(found[0])
