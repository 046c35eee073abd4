"""The chapter of the five cases: what becomes of complaints once they left the sales desk, with their papers."""

from __future__ import annotations

from qmsdesk.demo import cases
from qmsdesk.demo.stage import Chapter, Stage


def five_cases(stage: Stage) -> None:
    """Play the five cases, leave their papers in `cases`, and name them in the summary."""
    made = cases.build(stage.here(), stage.out / "cases")
    stage.summary["cases"] = [case.summary() for case in made]
    for place, case in enumerate(made, start=1):
        numbers = "、".join(number for drawn in case.numbers.values() for number in drawn)
        stage.tell(f"    {case.title}：{numbers}")
        for path in case.files:
            stage.made(f"case_{place}_{path.stem}", path)


CHAPTERS = (Chapter("五个案件：建议、三包、供方、申诉、先处理后分析", five_cases),)
