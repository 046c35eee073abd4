"""The units of the company and their departments: more than one may work in one database (requirements §3.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.department import HOLDERS
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require

MANAGE = "人员管理"
SCORING = ("商品厂", "铸锻厂")
_CODE = r"[A-Za-z0-9]{1,8}"


@dataclass(frozen=True)
class UnitLine:
    """One producing unit: code (in every number), name, 计分类别, and how many of its departments work here."""

    id: int
    code: str
    name: str
    scoring_class: str
    here: int


def list_units(desk: Desk) -> list[UnitLine]:
    """Every unit, the desk's own first."""
    found = rows(
        "SELECT u.id, u.code, u.name, u.scoring_class, (SELECT count(*) FROM department d WHERE d.unit_id = u.id"
        " AND d.place = 'here') FROM unit u ORDER BY u.id <> ?, u.id",
        (desk.department.unit_id,),
    )
    return [UnitLine(*row) for row in found]


def add_unit(
    desk: Desk, *, code: str, name: str, scoring_class: str = SCORING[0], here: Sequence[str] = ()
) -> int:
    """Make a unit known with the departments of clause 8; those named in `here` work in this database. Its id."""
    require(desk, MANAGE)
    code = clean_text(code, label="单位代号", max_length=8, code=True)
    name = clean_text(name, label="单位名称", max_length=60, code=True)
    _refuse(code, name, scoring_class)
    strangers = [kind for kind in here if kind not in HOLDERS]
    if strangers:
        raise UserError(f"没有“{strangers[0]}”这类部门。", advice=f"可用的有：{'、'.join(HOLDERS)}。")
    with write_tx():
        deed = Deed(desk, None)
        key = deed.insert("unit", code=code, name=name, scoring_class=scoring_class, created_at=deed.now)
        for kind in HOLDERS:
            place = "here" if kind in here else "elsewhere"
            deed.insert("department", unit_id=key, name=kind, kind=kind, place=place, created_at=deed.now)
        deed.close("添加单位", f"{code} {name}")
    return key


def place_department(desk: Desk, *, department_id: int, here: bool) -> None:
    """Say whether a department works in this database: then it has its own 待签收 and sees its own records only."""
    require(desk, MANAGE)
    found = one("SELECT name, place FROM department WHERE id = ?", (department_id,))
    if found is None:
        raise UserError("没有这个部门。", advice="请刷新名单后再试。")
    if not here and department_id == desk.department.id:
        raise UserError("您自己的部门在这里办公。", advice="请选另一个部门。")
    with write_tx():
        deed = Deed(desk, None)
        deed.change("department", department_id, place="here" if here else "elsewhere")
        deed.close("部门办公地点", f"{found[0]}：{'本机' if here else '别处'}")


def _refuse(code: str, name: str, scoring_class: str) -> None:
    if not re.fullmatch(_CODE, code):
        raise UserError(
            "单位代号只能用 1 到 8 个字母或数字。", advice="例如 02。它会印在每个编号里，以后不能改。"
        )
    if not name:
        raise UserError("“单位名称”没有填写。", advice="请补上后再试。")
    if one("SELECT 1 FROM unit WHERE code = ? OR name = ?", (code, name)):
        raise UserError(f"单位“{code} {name}”的代号或名称已经用过。", advice="请核对单位名单。")
    if scoring_class not in SCORING:
        raise UserError(f"计分类别没有“{scoring_class}”。", advice=f"可用的有：{'、'.join(SCORING)}。")
