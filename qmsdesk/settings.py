"""Where data, fonts and the company's own words live."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from qmsdesk.errors import UserError

FONT_FILES = {
    "serif": "NotoSerifSC-Regular.ttf",
    "sans": "NotoSansSC-Regular.ttf",
    "sans-bold": "NotoSansSC-Bold.ttf",
}


@dataclass(frozen=True)
class Company:
    """The words on the prints that belong to the company, not to the program (R-0-b)."""

    name: str
    standard: str
    procedure_no: str
    procedure_title: str
    edition: str
    effective: str
    secrecy: str
    form_numbers: dict[str, str] = field(default_factory=dict)


def resources_dir() -> Path:
    """The folder of fonts, icons, help and sample data: in a frozen bundle, a checkout or an installed wheel."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    beside = root / "resources"
    installed = Path(sys.prefix) / "share" / "qmsdesk"
    return installed if installed.is_dir() and not beside.is_dir() else beside


def font_path(face: str) -> Path:
    """Path of the bundled TrueType file of `face` (serif, sans, sans-bold); UserError when it is gone."""
    path = resources_dir() / "fonts" / FONT_FILES[face]
    if not path.is_file():
        raise UserError(
            f"缺少字体文件 {path.name}。",
            advice="请重新安装本程序，或把字体文件放回 resources/fonts 文件夹。",
        )
    return path


def default_data_dir() -> Path:
    """The department's data folder when none is named: the user's own data place."""
    chosen = os.environ.get("QMSDESK_DATA")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))
    return base / "qmsdesk"


@lru_cache(maxsize=8)
def company(data_dir: Path | None = None) -> Company:
    """The company's words: `company.toml` of the data folder, else the one shipped; UserError when unreadable."""
    import tomllib

    own = data_dir / "company.toml" if data_dir else None
    path = own if own and own.is_file() else resources_dir() / "company.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Company(**raw)
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise UserError(
            f"公司信息文件 {path.name} 读不出来。",
            advice="请检查该文件的内容，或删除数据文件夹中的副本。",
            detail=str(error),
        ) from error
