"""Asking for files: the folder is remembered, the ending is added, an existing file is asked about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

XLSX = "Excel 工作簿 (*.xlsx)"
PDF = "PDF 文件 (*.pdf)"
TABLES = "表格 (*.xlsx *.xls *.csv)"
_SCANS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.doc *.docx *.xls *.xlsx *.eml *.txt"
ORIGINALS = f"扫描件和文件 ({_SCANS});;所有文件 (*)"


def ask_where_to_save(
    parent: QWidget | None, settings: QSettings | None, *, title: str, name: str, kinds: str, ending: str
) -> Path | None:
    """Where to save a file called `name`; None when the user thought better of it."""
    start = str(_folder(settings) / name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, start, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != ending:
        path = path.with_name(path.name + ending)
    _remember(settings, path.parent)
    return path


def ask_for_files(
    parent: QWidget | None, settings: QSettings | None, *, title: str, kinds: str, several: bool = False
) -> list[Path]:
    """Existing files; empty when the user thought better of it."""
    start = str(_folder(settings))
    if several:
        names, _kind = QFileDialog.getOpenFileNames(parent, title, start, kinds)
    else:
        one, _kind = QFileDialog.getOpenFileName(parent, title, start, kinds)
        names = [one] if one else []
    if names:
        _remember(settings, Path(names[0]).parent)
    return [Path(name) for name in names]


def ask_for_folder(
    parent: QWidget | None, settings: QSettings | None, *, title: str, start: Path | None = None
) -> Path | None:
    """An existing or new folder; None when the user thought better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start or _folder(settings)))
    return Path(chosen) if chosen else None


def _folder(settings: QSettings | None) -> Path:
    kept = settings.value("files/folder") if settings is not None else None
    folder = Path(str(kept)) if kept else Path.home()
    return folder if folder.is_dir() else Path.home()


def _remember(settings: QSettings | None, folder: Path) -> None:
    if settings is not None:
        settings.setValue("files/folder", str(folder))
