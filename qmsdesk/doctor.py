"""One table: what this workstation has, what it lacks, and the next step; runs even when half of it is missing."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from qmsdesk import settings
from qmsdesk.errors import UserError

State = Literal["ok", "warn", "bad"]
WORDS: dict[State, str] = {"ok": "正常", "warn": "注意", "bad": "故障"}
SET_UP = "请运行 sh installer/dev.sh setup。"
# signs every form prints besides Han (S-18), and what customers' letters add
SIGNS = "(),-/0123456789:;BCFJMQ·√□、。①②③℃±×■●“”《》—…￥％"
LEAST_FREE = 1 << 30
OPEN_A_DISPLAY = """
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
size = application.primaryScreen().size()
print(f"{application.platformName()}，{size.width()}×{size.height()}")
"""
INPUT_METHODS = {"fcitx5": "fcitx5", "ibus-daemon": "ibus", "fcitx": "fcitx4"}


@dataclass(frozen=True)
class Row:
    """One thing looked at: its name, its state, what was found, and the next step where there is one."""

    name: str
    state: State
    found: str
    advice: str = ""


def has_display() -> bool:
    """Whether windows can be shown here, as far as the environment tells."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def look_at_python(_folder: Path) -> Row:
    """The Python that runs this (older than 3.11 would not have come so far)."""
    return Row("Python", "ok", f"{platform.python_version()}，{platform.machine()}")


def look_at_qt(_folder: Path) -> Row:
    """PySide6 with the system libraries it needs, and not the release that aborts below Python 3.12."""
    try:
        version = str(importlib.import_module("PySide6").__version__)
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("PySide6.QtPrintSupport")
    except ImportError as error:
        return Row("Qt", "bad", f"不能使用：{error}", SET_UP)
    if version == "6.12.0" and sys.version_info < (3, 12):
        return Row(
            "Qt", "bad", f"PySide6 {version}", "该版本在 Python 3.11 上会崩溃，请改用 6.11.3。" + SET_UP
        )
    return Row("Qt", "ok", f"PySide6 {version}")


def look_at_glibc(_folder: Path) -> Row:
    """The C library decides which Qt can be installed on Linux."""
    if sys.platform != "linux":
        return Row("系统", "ok", platform.platform(terse=True))
    library, version = platform.libc_ver()
    found = f"{library or '未知 C 库'} {version}".strip()
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    if library != "glibc" or numbers < (2, 28):
        return Row("系统", "bad", found, "本机没有可用的 Qt 安装包，需要 glibc 2.28 或更新的系统。")
    if numbers < (2, 34):
        return Row("系统", "warn", found, "本系统只能使用 Qt 6.9.3，安装脚本会自动选用。")
    return Row("系统", "ok", found)


def look_at_sqlite(_folder: Path) -> Row:
    """SQLCipher that encrypts, with full-text search and an SQLite new enough for the write-ahead log."""
    try:
        driver: Any = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError as error:
        return Row("数据库", "bad", f"不能使用 sqlcipher3：{error}", SET_UP)
    connection = driver.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except driver.Error as error:
        return Row("数据库", "bad", f"SQLite {driver.sqlite_version}：{error}", SET_UP)
    finally:
        connection.close()
    found = f"SQLite {driver.sqlite_version}，SQLCipher {cipher[0] if cipher else '没有'}"
    if not cipher:
        return Row("数据库", "bad", found, "数据无法加密。" + SET_UP)
    from qmsdesk.models import pragmas

    try:
        pragmas.refuse_unsafe_engine(pragmas.engine_version())
    except UserError as error:
        return Row("数据库", "bad", error.message, error.advice)
    return Row("数据库", "ok", found)


def look_at_fonts(_folder: Path) -> Row:
    """The bundled faces are there, can be embedded, and hold all of GB2312 and the signs of the forms."""
    try:
        paths = [settings.font_path(face) for face in settings.FONT_FILES]
        reader: Any = importlib.import_module("reportlab.pdfbase.ttfonts")
    except UserError as error:
        return Row("字体", "bad", error.message, error.advice)
    except ImportError as error:
        return Row("字体", "bad", f"不能检查：{error}", SET_UP)
    for path in paths:
        try:
            known = reader.TTFontFile(str(path), validate=0).charToGlyph
        except (reader.TTFError, OSError) as error:
            return Row("字体", "bad", f"{path.name} 已损坏：{error}", "请重新安装本程序。")
        lacking = [sign for sign in _expected_characters() if ord(sign) not in known]
        if lacking:
            found = f"{path.name} 缺 {len(lacking)} 个字，如“{''.join(lacking[:5])}”"
            return Row("字体", "bad", found, "请重新安装本程序。")
    return Row("字体", "ok", "、".join(path.stem for path in paths) + "，GB2312 汉字齐全")


def _expected_characters() -> str:
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return SIGNS + "".join(pair.decode("gb2312", "ignore") for pair in cells)


