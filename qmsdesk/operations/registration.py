"""A sheet of a case is registered or corrected: whole, checked, numbered, with its copies (5.3.3-5.3.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from qmsdesk.errors import InvalidSlip, UserError
from qmsdesk.models.transactions import one, rows, write
from qmsdesk.operations import signature_order
from qmsdesk.operations.case_facts_claim import MODES
from qmsdesk.operations.case_links import parents
from qmsdesk.operations.claim_costs import goods_of
from qmsdesk.operations.deadlines import expect
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.record_values import clean_values
from qmsdesk.operations.sheet_store import draft_values, write_values
from qmsdesk.operations.slip_rows import copy_rows, draw_numbers, holder_departments, signature_rows
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.turns import Turn
from qmsdesk.papers.base import Facts
from qmsdesk.papers.check import problems
from qmsdesk.papers.values import dump
from qmsdesk.procedure.copies import Copy, copy_set, handling_photocopies
from qmsdesk.procedure.money import uppercase_money
from qmsdesk.procedure.shares import format_shares, parse_shares

Values = dict[str, Any]


def read_sheet(turn: Turn) -> None:
    """Take the values of the whole sheet (given now, else from its draft), complete and check them; nothing is written.

    InvalidSlip names what is missing by its printed label.
    """
    given = {name: value for name, value in turn.given.values.items() if name in _names(turn)}
    values = {**(draft_values(turn.sheet, turn.slip.id) or turn.slip.values), **given}
    if turn.slip.number:
        values |= _of_others(turn)
    values.pop("number", None)
    later = {box.field for box in turn.sheet.signatures} - {"sig_handler"}
    values = clean_values(turn.sheet, {name: value for name, value in values.items() if name not in later})
    _PREPARE.get(turn.slip.paper_code, _as_it_is)(turn, values)
    found = problems(turn.sheet, values, Facts(turn.today, has_transcript=turn.slip.source_id is not None))
    if found:
        raise InvalidSlip(found)
    turn.extra["values"] = values
    keep_draft(turn, values)


def _of_others(turn: Turn) -> Values:
    """What stands in the sections others fill in and sign; a correction by the clerk leaves it as it is (S-7-b)."""
    sheet, standing = turn.sheet, turn.slip.values
    others = [field.name for field in (*sheet.fields, *sheet.extra) if field.section != "fill"]
    return {name: standing.get(name) for name in others}


def write_sheet(turn: Turn) -> None:
    """Put the checked values into the tables, with the hand that signs for them; its draft ends here."""
    values, deed, slip_id = turn.extra["values"], turn.deed, turn.slip.id
    write_values(deed, turn.sheet, slip_id, values)
    if turn.slip.paper_code == "03":
        write_shares(deed, slip_id, values["responsible_dept"])
    live = {
        row[0]
        for row in rows("SELECT box FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL", (slip_id,))
    }
    for row in signature_rows(turn.desk, turn.sheet, slip_id, values):
        if row["box"] not in live:
            deed.insert("signature", **row)
    write("DELETE FROM draft WHERE slip_id = ?", (slip_id,))
    if turn.slip.paper_code == "04":
        expect(deed, slip_id, "D8", "三包单完成", values["required_date"], "5.3.5.4")


def give_number(turn: Turn) -> None:
    """Number, copies and tables of a slip that was only begun so far (5.5.1); never a gap."""
    deed, slip_id = turn.deed, turn.slip.id
    drawn = draw_numbers(turn.desk, turn.sheet.letter)
    turn.extra["number"] = drawn.numbers[0]
    if turn.slip.paper_code == "03":
        _count_copies(turn, drawn.numbers[0])
    deed.change(
        "slip",
        slip_id,
        number=drawn.numbers[0],
        seq=drawn.first,
        year=drawn.year,
        series=str(drawn.year),
        business_date=turn.today,
        registered_at=deed.now,
        registered_by=turn.desk.user.name,
        template_revision=turn.sheet.revision,
    )
    write_sheet(turn)
    insert_copies(deed, slip_id, _copies(turn))


def insert_copies(deed: Deed, slip_id: int, copies: tuple[Copy, ...]) -> None:
    """The copies of a slip, each with the department that answers to its holder."""
    for row in copy_rows(slip_id, copies, holder_departments(deed.desk)):
        deed.insert("copy", **row)


def correct_sheet(turn: Turn) -> None:
    """更正: earlier signatures fall, the sheet is written anew and signed by its clerk, copies follow (S-7-b)."""
    drop_signatures(turn.deed, turn.slip, "sig_handler", turn.why or "更正")
    write_sheet(turn)
    _same_copies(turn)


def drop_signatures(deed: Deed, slip: Slip, box: str, reason: str) -> None:
    """Withdraw a box and every later one, as a consequence of a gesture (S-7-b)."""
    target = slip.paper.signature(box)
    fallen = {box} | ({item.field for item in signature_order.after(slip.paper, target)} if target else set())
    live = rows("SELECT id, box FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL", (slip.id,))
    for key, name in live:
        if name in fallen:
            deed.change(
                "signature",
                key,
                withdrawn_at=deed.now,
                withdrawn_by=deed.desk.user.name,
                withdrawn_why=reason,
            )


def _same_copies(turn: Turn) -> None:
    """The copy set follows the corrected sheet; nothing of it has been handed over in these states."""
    wanted, slip_id = _copies(turn), turn.slip.id
    if turn.slip.paper_code == "01" or (
        turn.given.values.get("holders") is None and turn.slip.paper_code == "04"
    ):
        return
    kept = [row[0] for row in rows("SELECT id FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip_id,))]
    fresh = copy_rows(slip_id, wanted, holder_departments(turn.desk))
    for key, row in zip(kept, fresh, strict=False):
        names = ("of", "holder", "label", "holder_department_id")
        turn.deed.change("copy", key, **{name: row[name] for name in names})
    for key in kept[len(fresh) :]:
        turn.deed.remove("copy", key)
    for row in fresh[len(kept) :]:
        turn.deed.insert("copy", **row)


def write_shares(deed: Deed, slip_id: int, text: str, *, revision: int = 0, source: str = "判定") -> None:
    """The responsible departments of a 处理单 in one revision, as the sheet names them."""
    for (key,) in rows(
        "SELECT id FROM responsibility WHERE slip_id = ? AND revision = ?", (slip_id, revision)
    ):
        deed.remove("responsibility", key)
    for place, share in enumerate(parse_shares(text), start=1):
        deed.insert(
            "responsibility",
            slip_id=slip_id,
            revision=revision,
            row_no=place,
            department=share.department,
            share=share.share,
            source=source,
        )


def _names(turn: Turn) -> set[str]:
    return {field.name for field in (*turn.sheet.fields, *turn.sheet.extra)}


def keep_draft(turn: Turn, values: Values) -> None:
    """What is about to be judged stands in the draft, so that the facts of an unnumbered slip see it."""
    text = json.dumps(dump(turn.sheet, values), ensure_ascii=False)
    write(
        "UPDATE draft SET content = ?, updated_at = ? WHERE slip_id = ?", (text, turn.deed.now, turn.slip.id)
    )


def _as_it_is(turn: Turn, values: Values) -> None:
    return


def _prepare_handling(turn: Turn, values: Values) -> None:
    """Shares are written one way, and the severity is that of the feedback."""
    shares = parse_shares(str(values.get("responsible_dept") or ""))
    own = one("SELECT revision FROM handling WHERE slip_id = ?", (turn.slip.id,))
    values["responsible_dept"] = format_shares(shares, revision=int(own[0]) if own else 0)
    above = parents(turn.slip.id, "01")
    found = one("SELECT severity FROM feedback WHERE slip_id = ?", (above[0],)) if above else None
    values["severity"] = (found[0] if found else "") or values.get("severity") or "一般"


def _prepare_claim(turn: Turn, values: Values) -> None:
    """Totals are computed, and what the form has no box for stands in 备注 (I-24)."""
    grams, fen = goods_of(list(values.get("lines") or ()))
    values["total_weight"], values["total_amount"] = grams, fen
    own = str(values.get("remarks") or "")
    own = own[own.index("】") + 1 :].strip() if own.startswith("【") and "】" in own else own
    modes = "、".join(word for name, word in MODES.items() if values.get(name))
    parts = [str(values.get("claim_class") or ""), modes, _decided(turn.slip.id), *_approved(turn.slip.id)]
    if values.get("handling_no"):
        parts.append(f"处理单 {values['handling_no']}")
    if fen:
        parts.append(f"合计大写 {uppercase_money(fen, prefix='人民币')}")
    values["remarks"] = f"【{'；'.join(filter(None, parts))}】{own}"


def _approved(slip_id: int) -> list[str]:
    """Who let the costs or an 经营性三包 go beforehand: form 04 has no place for it (I-09)."""
    found = rows(
        "SELECT what, name, max(day) FROM approval WHERE slip_id = ? AND withdrawn_at IS NULL"
        " AND what IN ('费用', '经营性三包') GROUP BY what, name ORDER BY min(id)",
        (slip_id,),
    )
    return [f"{what}批准：{name} {day}" for what, name, day in found]


def _decided(slip_id: int) -> str:
    found = one("SELECT result, decided_by FROM warranty_decision WHERE slip_id = ?", (slip_id,))
    return f"保用期判定：{found[0]}{f'（{found[1]}判定）' if found[1] else ''}" if found else ""


_PREPARE: dict[str, Callable[[Turn, Values], None]] = {"03": _prepare_handling, "04": _prepare_claim}


def _copies(turn: Turn) -> tuple[Copy, ...]:
    values, code = turn.extra["values"], turn.slip.paper_code
    if code == "02":
        return copy_set(code, responsible=[values["receiving_unit"]])
    if code == "03":
        return copy_set(
            code, responsible=[share.department for share in parse_shares(values["responsible_dept"])]
        )
    chosen = turn.given.values.get("holders")
    if chosen is not None and not all(isinstance(name, str) for name in chosen):
        raise UserError("各联的保存部门没看懂。")
    return copy_set(code, chosen=chosen)


def _count_copies(turn: Turn, number: str) -> None:
    """The distribution strip of form 03 says who gets how many (I-10)."""
    from qmsdesk.operations.readings import current

    values = turn.extra["values"]
    departments = [share.department for share in parse_shares(values["responsible_dept"])]
    photocopies = handling_photocopies(
        departments, handling_number=number, to_sales=current(turn.desk).photocopy_to_sales
    )
    values |= {
        "to_quality": True,
        "to_sales": True,
        "to_responsible": True,
        "copy_count": len(copy_set("03", responsible=departments)),
        "photocopy_count": len(photocopies),
    }
