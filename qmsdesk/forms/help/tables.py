"""Tables of the manual that are made from what the program runs on, so that they cannot grow old."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence

from qmsdesk.forms.actions import DEEDS, MENUS, keys_text, plain_text
from qmsdesk.forms.sheet_actions import SHEET_DEEDS
from qmsdesk.papers.base import Field, Kind, Need
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure import reading_words, retention, roles, workflow
from qmsdesk.procedure.copies import copy_set
from qmsdesk.settings import resources_dir

_NEEDS = {Need.ALWAYS: "必填", Need.CONDITIONAL: "视情况", Need.OPTIONAL: "可空"}
_KINDS = {
    Kind.TEXT: "文字", Kind.LONG_TEXT: "多行文字", Kind.DATE: "日期", Kind.CHOICE: "选一项", Kind.TICK: "勾选",
    Kind.QUANTITY: "数量", Kind.MONEY: "金额", Kind.WEIGHT: "重量", Kind.ROWS: "明细行", Kind.ATTACHMENTS: "附件",
    Kind.SIGNATURE: "签名", Kind.LINK: "单号",
}  # fmt: skip


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join("| " + " | ".join(_cell(text) for text in row) + " |" for row in rows)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "／") or "　"


def steps(life: str) -> str:
    """Every step of a paper's life: state, gesture, who, next state, clause."""
    order = {state: place for place, state in enumerate(workflow.STATES[life])}
    found = sorted((row for row in workflow.TABLE if row.life == life), key=lambda row: order[row.source])
    lines, before = [], ""
    for row in found:
        who = "、".join(roles.role_name(key) for key in sorted(row.roles, key=_place_of_role))
        shown = row.source if row.source != before else ""
        lines.append((shown and f"**{shown}**", row.action, who, row.target, row.clause))
        before = row.source
    return table(("状态", "办理", "由谁", "转到", "条款"), lines)


def _place_of_role(key: str) -> int:
    return [role.key for role in roles.TABLE].index(key)


def fields(code: str) -> str:
    """What a paper asks for at its first filling: label, kind, need, longest text, what may stand instead."""
    asked = [field for field in paper(code).fields if field.need in _NEEDS and field.kind in _KINDS]
    return table(("栏目", "填什么", "要求", "说明"), [_field_line(field) for field in asked])


def _field_line(field: Field) -> tuple[str, str, str, str]:
    said = []
    if field.choices:
        said.append("／".join(field.choices))
    if field.escapes:
        said.append("可填 " + "、".join(field.escapes))
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        said.append(f"最多 {field.max_length:,} 字")
    return field.label, _KINDS[field.kind], _NEEDS[field.need], "；".join(said)


def copies(code: str) -> str:
    """The copies of a paper as their labels are printed."""
    responsible = ("责任部门",) if code in ("02", "03") else ()
    return "\n".join(f"- {copy.label}" for copy in copy_set(code, responsible=responsible))


def role_table(_: str) -> str:
    """Roles, what they do, and the clauses."""
    return table(("职责", "做什么", "条款"), [(role.name, role.duty, role.clauses) for role in roles.TABLE])


def retention_table(_: str) -> str:
    """Keeper and years of every record."""
    lines = [
        (rule.name, rule.form_no, rule.keeper, f"{rule.years} 年", rule.working_keeper)
        for rule in retention.TABLE
    ]
    return table(("记录", "格式号", "原文的保存部门", "年限", "本程序里由谁保管"), lines)


def readings(_: str) -> str:
    """How an unclear place of the text is read, and what else may be chosen."""
    lines = []
    for words in reading_words.WORDS:
        choices = (
            "；".join(said for _, said in words.alternatives)
            or f"填一个值{words.unit and f'（{words.unit}）'}"
        )
        lines.append((words.entry, words.clause, words.question, choices, words.why))
    return table(("编号", "条款", "问题", "可选的理解", "为什么要问"), lines)


def actions(_: str) -> str:
    """Every entry of the menus with its keys."""
    parts = []
    for menu in MENUS:
        lines = [(plain_text(deed), keys_text(deed), deed.tip) for deed in DEEDS if deed.menu == menu]
        parts.append(f"### 菜单“{menu.split('(')[0]}”\n\n{table(('命令', '按键', '做什么'), lines)}")
    lines = [(plain_text(deed), "、".join(deed.keys), deed.tip) for deed in SHEET_DEEDS]
    parts.append(f"### 单据上的工具栏\n\n{table(('命令', '按键', '做什么'), lines)}")
    return "\n\n".join(parts)


def page_keys(_: str) -> str:
    """Keys that work on one kind of page only."""
    from qmsdesk.forms.actions import PAGE_KEYS

    parts = [f"### {title}\n\n{table(('按键', '做什么'), pairs)}" for title, pairs in PAGE_KEYS]
    return "\n\n".join(parts)


def figures(_: str) -> str:
    """What was tried on the program, and what was seen."""
    listed = tomllib.loads((resources_dir() / "help" / "figures.toml").read_text("utf-8"))
    return table(("试过什么", "结果"), [(row["tried"], row["seen"]) for row in listed["figure"]])


TABLES: dict[str, Callable[[str], str]] = {
    "steps": steps,
    "fields": fields,
    "copies": copies,
    "roles": role_table,
    "retention": retention_table,
    "readings": readings,
    "actions": actions,
    "page_keys": page_keys,
    "figures": figures,
}
