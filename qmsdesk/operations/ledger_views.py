"""Kept views of the ledger: filters, order, columns and widths under a name, one's own or the department's."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_query import BY_KEY, FILTERED, Condition, Filter

_LAST = ""  # the name of the view a user left; nobody can type it
LONGEST_NAME = 30
_FORMAT = 1
_AGAIN = "请重新选择筛选和列，再用同一名称保存。"


@dataclass(frozen=True)
class View:
    """What a view keeps: conditions, order, columns from left to right with their widths in pixels, search text.

    `height` is that of a row in hundredths of a letter's, 0 as it is; `notice` says in Chinese what of it
    could not be taken back.
    """

    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = (("number", True),)
    columns: tuple[tuple[str, int], ...] = ()
    notice: str = ""
    text: str = ""
    height: int = 0


@dataclass(frozen=True)
class ViewLine:
    """One kept view in the menu: id, name, whether the department shares it, who made it, may this user change it."""

    id: int
    name: str
    shared: bool
    by: str
    by_gone: bool
    mine: bool


def views(desk: Desk) -> list[ViewLine]:
    """The user's own views, then those of the department, by name."""
    found = rows(
        'SELECT id, "user", name, content FROM saved_view WHERE "user" IN (?, ?) AND name <> ? ORDER BY name',
        (_own(desk), _shared(desk), _LAST),
    )
    lines = [_line(desk, *row) for row in found]
    return sorted(lines, key=lambda line: line.shared)


def open_view(desk: Desk, *, view_id: int) -> View:
    """A kept view; UserError when it is gone, somebody else's, or asks for what this version does not have."""
    row = _row(desk, view_id)
    view = _read(row[2], row[3])
    line = _line(desk, *row)
    if line.shared and line.by_gone:
        notice = f"视图“{line.name}”由已停用的用户 {line.by} 保存。"
        return replace(view, notice=" ".join(filter(None, (view.notice, notice))))
    return view


def save_view(desk: Desk, *, name: str, view: View, shared: bool = False) -> int:
    """Keep a view under a name, replacing the one that has it; UserError when that is not one's own to change."""
    from qmsdesk.models.text import clean_text
    from qmsdesk.operations.rights import refuse_viewer

    refuse_viewer(desk)
    plain = clean_text(name).strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise UserError("视图名称不能用。", advice=f"请用 1 至 {LONGEST_NAME} 个字的名称。")
    owner = _shared(desk) if shared else _own(desk)
    with write_tx():
        old = one('SELECT id FROM saved_view WHERE "user" = ? AND name = ?', (owner, plain))
        if old is not None:
            _must_be_mine(desk, int(old[0]))
        _put(desk, owner, plain, view)
        found = one('SELECT id FROM saved_view WHERE "user" = ? AND name = ?', (owner, plain))
        if shared:
            record(desk, "保存部门台帐视图", reason=plain)
    assert found is not None
    return int(found[0])


def remove_view(desk: Desk, *, view_id: int) -> None:
    """Forget a kept view; a department's may be removed by who made it, or by anybody once that user is gone."""
    from qmsdesk.operations.rights import refuse_viewer

    refuse_viewer(desk)
    with write_tx():
        line = _must_be_mine(desk, view_id)
        write("DELETE FROM saved_view WHERE id = ?", (view_id,))
        if line.shared:
            record(desk, "删除部门台帐视图", reason=line.name)


def keep_last(desk: Desk, *, view: View) -> None:
    """Remember how the user left the ledger; who may only look leaves no trace."""
    from qmsdesk.operations.rights import is_viewer

    if is_viewer(desk):
        return
    with write_tx():
        _put(desk, _own(desk), _LAST, view)


def last_view(desk: Desk) -> View | None:
    """The view the user left, or None; one that this version cannot read is begun anew."""
    row = one('SELECT content FROM saved_view WHERE "user" = ? AND name = ?', (_own(desk), _LAST))
    if row is None:
        return None
    try:
        return _read("上次的视图", row[0])
    except UserError as error:
        return View(notice=error.message)


