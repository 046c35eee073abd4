"""T1, T1b: from the start of the process to the first painted window with fifty rows of the ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qmsdesk.bench.corpus import PASSWORD, USER
from qmsdesk.bench.measure import Figure, Target, compare, exact, medians

LONGEST_S = 900
HEAVY = ("reportlab", "openpyxl", "pyhanko", "pikepdf", "pypdfium2", "pypinyin", "lxml")
START = Target(
    "T1",
    "启动到首个画面：打开数据库、台帐前 50 行、随带字体",
    "同一次运行中空的 PySide6 QMainWindow 的首个画面",
    1.5,
)


def figures(data_dir: Path, rounds: int) -> list[Figure]:
    """T1 as cpu time of fresh processes, and how many heavy modules are loaded at the first picture."""
    loaded: list[str] = []

    def program() -> float:
        answer = child("program", data_dir)
        loaded[:] = answer["loaded"]
        return float(answer["cpu"])

    found = medians({"empty": lambda: float(child("empty", data_dir)["cpu"]), "program": program}, rounds)
    heavy = [name for name in HEAVY if name in loaded]
    what = f"首个画面时已载入的重模块（{'、'.join(heavy) or '无'}）"
    return [compare(START, found["program"], found["empty"]), exact("T1b", what, len(heavy), "个", 0)]


def child(
    what: str,
    data_dir: Path,
    module: str = "qmsdesk.bench.starting_child",
    *,
    before: Sequence[str] = (),
    platform: str = "",
) -> dict[str, Any]:
    """What a fresh process of the program measured of itself; `before` is the command that gives it a screen."""
    platform = platform or os.environ.get("QT_QPA_PLATFORM", "offscreen")
    command = [*before, sys.executable, "-P", "-m", module, what, str(data_dir), USER, PASSWORD]
    environment = {**os.environ, "QT_QPA_PLATFORM": platform}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=LONGEST_S
    )
    if done.returncode:
        raise RuntimeError(f"{what}: {done.stderr.strip().splitlines()[-1:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
