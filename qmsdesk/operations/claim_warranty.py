"""The 保用期 of one machine: what is known, what the ruler says, what a person decided (§11, 5.3.5.1-2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one
from qmsdesk.operations.case_facts_claim import MODES
from qmsdesk.operations.case_links import feedbacks, parents
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import current
from qmsdesk.operations.registration import keep_draft
from qmsdesk.operations.sheet_store import draft_values
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.turns import Given, Turn
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.guards_claim import CATEGORIES
from qmsdesk.procedure.warranty import Ruling, WarrantyCase, judge

_DAYS = ("dispatch", "factory", "in_use", "failure", "contract_end", "regulation_end")
_TICKS = ("early_failure", "pressure_vessel")
QUALITY_KINDS = {"制造", "材料"}


@dataclass(frozen=True)
class Ruled:
    """What the ruler was told and what it says; advice, not decision."""

    case: WarrantyCase
    ruling: Ruling


def known_case(desk: Desk, *, slip_id: int) -> WarrantyCase:
    """What F, C and the machine's record already tell of a failure; `slip_id` is a F, C or B."""
    slip = read_slip(desk, slip_id=slip_id)
    above = feedbacks(slip_id, slip.paper_code)
    told = read_slip(desk, slip_id=above[0]).values if above else {}
    serial = str(told.get("serial_no") or "")
    machine = one(
        "SELECT ship_date, commission_date, is_pressure_vessel, contract_end FROM product WHERE serial_no = ?"
        " AND serial_no <> '' ORDER BY id DESC LIMIT 1",
        (serial,),
    ) or (None, None, 0, None)
    dispatch, in_use, contract_end = (_day(read_day(machine[place])) for place in (0, 1, 3))
    return WarrantyCase(
        dispatch=_day(told.get("ship_date")) or dispatch,
        in_use=_day(told.get("commission_date")) or in_use,
        failure=_day(told.get("failure_date")),
        quality_cause=_quality_cause(desk, slip_id, slip.paper_code),
        pressure_vessel=bool(told.get("pressure_vessel") or machine[2]),
        contract_end=contract_end,
    )


def rule_on(desk: Desk, *, case: WarrantyCase) -> Ruled:
    """Ask the ruler with the unit's readings; nothing is kept."""
    return Ruled(case, judge(case, current(desk)))


def decision_of(desk: Desk, *, slip_id: int) -> tuple[Ruled, str, str, str] | None:
    """What was decided on a 三包单: ruler, decided by, reason, evidence; None before 判定."""
    names = (*_DAYS, *_TICKS, "kept", "quality_cause", "regulation_basis", "decided_by", "reason", "evidence")
    found = one(f"SELECT {', '.join(names)} FROM warranty_decision WHERE slip_id = ?", (slip_id,))
    if found is None:
        return None
    row = dict(zip(names, found, strict=True))
    days: dict[str, Any] = {name: _day(read_day(row[name])) for name in _DAYS}
    ticks: dict[str, Any] = {name: bool(row[name]) for name in _TICKS}
    case = WarrantyCase(
        **days,
        **ticks,
        kept=row["kept"],
        quality_cause=None if row["quality_cause"] is None else bool(row["quality_cause"]),
        regulation_basis=row["regulation_basis"],
        decided_by=row["decided_by"],
    )
    return Ruled(case, judge(case, current(desk))), row["decided_by"], row["reason"], row["evidence"]


def judge_claim(turn: Turn) -> None:
    """判定: class and modes, the ruler's advice on what is given, and who decided with which reason (R-5.3.5.1-c)."""
    given, slip_id = turn.given, turn.slip.id
    case = _case(given, known_case(turn.desk, slip_id=slip_id))
    ruling = judge(case, current(turn.desk))
    columns: dict[str, Any] = {name: value for name, value in asdict(case).items() if name in _COLUMNS}
    columns |= {
        "result": ruling.result,
        "rule_row": ruling.row,
        "explanation": ruling.explanation,
        "decided_by": given.text("decided_by", "判定人", limit=40),
        "decided_on": turn.day,
        "reason": clean_text(given.reason, label="理由", max_length=1000, multiline=True),
        "evidence": given.text("evidence", "证据", limit=500),
    }
    if one("SELECT 1 FROM warranty_decision WHERE slip_id = ?", (slip_id,)) is None:
        turn.deed.insert("warranty_decision", slip_id=slip_id, **columns)
    else:
        turn.deed.change("warranty_decision", slip_id, **columns)
    _note_on_sheet(turn, ruling.result)


_COLUMNS = (*_DAYS, *_TICKS, "kept", "quality_cause", "regulation_basis")


def _note_on_sheet(turn: Turn, result: str) -> None:
    """Class, modes and result stand in the draft of the sheet from here on."""
    modes = turn.given.values.get("modes") or ()
    unknown = set(modes) - set(MODES.values())
    if unknown:
        raise UserError(f"没有“{min(unknown)}”这种三包方式（3.1）。")
    values = {
        **draft_values(paper("04"), turn.slip.id),
        "claim_class": turn.given.text("claim_class", "三包类别", limit=10),
        "warranty_result": result,
        **{name: word in modes for name, word in MODES.items()},
    }
    turn.extra["values"] = values
    keep_draft(turn, values)
    chosen = values["claim_class"]
    turn.deed.change("warranty_claim", turn.slip.id, claim_class=chosen if chosen in CATEGORIES else "")


def _case(given: Given, known: WarrantyCase) -> WarrantyCase:
    """What was typed replaces what was known."""
    values = given.values
    changed: dict[str, Any] = {name: given.day(name, "日期") for name in _DAYS if name in values}
    changed |= {name: bool(values[name]) for name in _TICKS if name in values}
    if "kept" in values:
        if values["kept"] not in ("是", "否", "不明"):
            raise UserError("顾客是否按规定使用，请选是、否或不明（5.3.5.1）。")
        changed["kept"] = values["kept"]
    if "quality_cause" in values:
        cause = values["quality_cause"]
        changed["quality_cause"] = None if cause is None else bool(cause)
    if "regulation_basis" in values:
        changed["regulation_basis"] = given.text("regulation_basis", "法规或合同依据", limit=300)
    changed["decided_by"] = given.text("decided_by", "判定人", limit=40)
    return replace(known, **changed)


def _quality_cause(desk: Desk, slip_id: int, code: str) -> bool | None:
    """What the 处理单 says of the cause; nothing yet is not a no (I-56)."""
    handlings = (slip_id,) if code == "03" else parents(slip_id, "03")
    found = one("SELECT cause_kind FROM handling WHERE slip_id = ?", (handlings[-1],)) if handlings else None
    if found is None or not found[0]:
        return None
    return found[0] in QUALITY_KINDS or (found[0] == "设计" and current(desk).design_is_quality)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
