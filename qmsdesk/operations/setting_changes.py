"""What was changed in the settings, newest first: when, by whom, from what to what, why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.deadlines import TARGETS
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import PREFIX as READING
from qmsdesk.operations.work_calendar import PREFIX as WORKDAYS
from qmsdesk.procedure.reading_words import WORDS
from qmsdesk.procedure.readings import PROPOSED

MOST = 300


@dataclass(frozen=True)
class SettingChange:
    """One change of a reading, a target or a working-day table, in words."""

    seq: int
    at: datetime
    by: str
    what: str
    old: str
    new: str
    reason: str


def changes(_desk: Desk) -> list[SettingChange]:
    """The changes of readings, targets and calendars from the trail; other settings of the program are left out."""
    found = rows(
        'SELECT seq, at, "user", old, new, reason FROM audit WHERE slip_id IS NULL AND action = ?'
        " ORDER BY seq DESC LIMIT ?",
        ("更改设置", MOST),
    )
    lines = []
    for seq, at, by, old, new, reason in found:
        before, after = _row(old), _row(new)
        name = str(after.get("name", ""))
        if name.startswith((READING, WORKDAYS)) or name == TARGETS:
            what, was, now = _told(name, _value(before), _value(after))
            lines.append(SettingChange(seq, read_moment(at), by, what, was, now, reason))
    return lines


_BY_NAME = {one.name: one for one in WORDS}


def _row(text: str) -> dict[str, Any]:
    kept = json.loads(text).get("setting", {})
    return next((row for row in kept.values() if row), {})


def _value(row: dict[str, Any]) -> Any:
    return json.loads(row["value"]) if "value" in row else ...


def _told(name: str, old: Any, new: Any) -> tuple[str, str, str]:
    if name.startswith(READING):
        field = name.removeprefix(READING)
        words = _BY_NAME.get(field)
        first = getattr(PROPOSED, field, None) if old is ... else old
        return (words.question, words.say(first), words.say(new)) if words else (field, str(first), str(new))
    if name == TARGETS:
        kept, now = ({(i[0], i[1]): i[2] for i in ([] if x is ... else x)} for x in (old, new))
        moved = [key for key in {**kept, **now} if kept.get(key) != now.get(key)]
        what = "、".join(f"{life} {state}" for life, state in moved)
        was, is_ = (
            "、".join(f"{one[key]} 个工作日" if key in one else "无" for key in moved) for one in (kept, now)
        )
        return f"办理目标 {what}", was, is_
    return f"{name.removeprefix(WORKDAYS)} 年工作日历", _days(old), _days(new)


def _days(value: Any) -> str:
    if value is ...:
        return "没有"
    return f"放假 {len(value['free'])} 天，调休上班 {len(value['worked'])} 天"