def _own(desk: Desk) -> str:
    return f"user:{desk.user.id}"


def _shared(desk: Desk) -> str:
    return f"department:{desk.department.id}"


def _put(desk: Desk, owner: str, name: str, view: View) -> None:
    write(
        'INSERT INTO saved_view ("user", name, content, changed_at) VALUES (?, ?, ?, ?)'
        ' ON CONFLICT ("user", name) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at',
        (owner, name, _write(desk, view), moment_text(desk.clock.now())),
    )


def _row(desk: Desk, view_id: int) -> tuple[int, str, str, str]:
    row = one('SELECT id, "user", name, content FROM saved_view WHERE id = ?', (view_id,))
    if row is None or row[1] not in (_own(desk), _shared(desk)):
        raise UserError("这个视图已经不在了。", advice="它可能已被删除，或属于别的用户；请另选一个视图。")
    return int(row[0]), str(row[1]), str(row[2]), str(row[3])


def _must_be_mine(desk: Desk, view_id: int) -> ViewLine:
    line = _line(desk, *_row(desk, view_id))
    if not line.mine:
        raise UserError(
            f"部门视图“{line.name}”是 {line.by} 保存的，不能由别人更改。", advice="请换一个名称保存。"
        )
    return line


def _line(desk: Desk, view_id: int, owner: str, name: str, content: str) -> ViewLine:
    by_id, by = _maker(content)
    if owner == _own(desk):
        return ViewLine(view_id, name, False, desk.user.name, False, True)
    person = one("SELECT active FROM person WHERE id = ?", (by_id,))
    gone = person is None or not person[0]
    return ViewLine(view_id, name, True, by, gone, gone or by_id == desk.user.id)


def _maker(content: str) -> tuple[int, str]:
    try:
        kept = json.loads(content)
        return int(kept["by"]), str(kept["by_name"])
    except (ValueError, KeyError, TypeError):
        return 0, "？"


def _write(desk: Desk, view: View) -> str:
    kept = {
        "format": _FORMAT,
        "by": desk.user.id,
        "by_name": desk.user.name,
        "filters": [
            [item.column, item.test.value, [_packed(value) for value in item.values]] for item in view.filters
        ],
        "sort": [list(item) for item in view.sort],
        "columns": [list(item) for item in view.columns],
        "text": view.text,
        "height": view.height,
    }
    return json.dumps(kept, ensure_ascii=False)


def _read(name: str, content: str) -> View:
    """UserError names a filter or an order this version does not have; a column that is gone is only left out."""
    try:
        kept = json.loads(content)
        wanted = [
            (str(key), str(test), tuple(_unpacked(value) for value in values))
            for key, test, values in kept["filters"]
        ]
        sort = tuple((str(key), bool(down)) for key, down in kept["sort"])
        columns = tuple((str(key), int(width)) for key, width in kept["columns"])
        text, height = str(kept.get("text", "")), int(kept.get("height", 0))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"视图“{name}”读不出来。", advice=_AGAIN) from error
    gone = [key for key, _, _ in wanted if key not in FILTERED] + [
        key for key, _ in sort if key not in BY_KEY
    ]
    tests = {item.value for item in Condition}
    gone += [test for _, test, _ in wanted if test not in tests]
    if gone:
        raise UserError(f"视图“{name}”用到的“{gone[0]}”在这个版本的台帐里没有。", advice=_AGAIN)
    lost = [key for key, _ in columns if key not in BY_KEY]
    return View(
        tuple(Filter(key, Condition(test), values) for key, test, values in wanted),
        sort,
        tuple((key, width) for key, width in columns if key in BY_KEY),
        f"视图“{name}”里的列“{'、'.join(lost)}”已经没有了。" if lost else "",
        text,
        height,
    )


def _packed(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    if value is not None and not isinstance(value, str | int):
        raise ValueError("not a value of a filter")
    return value