def look_at_input_method(_folder: Path) -> Row:
    """A Chinese input method that Qt's wheel can talk to: fcitx5 or ibus, not fcitx4."""
    if sys.platform != "linux":
        return Row("输入法", "ok", "使用系统输入法")
    running = {INPUT_METHODS[name] for name in _process_names() if name in INPUT_METHODS}
    found = "正在运行 " + "、".join(sorted(running)) if running else "没有发现正在运行的中文输入法"
    if running & {"fcitx5", "ibus"}:
        return Row("输入法", "ok", found)
    if not has_display():
        return Row("输入法", "ok", found + "（无显示，用不着）")
    if "fcitx4" in running:
        return Row("输入法", "bad", found, "本程序的 Qt 不支持 fcitx4，请改用 fcitx5 或 ibus。")
    return Row(
        "输入法", "warn", found, "请安装并启动 fcitx5（fcitx5-chinese-addons）或 ibus（ibus-libpinyin）。"
    )


def _process_names() -> set[str]:
    names = set()
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            names.add(comm.read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue  # the process has ended meanwhile
    return names


def look_at_printers(_folder: Path) -> Row:
    """Where prints can go: the queues of CUPS; Windows shows its own in the print dialog."""
    if sys.platform == "win32":
        return Row("打印机", "ok", "使用 Windows 打印机")
    if shutil.which("lp") is None or shutil.which("lpstat") is None:
        return Row("打印机", "warn", "没有 lp 命令", "请安装 cups-client；在此之前可把 PDF 存盘后打印。")
    listed = subprocess.run(["lpstat", "-e"], capture_output=True, text=True, timeout=20, check=False)
    queues = listed.stdout.split()
    if not queues:
        return Row(
            "打印机", "warn", "没有打印队列", "请在系统设置中添加打印机；在此之前可把 PDF 存盘后打印。"
        )
    return Row("打印机", "ok", "、".join(queues))


def look_at_display(_folder: Path) -> Row:
    """A display that really opens: tried in a process of its own, because Qt ends the process when it cannot."""
    if not has_display():
        return Row(
            "显示",
            "warn",
            "没有显示（DISPLAY、WAYLAND_DISPLAY 都为空）",
            "可运行 qmsdesk demo OUT 查看成果。",
        )
    if getattr(sys, "frozen", False):  # the packed program is no interpreter that could be asked
        return Row(
            "显示", "ok", os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or sys.platform
        )
    tried = subprocess.run(
        [sys.executable, "-P", "-c", OPEN_A_DISPLAY], capture_output=True, text=True, timeout=60, check=False
    )
    if tried.returncode:
        said = tried.stderr.strip().splitlines() or ["没有说明"]
        reason = next((line for line in said if line.startswith("qt.qpa")), said[-1])
        return Row("显示", "bad", f"窗口打不开：{reason}", "请检查 DISPLAY 是否有效；缺少系统库时" + SET_UP)
    return Row("显示", "ok", tried.stdout.strip())


def look_at_data_folder(folder: Path) -> Row:
    """The department's data folder, or the place where it will be made: local, writable and with room."""
    from qmsdesk.models.storage_place import refuse_network

    try:
        refuse_network(folder)
        place = next((part for part in (folder, *folder.parents) if part.exists()), folder)
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"qmsdesk")
        free = shutil.disk_usage(place).free
    except OSError as error:
        return Row(
            "数据文件夹",
            "bad",
            f"{folder} 不能写入：{error.strerror}",
            "请检查权限，或用 --data 指定另一个文件夹。",
        )
    except UserError as error:
        return Row("数据文件夹", "bad", error.message, error.advice)
    found = f"{folder}（{'已有' if folder.is_dir() else '尚未建立'}，剩余 {free / (1 << 30):.1f} GB）"
    if free < LEAST_FREE:
        return Row("数据文件夹", "warn", found, "磁盘空间不足 1 GB，请清理或换盘。")
    return Row("数据文件夹", "ok", found)


LOOKS: tuple[Callable[[Path], Row], ...] = (
    look_at_python,
    look_at_qt,
    look_at_glibc,
    look_at_sqlite,
    look_at_fonts,
    look_at_input_method,
    look_at_printers,
    look_at_display,
    look_at_data_folder,
)


def examine(data_dir: Path | None = None) -> tuple[Row, ...]:
    """Look at everything; `data_dir` is the department's folder, by default the user's own."""
    folder = data_dir or settings.default_data_dir()
    return tuple(look(folder) for look in LOOKS)


def table(rows: tuple[Row, ...]) -> str:
    """The rows as aligned text; Chinese characters take two columns."""
    wide = max(map(_columns, (row.name for row in rows)))
    lines = [
        f"{row.name}{' ' * (wide - _columns(row.name))}  {WORDS[row.state]}  {row.found}" for row in rows
    ]
    notes = [f"{' ' * (wide + 8)}→ {row.advice}" if row.advice else "" for row in rows]
    return "\n".join(line for pair in zip(lines, notes, strict=True) for line in pair if line)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def answer(rows: tuple[Row, ...], *, as_json: bool) -> int:
    """Print the rows; 0 when nothing is broken, 1 otherwise."""
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) if as_json else table(rows))
    return 1 if any(row.state == "bad" for row in rows) else 0


def main(argv: list[str] | None = None) -> int:
    """The table without the rest of the program (`dev.sh doctor`); the exit code."""
    parser = argparse.ArgumentParser(prog="qmsdesk doctor", description="检查本机是否具备运行条件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="部门的数据文件夹")
    options = parser.parse_args(argv)
    return answer(examine(Path(options.data) if options.data else None), as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
