"""The readings of requirements 17 that this department chose; each is a setting of its own and every change is kept."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import rows
from qmsdesk.operations import preferences
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure import numbering
from qmsdesk.procedure.permissions import may
from qmsdesk.procedure.readings import PROPOSED, Readings

PREFIX = "reading."
_PATTERNS = {"slip_pattern": numbering.slip_pattern, "survey_pattern": numbering.survey_pattern}
_KINDS = get_type_hints(Readings)


def current(desk: Desk) -> Readings:
    """The readings in force: what was chosen, else the proposed default; what a later version set is skipped."""
    found = rows("SELECT name, value FROM setting WHERE name LIKE 'reading.%'")
    chosen = {str(name).removeprefix(PREFIX): json.loads(value) for name, value in found}
    known = {name: value for name, value in chosen.items() if name in _KINDS and _fits(name, value)}
    return Readings(**known)


def choose(desk: Desk, *, name: str, value: Any, reason: str) -> None:
    """Choose one reading; UserError for an unknown name or value, without reason, or without the right."""
    if name not in _KINDS:
        raise UserError(f"没有名为“{name}”的设定。")
    if not _fits(name, value):
        raise UserError(f"设定“{name}”不能取值“{value}”。", advice="请从列出的几种中选择。")
    if not may_choose(desk):
        raise UserError("改变条款解释须由系统管理员或质量负责人办理。")
    if name in _PATTERNS:
        _PATTERNS[name](str(value))
    why = clean_text(reason, label="理由", max_length=500)
    if len(why) < 2:
        raise UserError("请写明为什么改用这种解释。", advice="已签署的报表不受影响。")
    preferences.choose(desk, PREFIX + name, value, reason=why)


def may_choose(desk: Desk) -> bool:
    """Whether this user may change a reading: the administrator and the 质量负责人."""
    return may(desk.user.roles, "*", "*", "人员管理") or "quality_leader" in desk.user.roles


def choices() -> dict[str, tuple[Any, Any]]:
    """Name -> (proposed value, type) of every reading, for a settings page."""
    return {item.name: (getattr(PROPOSED, item.name), _KINDS[item.name]) for item in fields(Readings)}


def _fits(name: str, value: Any) -> bool:
    kind = _KINDS[name]
    words = get_args(kind)
    if words and all(isinstance(word, str) for word in words):
        return value in words
    if words:  # a number or nothing
        return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
    if kind is bool:
        return isinstance(value, bool)
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))
