"""Plays the chapters, closes everything, and writes summary.json."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.doctor import has_display
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.demo.stage import Chapter, Stage

SUMMARY = "summary.json"
MAKER = "qmsdesk demo"


def play(out: Path, tell: Callable[[str], object]) -> dict[str, Any]:
    """Do the main job in the folder `out`; the summary that is also written there.

    An earlier demo in the folder is replaced; UserError when anything else lies in it.
    """
    out = out.expanduser().absolute()
    clear(out)
    prepare_screen()
    from qmsdesk.demo import beside, calling, casework, ink, listing, yearwork
    from qmsdesk.demo.hands import Camera
    from qmsdesk.demo.stage import Stage

    stage = Stage(out, tell, Camera(out / "screens"))
    perform(
        stage, (*calling.CHAPTERS, *ink.CHAPTERS, *listing.CHAPTERS, *casework.CHAPTERS, *beside.CHAPTERS)
    )
    stage.tell("一整年：统计表、趋势报告、满意度调查和评价")
    yearwork.whole_year(stage)
    return _write(stage)


def prepare_screen() -> Any:
    """The application on the display there is, else on none; file dialogs are Qt's own, so that hands reach them."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from qmsdesk.forms.style import start_application

    qInstallMessageHandler(_hear)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return start_application([sys.argv[0]])


def perform(stage: Stage, chapters: Sequence[Chapter]) -> None:
    """Play chapters one after the other; the windows and the department are closed whatever happens."""
    try:
        for number, chapter in enumerate(chapters, start=1):
            stage.tell(f"[{number}/{len(chapters)}] {chapter.title}")
            chapter.play(stage)
    finally:
        _close(stage)


def clear(out: Path) -> None:
    """Make the folder, or empty it of an earlier demo; UserError when it holds something else."""
    if out.exists() and not out.is_dir():
        raise UserError(f"“{out}”不是文件夹。")
    if out.is_dir() and any(out.iterdir()):
        if not _is_demo(out / SUMMARY):
            raise UserError(f"文件夹“{out}”里有别的东西。", advice="请换一个空文件夹。")
        shutil.rmtree(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        # written first, so that a demo that was interrupted can be replaced as well
        (out / SUMMARY).write_text(json.dumps({"made_by": MAKER, "complete": False}), "utf-8")
    except OSError as error:
        raise UserError(f"不能写入“{out}”。", advice="请换一个文件夹。", detail=str(error)) from error


def _is_demo(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text("utf-8")).get("made_by") == MAKER)
    except (OSError, ValueError, AttributeError):
        return False


def _hear(_kind: object, _place: object, words: str) -> None:
    """Qt's own warnings go on to standard error, but not what the offscreen platform says about itself."""
    if not words.startswith("This plugin does not support"):
        print(words, file=sys.stderr)


def _close(stage: Stage) -> None:
    from qmsdesk.app import leave
    from qmsdesk.demo.hands import settle

    if stage.window is not None:
        stage.window.close()
        stage.window.deleteLater()
        settle()
    if stage.desk is not None:
        leave(stage.desk)


def _write(stage: Stage) -> dict[str, Any]:
    from qmsdesk.models.files import atomic_write

    summary = {
        "made_by": MAKER,
        "complete": True,
        **stage.summary,
        "files": {name: str(path) for name, path in stage.files.items()},
        "screens": [str(path) for path in stage.camera.taken],
    }
    text = json.dumps(summary, ensure_ascii=False, indent=1, default=str)
    atomic_write(stage.out / SUMMARY, text + "\n")
    return summary
