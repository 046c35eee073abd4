"""The chapter of the whole year: returns, trend reports, survey rounds and their evaluation, as files."""

from __future__ import annotations

from qmsdesk.demo.stage import Chapter, Stage

TOLD_EVERY = 200


def whole_year(stage: Stage) -> None:
    """Live through last year in the demo department; its papers stand in `year`, its figures in the summary."""
    from qmsdesk.demo.year import build_year

    folder = stage.out / "year"

    def progress(done: int, total: int) -> bool:
        if done % TOLD_EVERY == 0:
            stage.tell(f"    {done}/{total} 天" if total else f"    {done} 天")
        return True

    stage.summary["year"] = build_year(stage.here(), folder, progress)
    for place, path in enumerate(sorted(folder.rglob("*")), start=1):
        if path.is_file():
            stage.made(f"year_{place:03d}", path)


CHAPTERS = (Chapter("一整年：统计表、趋势报告、满意度调查和评价", whole_year),)
