"""Every figure in order, as a table on the screen and as JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from qmsdesk.bench import (
    cases,
    charting,
    corpus,
    gestures,
    importing,
    keeping,
    listing,
    printing,
    registering,
    rivals,
    searching,
    spreadsheets,
    starting,
)
from qmsdesk.bench.measure import ROUNDS, Figure
from qmsdesk.models.files import atomic_write
from qmsdesk.operations.progress import Progress

SHEET_ROWS = 100_000  # the targets of importing and of spreadsheets are set for so many rows
Tell = Callable[[str], object]


def run(
    rows: int, folder: Path | None, *, rounds: int = ROUNDS, tell: Tell, progress: Progress
) -> list[Figure]:
    """All figures on a department of `rows` slips kept in `folder` (else thrown away)."""
    with _place(folder) as place, tempfile.TemporaryDirectory(dir=place) as scratch_name:
        scratch = Path(scratch_name)
        data = place / f"department-{rows}"
        found: list[Figure] = []

        def take(figures: Sequence[Figure]) -> None:
            """Keep some figures, and show them now: the last one may be an hour away."""
            found.extend(figures)
            for line in lines(figures):
                tell("  ".join(line))

        tell(f"准备 {rows} 张反馈单（{data}）")
        with corpus.opened(data, rows, progress) as desk:
            tell("T3 查找")
            take(searching.figures(desk, rows, rounds))
            listing.peer(scratch / "peer.db")
            tell("T4a、T4c 登记与翻页")
            take(registering.figures(desk, scratch, rounds))
            tell("T7 统计")
            take(charting.figures(desk, rounds))
            tell("T8 案件")
            take(cases.figures(desk, rounds))
        fewer = place / f"department-{rows // listing.FEW}"
        with corpus.opened(fewer, rows // listing.FEW, progress):
            pass
        tell("T2 台帐窗口")
        take(listing.figures(data, fewer, scratch / "peer.db", rows, rounds))
        tell("T2h、T2i 滚动与操作")
        take(gestures.figures(data, rounds))
        tell("T1 启动")
        take(starting.figures(data, rounds))
        tell("T5 打印")
        take(printing.figures(scratch, rounds))
        take(rivals.figures(scratch, rounds))
        tell("T4b 导入")
        take(importing.figures(scratch, min(rows, SHEET_ROWS), rounds))
        tell("T6 电子表格")
        take(spreadsheets.figures(scratch, min(rows, SHEET_ROWS), rounds))
        tell("T9 核对与打开")
        take(keeping.figures(scratch, min(rows, keeping.SLIPS), rounds))
    return sorted(found, key=lambda figure: figure.name)


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="qmsdesk-bench-") as name:
        yield Path(name)


def lines(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """The figures as rows of a table: name, value, floor, ratio, target, met, what."""
    return [
        (
            figure.name,
            f"{figure.value:.2f} {figure.unit}",
            f"{figure.floor:.2f}" if figure.floor is not None else "",
            f"{figure.ratio:.3f}" if figure.ratio is not None else "",
            f"≤ {figure.target:g}",
            "达标" if figure.met else "未达标",
            figure.what + (f" ÷ {figure.floor_is}" if figure.floor_is else ""),
        )
        for figure in figures
    ]


def write(path: Path, figures: Sequence[Figure]) -> None:
    """The figures as a JSON list: name, what, value, unit, floor, ratio, target, met, floor_is."""
    atomic_write(path, json.dumps([asdict(item) for item in figures], ensure_ascii=False, indent=1) + "\n")
