"""Taking a complaint in: the call that is written down, or the original that came on paper (5.3.1.1, 5.3.2.1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models import counter
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import insert, one, write, write_tx
from qmsdesk.operations.attaching import attach, files_of_source, keep_file
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import insert_draft
from qmsdesk.operations.scope import refuse_unseen_source
from qmsdesk.operations.type_ahead import (
    CustomerHint,
    LikelyDuplicate,
    ProductHint,
    likely_duplicates,
    suggest_customers,
    suggest_products,
)
from qmsdesk.papers.base import Values
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.feedback import CHANNELS, SPOKEN_CHANNELS, WITNESS
from qmsdesk.papers.values import Attached
from qmsdesk.procedure.clock import SHANGHAI, business_date
from qmsdesk.procedure.numbering import SlipNumber, slip_pattern

__all__ = [
    "CallNote",
    "CustomerHint",
    "Intake",
    "LikelyDuplicate",
    "OriginalNote",
    "ProductHint",
    "Source",
    "likely_duplicates",
    "read_source",
    "record_call",
    "record_original",
    "suggest_customers",
    "suggest_products",
]


@dataclass(frozen=True)
class CallNote:
    """What a clerk writes down during a call or a visit; `received_at` is aware."""

    caller: str
    telephone: str
    received_at: datetime
    customer_name: str
    words: str
    customer_address: str = ""
    product_name: str = ""
    drawing_no: str = ""
    serial_no: str = ""
    remedy: str = ""
    problem_kind: str = ""
    proposed_class: str = ""
    channel: str = "电话书面记录"


@dataclass(frozen=True)
class OriginalNote:
    """An original that came in writing: fax, letter, report; its files, number and pages."""

    channel: str
    received_at: datetime
    customer_name: str
    original_no: str = ""
    pages: int = 1
    is_original: bool = True
    received_by: str = ""
    product_name: str = ""
    serial_no: str = ""
    files: tuple[Path, ...] = field(default=())


@dataclass(frozen=True)
class Intake:
    """What an intake left: the source document and the slip that was begun from it."""

    source_id: int
    draft_id: str


@dataclass(frozen=True)
class Source:
    """A source document (信息原件) as it is kept."""

    id: int
    number: str
    channel: str
    original_no: str
    caller: str
    telephone: str
    received_at: datetime
    received_by: str
    entered_at: datetime
    entered_by: str
    customer_name: str
    customer_address: str
    product_name: str
    drawing_no: str
    serial_no: str
    words: str
    remedy: str
    pages: int
    is_original: bool
    slip_id: int | None
    files: tuple[Attached, ...]

    @property
    def is_transcript(self) -> bool:
        """True when the source is our own writing of what was said."""
        return self.channel in SPOKEN_CHANNELS


_LABELS = {item.name: item.label for item in paper("AUX-1").fields}
_LIMITS = {item.name: item.max_length for item in paper("AUX-1").fields}


def record_call(desk: Desk, *, note: CallNote, request_id: str, call_draft_id: str = "") -> Intake:
    """Keep the transcript as 信息原件 and begin a pre-filled 反馈单; the same request twice is one record.

    UserError when the words, the caller or the customer are missing, or the time lies in the future.
    `call_draft_id` is the draft of the call itself, which ends here.
    """
    again = _already(request_id)
    if again is not None:
        return again
    cleaned = _clean_call(desk, note)
    with write_tx():
        columns = {
            **cleaned,
            "channel": note.channel,
            "received_at": moment_text(note.received_at),
            "origin": "call",
        }
        source_id = _insert_source(desk, columns, request_id)
        values = _prefill(desk, columns, note.received_at)
        values["attachments"] = [transcript_as_attachment(source_id)]
        draft_id = _begin_slip(desk, values, source_id)
        if call_draft_id:
            write("DELETE FROM draft WHERE id = ?", (call_draft_id,))
    return Intake(source_id, draft_id)


def record_original(desk: Desk, *, note: OriginalNote, request_id: str) -> Intake:
    """Keep an original that came in writing, with its files, and begin a 反馈单 (R-5.3.1.1-b).

    UserError without a file, with an unknown channel, or when a file cannot be read.
    """
    again = _already(request_id)
    if again is not None:
        return again
    if note.channel not in CHANNELS or note.channel in SPOKEN_CHANNELS:
        raise UserError("请选择信息来源方式。", advice="电话、口头信息请用“接电话”记录。")
    if not note.files:
        raise UserError("还没有附上信息原件。", advice="请把传真、信函或报告的扫描件拖到窗口里。")
    stored = [keep_file(path) for path in note.files]
    columns = {
        "channel": note.channel,
        "origin": "original",
        "original_no": clean_text(note.original_no, label="信息原件编号", max_length=80, code=True) or None,
        "customer_name": clean_text(note.customer_name, label="用户名称", max_length=120),
        "product_name": clean_text(note.product_name, label="产品名称", max_length=120),
        "serial_no": clean_text(note.serial_no, label="出厂编号", max_length=60, code=True),
        "received_at": moment_text(note.received_at),
        "received_by": clean_text(note.received_by, label="接收人", max_length=40) or desk.user.name,
        "pages": note.pages,
        "is_original": int(note.is_original),
    }
    with write_tx():
        source_id = _insert_source(desk, columns, request_id)
        values = _prefill(desk, columns, note.received_at)
        values["attachments"] = [
            attach(desk, item, source_id=source_id, pages=note.pages, original=note.is_original)
            for item in stored
        ]
        draft_id = _begin_slip(desk, values, source_id)
    return Intake(source_id, draft_id)


def read_source(desk: Desk, *, source_id: int) -> Source:
    """A source document with the names of its files; UserError when there is none."""
    names = [name for name in Source.__dataclass_fields__ if name != "files"]
    columns = ", ".join("record_no" if name == "number" else name for name in names)
    found = one(f"SELECT {columns} FROM source_document WHERE id = ?", (source_id,))
    if found is None:
        raise UserError("没有找到这份信息原件。")
    refuse_unseen_source(desk, source_id=source_id)
    data: dict[str, Any] = dict(zip(names, found, strict=True))
    data["received_at"], data["entered_at"] = (
        read_moment(data["received_at"]),
        read_moment(data["entered_at"]),
    )
    data["is_original"], data["original_no"] = bool(data["is_original"]), data["original_no"] or ""
    return Source(**data, files=files_of_source(source_id))


def transcript_as_attachment(source_id: int) -> Attached:
    """How the 附件 box names a transcript; it has no file of its own, the program prints it (AUX-1)."""
    found = one("SELECT channel, record_no FROM source_document WHERE id = ?", (source_id,))
    channel, number = found or ("", "")
    return Attached("", f"{channel} {number}", 1, True)


_MANY_LINES = ("words", "remedy")
_TEXTS = (
    "import_name", "caller", "telephone", "customer_name", "customer_address", "product_name", "drawing_no",
    "serial_no", "words", "remedy",
)  # fmt: skip
_CALL_TEXTS = (*_TEXTS[1:], "problem_kind", "proposed_class")


def _already(request_id: str) -> Intake | None:
    found = one("SELECT id FROM source_document WHERE request_id = ?", (request_id,))
    if found is None:
        return None
    draft = one("SELECT id FROM draft WHERE source_id = ?", (found[0],))
    return Intake(found[0], draft[0] if draft else "")


def _clean_call(desk: Desk, note: CallNote) -> dict[str, Any]:
    if note.channel not in SPOKEN_CHANNELS:
        raise UserError("电话、口头以外的信息请附原件。", advice="请用“其他来件”。")
    if business_date(note.received_at) > desk.clock.today():
        raise UserError("接收时间晚于现在。", advice="请核对接收时间。")
    texts = {
        name: clean_text(
            getattr(note, name),
            label=_LABELS.get(name, name),
            max_length=_LIMITS.get(name, 300),
            multiline=name in _MANY_LINES,
        )
        for name in _CALL_TEXTS
    }
    for name, label in (("caller", "来电人"), ("customer_name", "用户名称"), ("words", "顾客原话")):
        if not texts[name]:
            raise UserError(f"请填写“{label}”。", advice="信息原件没有这一项不能保存（5.3.1.1）。")
    return texts


def _insert_source(desk: Desk, columns: dict[str, Any], request_id: str) -> int:
    now = desk.clock.now()
    kept = {name: value for name, value in columns.items() if name not in ("problem_kind", "proposed_class")}
    year = business_date(now).year
    unit = desk.department.unit_code
    sequence = counter.next_number(unit_code=unit, letter="D", year=str(year))
    number = slip_pattern().format(SlipNumber("D", unit, year, sequence))
    row = {
        **dict.fromkeys(_TEXTS, ""),
        "original_no": None,
        "received_by": desk.user.name,
        "pages": 1,
        "is_original": 1,
        "version": 1,
        **kept,
        "record_no": number,
        "entered_at": moment_text(now),
        "entered_by": desk.user.name,
        "request_id": request_id,
        "department_id": desk.department.id,
    }
    source_id = insert("source_document", row)
    record(desk, "接收信息", ("source_document", source_id))
    return source_id


def _begin_slip(desk: Desk, values: Values, source_id: int) -> str:
    draft_id = str(uuid.uuid4())
    insert_draft(desk, draft_id=draft_id, sheet=paper("01"), values=values, source_id=source_id)
    return draft_id


def _prefill(desk: Desk, columns: dict[str, Any], received_at: datetime) -> dict[str, Any]:
    """What the source already tells; a call is hearsay and the machine was not opened (S-7)."""
    values: dict[str, Any] = {
        name: columns[name]
        for name in (
            "customer_name",
            "customer_address",
            "product_name",
            "drawing_no",
            "serial_no",
            "problem_kind",
            "proposed_class",
        )
        if columns.get(name)
    }
    values["channel"] = columns["channel"]
    values["feedback_date"] = _shanghai_day(received_at)
    values.setdefault("proposed_class", "B 抱怨或投诉")
    if columns["channel"] in SPOKEN_CHANNELS:
        values["witness"] = WITNESS[1]
        values["description"] = columns["words"]
        if columns.get("remedy"):
            values["other"] = f"顾客要求：{columns['remedy']}"
    return values


def _shanghai_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
