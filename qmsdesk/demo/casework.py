"""The chapter of the five cases: what becomes of complaints once they left the sales desk, with their papers."""

from __future__ import annotations

from qmsdesk.demo import cases, hands
from qmsdesk.demo.stage import Chapter, Stage
from qmsdesk.forms.case.pages import open_case


def five_cases(stage: Stage) -> None:
    """Play the five cases, leave their papers in `cases`, and name them in the summary."""
    made = cases.build(stage.here(), stage.out / "cases")
    stage.summary["cases"] = [case.summary() for case in made]
    for place, case in enumerate(made, start=1):
        numbers = "、".join(number for drawn in case.numbers.values() for number in drawn)
        stage.tell(f"    {case.title}：{numbers}")
        for path in case.files:
            stage.made(f"case_{place}_{path.stem}", path)
        picture_of(stage, case.slip_id, f"整案-{place}")


def picture_of(stage: Stage, slip_id: int, name: str) -> None:
    """The whole case as the window shows it: F with its J, C and B, states, copies, signatures, and what happened."""
    window = stage.main()
    open_case(window, slip_id)
    hands.settle(60)
    stage.camera.take(window, name)
    window.tabs.close_current()


CHAPTERS = (Chapter("五个案件：建议、三包、供方、申诉、先处理后分析", five_cases),)
