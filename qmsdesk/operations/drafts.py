"""Drafts: unfinished sheets that save themselves; they have no number and may be incomplete."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.reserve import with_reserve
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.base import Paper, Values
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import dump, load


@dataclass(frozen=True)
class Draft:
    """An unfinished sheet: its id (UUID text), paper, values, source document and last save."""

    id: str
    paper_code: str
    values: dict[str, Any]
    source_id: int | None
    updated_at: datetime
    slip_id: int | None = None


@dataclass(frozen=True)
class DraftLine:
    """A draft as a list shows it."""

    id: str
    paper_code: str
    title: str
    customer: str
    summary: str
    updated_at: datetime


def new_draft(
    desk: Desk, *, paper_code: str, values: Values | None = None, source_id: int | None = None
) -> Draft:
    """Begin a sheet; the draft is kept from its first moment."""
    draft_id = str(uuid.uuid4())
    with write_tx():
        insert_draft(
            desk, draft_id=draft_id, sheet=paper(paper_code), values=values or {}, source_id=source_id
        )
    return open_draft(desk, draft_id=draft_id)


def insert_draft(
    desk: Desk,
    *,
    draft_id: str,
    sheet: Paper,
    values: Values,
    source_id: int | None,
    slip_id: int | None = None,
) -> None:
    """Keep a new draft inside the caller's transaction; `slip_id` is the slip of a case it is the sheet of."""
    now = moment_text(desk.clock.now())
    write(
        "INSERT INTO draft(id, user, department_id, paper_code, content, source_id, created_at, updated_at, version,"
        " slip_id) VALUES (?,?,?,?,?,?,?,?,1,?)",
        (
            draft_id,
            desk.user.name,
            desk.department.id,
            sheet.code,
            _text(sheet, values),
            source_id,
            now,
            now,
            slip_id,
        ),
    )


def save_draft(desk: Desk, *, draft_id: str, values: Values) -> bool:
    """Keep what was typed so far; UserError when the draft is gone (registered or discarded elsewhere).

    True when the disk is full and the reserve was spent on it: the user must make room now.
    """
    found = one("SELECT paper_code FROM draft WHERE id = ?", (draft_id,))
    if found is None:
        raise _gone()
    data = _text(paper(found[0]), values)

    def keep() -> None:
        with write_tx():
            changed = write(
                "UPDATE draft SET content = ?, updated_at = ?, version = version + 1 WHERE id = ?",
                (data, moment_text(desk.clock.now()), draft_id),
            )
            if not changed:
                raise _gone()

    return with_reserve(desk.data_dir, keep)[1]


def open_draft(desk: Desk, *, draft_id: str) -> Draft:
    """A draft as it was last saved; UserError when it is gone."""
    found = one(
        "SELECT paper_code, content, source_id, updated_at, slip_id FROM draft WHERE id = ?", (draft_id,)
    )
    if found is None:
        raise _gone()
    code, data, source_id, updated_at, slip_id = found
    return Draft(
        draft_id, code, load(paper(code), json.loads(data)), source_id, read_moment(updated_at), slip_id
    )


def list_drafts(desk: Desk) -> list[DraftLine]:
    """This user's drafts, the latest first."""
    found = rows(
        "SELECT id, paper_code, content, updated_at FROM draft WHERE user = ? ORDER BY updated_at DESC, id",
        (desk.user.name,),
    )
    return [_line(*row) for row in found]


def discard_draft(desk: Desk, *, draft_id: str) -> None:
    """Throw a draft away; nothing that has a number is touched. A slip of a case without number is given up instead."""
    only = one(
        "SELECT 1 FROM draft d JOIN slip s ON s.id = d.slip_id WHERE d.id = ? AND s.number IS NULL",
        (draft_id,),
    )
    if only is not None:
        raise UserError("这是案件中的单据，不能直接删除草稿。", advice="请打开它，用“放弃”并写明理由。")
    with write_tx():
        write("DELETE FROM draft WHERE id = ? AND user = ?", (draft_id, desk.user.name))


def _text(sheet: Paper, values: Values) -> str:
    """JSON of the values; a lone surrogate of a broken clipboard is dropped, not fatal."""
    return json.dumps(dump(sheet, values), ensure_ascii=False).encode("utf-8", "ignore").decode("utf-8")


def _line(draft_id: str, code: str, data: str, updated_at: str) -> DraftLine:
    sheet = paper(code)
    values = load(sheet, json.loads(data))
    summary = (
        values.get("problem_kind")
        or values.get("words")
        or values.get("content")
        or values.get("description")
        or ""
    )
    return DraftLine(
        draft_id, code, sheet.title, values.get("customer_name", ""), summary[:60], read_moment(updated_at)
    )


def _gone() -> UserError:
    return UserError("这份草稿已经不在了。", advice="它可能已登记或已在别处删除，请到台帐或草稿列表查看。")
