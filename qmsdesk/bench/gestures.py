"""T2h, T2i: a recorded scroll through all rows, and whether the window ever stood still, each in fresh processes."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median
from typing import Any

from qmsdesk.bench.measure import Figure, exact
from qmsdesk.bench.starting import child

CHILD = "qmsdesk.bench.gestures_child"
FRAME_MS = 33.0
SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1600x1000x24")


def figures(data_dir: Path, rounds: int) -> list[Figure]:
    """The scroll without a screen and, where there is Xvfb, on its screen; the longest stand-still of any gesture."""
    found = [_scroll(data_dir, rounds, "offscreen", ())]
    if shutil.which(SCREEN[0]):
        found.append(_scroll(data_dir, rounds, "xcb", SCREEN))
    return [*found, _still(data_dir, rounds)]


def _scroll(data_dir: Path, rounds: int, platform: str, before: tuple[str, ...]) -> Figure:
    runs = [_run("scroll", data_dir, platform, before) for _turn in range(rounds)]
    middle = {name: median(float(run[name]) for run in runs) for name in ("p50", "p95")}
    worst = max(float(run["max"]) for run in runs)
    where = "无屏" if platform == "offscreen" else "Xvfb"
    told = (
        f"{where}从头拖到尾再滚轮，{runs[0]['frames']} 帧 × {rounds} 次，第 95 百分位"
        f"（中位 {middle['p50']:.1f} ms，最慢一帧 {worst:.0f} ms）"
    )
    return exact(f"T2h {where}", told, middle["p95"], "ms", FRAME_MS)


def _still(data_dir: Path, rounds: int) -> Figure:
    """The gesture with the longest stand-still, each gesture by its median."""
    runs = [_run("gestures", data_dir, "offscreen", ()) for _turn in range(rounds)]
    stalls = {name: median(float(run[name][0]) for run in runs) for name in runs[0]}
    name = max(stalls, key=lambda key: stalls[key])
    told = f"{len(stalls)} 种操作中窗口最长一次没有反应的时间（{name}）"
    return exact("T2i", told, stalls[name], "ms", FRAME_MS)


def _run(what: str, data_dir: Path, platform: str, before: tuple[str, ...]) -> dict[str, Any]:
    return child(what, data_dir, CHILD, before=before, platform=platform)
