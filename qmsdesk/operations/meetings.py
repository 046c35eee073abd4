"""Quality meetings on a 处理单: convened, minuted, their actions followed (AUX-3; 5.3.4.1, 5.3.4.3-4, I-51)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.turns import Turn

_TEXTS = {
    "place": "地点", "convener": "召集人", "chair": "主持人", "chair_role": "主持人职务", "causes": "原因分析",
    "responsibility": "责任", "decisions": "决定和措施", "risk": "风险", "resources": "资源投入成本",
    "benefit": "企业获取利益", "general_manager_decision": "总经理决策", "general_manager": "总经理",
}  # fmt: skip
_DAYS = ("held_on", "decided_on")


@dataclass(frozen=True)
class Person:
    """Somebody at a meeting: name, department, and kind (质量负责人, 质管人员, 技术人员)."""

    name: str
    department: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Action:
    """Something agreed on: what, by whom, until when, done when."""

    what: str
    owner: str = ""
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Minutes:
    """The minutes of one meeting as they stand."""

    id: int
    slip_id: int
    kind: str
    held_on: date | None
    place: str
    convener: str
    chair: str
    chair_role: str
    causes: str
    responsibility: str
    decisions: str
    risk: str
    resources: str
    benefit: str
    management_review: bool
    general_manager_decision: str
    general_manager: str
    decided_on: date | None
    recorded_by: str
    people: tuple[Person, ...] = ()
    actions: tuple[Action, ...] = ()


def convene(turn: Turn) -> None:
    """召开: the minutes are begun with what is known."""
    kind = turn.row.action.removeprefix("召开")
    key = turn.deed.insert(
        "meeting", slip_id=turn.slip.id, kind=kind, recorded_by=turn.desk.user.name, recorded_at=turn.deed.now
    )
    _write(turn.deed, key, turn.given.values)


def keep_minutes(turn: Turn) -> None:
    """会议结论: what was given with the gesture goes into the minutes before they are judged."""
    found = one("SELECT id FROM meeting WHERE slip_id = ? ORDER BY id DESC LIMIT 1", (turn.slip.id,))
    if found is not None:
        _write(turn.deed, found[0], turn.given.values)


@once
def write_minutes(desk: Desk, *, meeting_id: int, values: Mapping[str, Any]) -> None:
    """Change the minutes until the 处理单 is registered (again); fields as in Minutes, people and actions whole.

    登记 looks at them once more, so a change that leaves them wanting is found there.
    """
    found = one("SELECT slip_id FROM meeting WHERE id = ?", (meeting_id,))
    if found is None:
        raise UserError("没有找到这份会议纪要。")
    slip = read_slip(desk, slip_id=found[0])
    require(desk, "会议纪要", paper="03", state=slip.state, slip_id=slip.id)
    with write_tx():
        deed = Deed(desk, found[0])
        _write(deed, meeting_id, values)
        deed.close("会议纪要")


@once
def action_done(desk: Desk, *, meeting_id: int, place: int, day: date) -> None:
    """An agreed action (1 = the first) was carried out on a day."""
    found = one(
        "SELECT a.id, m.slip_id FROM meeting_action a JOIN meeting m ON m.id = a.meeting_id"
        " WHERE a.meeting_id = ? AND a.row_no = ?",
        (meeting_id, place),
    )
    if found is None:
        raise UserError("没有找到这项措施。")
    state = read_slip(desk, slip_id=found[1]).state
    require(desk, "会议措施", paper="03", state=state, slip_id=found[1])
    with write_tx():
        deed = Deed(desk, found[1])
        deed.change("meeting_action", found[0], done_on=day)
        deed.close("会议措施完成")


def minutes_of(desk: Desk, *, slip_id: int) -> list[Minutes]:
    """The meetings about a 处理单, oldest first."""
    names = [name for name in Minutes.__dataclass_fields__ if name not in ("people", "actions")]
    found = rows(f"SELECT {', '.join(names)} FROM meeting WHERE slip_id = ? ORDER BY id", (slip_id,))
    return [_minutes(dict(zip(names, row, strict=True))) for row in found]


def _minutes(row: dict[str, Any]) -> Minutes:
    for name in _DAYS:
        row[name] = read_day(row[name])
    row["management_review"] = bool(row["management_review"])
    people = rows(
        "SELECT name, department, kind FROM meeting_person WHERE meeting_id = ? ORDER BY row_no", (row["id"],)
    )
    actions = rows(
        "SELECT what, owner, due, done_on FROM meeting_action WHERE meeting_id = ? ORDER BY row_no",
        (row["id"],),
    )
    return Minutes(
        **row,
        people=tuple(Person(*item) for item in people),
        actions=tuple(Action(item[0], item[1], _day(item[2]), _day(item[3])) for item in actions),
    )


def _day(text: str | None) -> date | None:
    value = read_day(text)
    return value if isinstance(value, date) else None


def _write(deed: Deed, key: int, values: Mapping[str, Any]) -> None:
    columns: dict[str, Any] = {
        name: clean_text(str(values[name] or ""), label=label, max_length=4000, multiline=True)
        for name, label in _TEXTS.items()
        if name in values
    }
    columns |= {name: values[name] for name in _DAYS if isinstance(values.get(name), date)}
    if "management_review" in values:
        columns["management_review"] = bool(values["management_review"])
    if columns:
        deed.change("meeting", key, **columns)
    if "people" in values:
        _replace(deed, "meeting_person", key, (_person(item) for item in values["people"]))
    if "actions" in values:
        _replace(deed, "meeting_action", key, (_action(item) for item in values["actions"]))


def _person(item: Person) -> dict[str, Any]:
    name = clean_text(item.name, label="参加人", max_length=40)
    if not name:
        raise UserError("参加人没有姓名。", advice="请逐人填写姓名、部门。")
    department = clean_text(item.department, label="部门", max_length=60)
    return {
        "name": name,
        "department": department,
        "kind": clean_text(item.kind, label="类别", max_length=40),
    }


def _action(item: Action) -> dict[str, Any]:
    what = clean_text(item.what, label="措施", max_length=1000, multiline=True)
    if not what:
        raise UserError("措施没有内容。")
    owner = clean_text(item.owner, label="负责", max_length=60)
    return {"what": what, "owner": owner, "due": item.due, "done_on": item.done_on}


def _replace(deed: Deed, table: str, meeting_id: int, fresh: Iterable[dict[str, Any]]) -> None:
    for (key,) in rows(f'SELECT id FROM "{table}" WHERE meeting_id = ?', (meeting_id,)):
        deed.remove(table, key)
    for place, columns in enumerate(fresh, start=1):
        deed.insert(table, meeting_id=meeting_id, row_no=place, **columns)
