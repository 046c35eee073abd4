"""What the chapters of the demo share: the folder, the windows, the desk, and the list of what was made."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.demo.hands import Camera
from qmsdesk.settings import resources_dir

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.operations.desk import Desk

UNIT_CODE, UNIT_NAME, DEPARTMENT = "01", "炼化设备公司", "经销部门"
USER, PASSWORD = "李敏", "Rainy-day-desk-37"


@dataclass
class Stage:
    """One run of the demo."""

    out: Path
    tell: Callable[[str], object]
    camera: Camera
    summary: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    desk: Desk | None = None
    window: MainWindow | None = None

    @property
    def data(self) -> Path:
        """The data folder of the demo department."""
        return self.out / "data"

    def made(self, name: str, path: Path) -> None:
        """Remember a file under a name of the summary."""
        self.files[name] = path
        self.tell(f"    {path.relative_to(self.out)}")

    def here(self) -> Desk:
        """The desk, once somebody is signed in."""
        assert self.desk is not None
        return self.desk

    def main(self) -> MainWindow:
        """The main window, once it is open."""
        assert self.window is not None
        return self.window


@dataclass(frozen=True)
class Chapter:
    """One part of the story: its title and what is done."""

    title: str
    play: Callable[[Stage], None]


def calls() -> list[dict[str, Any]]:
    """The invented calls of the sample data."""
    text = (resources_dir() / "samples" / "calls.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["call"]
    return found
