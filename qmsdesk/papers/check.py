"""What keeps a sheet from being registered, in the words printed on it (R-5.3.2.2-c, S-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from qmsdesk.errors import FieldProblem
from qmsdesk.papers.base import Facts, Field, Kind, Need, Paper, Values
from qmsdesk.papers.values import Attached, Signed, is_empty

UNKNOWN = "不详"
_WORDS = frozenset((Kind.TEXT, Kind.LONG_TEXT))


def problems(
    paper: Paper, values: Values, facts: Facts, *, fields: Sequence[Field] | None = None
) -> tuple[FieldProblem, ...]:
    """Every reason why these values cannot be registered, in printed order; empty when they can.

    `fields` are those to be looked at where the others are known to be right (an import); rules see all values.
    """
    looked_at = (*paper.fields, *paper.extra) if fields is None else fields
    doubtful = [
        (field, value) for field in looked_at if not _is_plain(field, value := values.get(field.name))
    ]
    found = [item for field, value in doubtful for item in _field_problems(field, value)]
    for rule in paper.rules:
        found += rule(values, facts)
    if not found:
        return ()
    order = {field.name: place for place, field in enumerate((*paper.fields, *paper.extra))}
    unique = {(item.field, item.message): item for item in found}
    return tuple(sorted(unique.values(), key=lambda item: order.get(item.field, 999)))


def problem(paper_field: Field, message: str) -> FieldProblem:
    """A problem of one field, named by its printed label."""
    return FieldProblem(paper_field.name, paper_field.label, message)


def _is_plain(field: Field, value: Any) -> bool:
    """True for everyday words in a box for words: an import looks at a million of them."""
    return (
        type(value) is str
        and field.kind in _WORDS
        and 0 < len(value) <= field.max_length
        and UNKNOWN not in value
        and not value.isspace()
    )


def _field_problems(field: Field, value: Any) -> Iterator[FieldProblem]:
    if is_empty(value):
        if field.need is Need.ALWAYS and field.kind is not Kind.TICK:
            yield problem(field, _what_is_missing(field))
        return
    wrong = _wrong_type(field, value)
    if wrong:
        yield problem(field, wrong)
        return
    if isinstance(value, str):
        yield from _text_problems(field, value)
    if isinstance(value, Signed) and not (value.name and value.day):
        yield problem(field, "姓名和日期都要填。")


def _what_is_missing(field: Field) -> str:
    if field.kind is Kind.SIGNATURE:
        return "请填姓名和日期。"
    if field.kind is Kind.CHOICE:
        return "请选择一项。"
    if field.kind is Kind.ATTACHMENTS:
        return "请附上信息原件或复印件。"
    if field.kind is Kind.ROWS:
        return "请至少填一行。"
    if field.kind is Kind.DATE and not field.escapes:
        return "请填写日期。"
    return "请填写；不适用填“/”，查不清填“不详:原因”。"


_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TICK: bool,
    Kind.QUANTITY: int,
    Kind.MONEY: int,
    Kind.WEIGHT: int,
    Kind.ROWS: (list, tuple),
    Kind.ATTACHMENTS: (list, tuple),
    Kind.SIGNATURE: Signed,
    Kind.DATE: (date, str),
}


def _wrong_type(field: Field, value: Any) -> str:
    expected: Any = _TYPES.get(field.kind, str)
    if not isinstance(value, expected):
        return "填的内容与本栏不符，请重填。"
    if field.kind is Kind.ATTACHMENTS and not all(isinstance(item, Attached) for item in value):
        return "附件栏只能放附件。"
    return ""


def _text_problems(field: Field, value: str) -> Iterator[FieldProblem]:
    text = value.strip()
    if text.startswith(UNKNOWN) and len(text.removeprefix(UNKNOWN).strip(" :：,，()（）")) < 2:
        yield problem(field, "填“不详”时请写明原因，例如“不详:顾客记不清”。")
    if field.kind is Kind.DATE and not _allowed_escape(field, text):
        yield problem(
            field, f"日期没看懂。可填日期{'或' + '、'.join(field.escapes) if field.escapes else ''}。"
        )
    if field.kind is Kind.CHOICE and field.choices and text not in field.choices:
        yield problem(field, f"请从“{'”“'.join(field.choices)}”中选一项。")
    if len(value) > field.max_length:
        yield problem(field, f"最多 {field.max_length} 个字，现有 {len(value)} 个字。")


def _allowed_escape(field: Field, text: str) -> bool:
    return any(text == word or (word == UNKNOWN and text.startswith(word)) for word in field.escapes)
