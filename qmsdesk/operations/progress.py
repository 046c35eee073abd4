"""Long work says how far it is and may be told to stop."""

from __future__ import annotations

from collections.abc import Callable

from qmsdesk.errors import UserError

Progress = Callable[[int, int], bool]


class Cancelled(UserError):
    """The user stopped the work; nothing half done is left behind."""

    def __init__(self) -> None:
        super().__init__("已取消。", advice="没有留下做了一半的结果。")


def silent(_done: int, _total: int) -> bool:
    """A progress that nobody watches."""
    return True


def step(progress: Progress, done: int, total: int) -> None:
    """Report progress; Cancelled when the user said stop."""
    if not progress(done, total):
        raise Cancelled
