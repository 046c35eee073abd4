"""Two kinds of error: the user can act, or we have a bug."""

from __future__ import annotations

from dataclasses import dataclass


class UserError(Exception):
    """Something the user can put right: one Chinese sentence and the next step."""

    def __init__(self, message: str, *, advice: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message}{self.advice}"


@dataclass(frozen=True)
class FieldProblem:
    """One thing missing or wrong on a sheet: field name, printed label, sentence."""

    field: str
    label: str
    message: str


class InvalidSlip(UserError):
    """A sheet cannot be registered; `problems` names every reason by printed label."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        labels = "、".join(f"“{problem.label}”" for problem in problems[:6])
        more = f"等 {len(problems)} 项" if len(problems) > 6 else ""
        super().__init__(f"还不能登记，请先补全 {labels}{more}。", advice="逐项改好后再登记，草稿已保留。")
        self.problems = problems


class Conflict(UserError):
    """Somebody else changed the record since it was opened; nothing was overwritten."""


class BugError(Exception):
    """The program did something it must never do; the text is for its makers."""
