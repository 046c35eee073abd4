"""The auxiliary prints of a case, AUX-2 to AUX-9 and AUX-13, and the 复印件 of F that go with a 处理单."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.case_links import parents
from qmsdesk.operations.case_print_values import (
    appeal_values,
    cost_values,
    distribution_values,
    minutes_values,
    reply_values,
    ruling_values,
    supplier_values,
    transfer_values,
    urgency_values,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import archived, put_out_sheet
from qmsdesk.operations.prints import Printed, no_file
from qmsdesk.operations.readings import current
from qmsdesk.operations.rights import PRINT, require
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.copies import Copy, copy_set, handling_photocopies

KINDS: dict[str, str] = {
    "transfer": "AUX-2",
    "minutes": "AUX-3",
    "supplier": "AUX-4",
    "urgency": "AUX-5",
    "appeal": "AUX-6",
    "ruling": "AUX-7",
    "reply": "AUX-8",
    "costs": "AUX-9",
    "distribution": "AUX-13",
}
_VALUES = {
    "transfer": transfer_values,
    "minutes": minutes_values,
    "supplier": supplier_values,
    "urgency": urgency_values,
    "appeal": appeal_values,
    "ruling": ruling_values,
    "reply": reply_values,
    "costs": cost_values,
    "distribution": distribution_values,
}


def auxiliary_pdf(desk: Desk, *, kind: str, record_id: int) -> Printed:
    """One auxiliary sheet of a case in its copies; `record_id` is the transfer, meeting, supplier claim, appeal, reply

    or (urgency, costs, distribution) the slip. UserError when there is no such record; nothing is logged yet.
    """
    if kind not in KINDS:
        raise UserError(f"没有“{kind}”这种附表。", advice=f"可用：{'、'.join(KINDS)}。")
    sheet = paper(KINDS[kind])
    require(desk, PRINT, paper=sheet.code)
    number, values = _VALUES[kind](desk, record_id)
    copies = copy_set(sheet.code)
    data = _render(desk, sheet.code, copies, values, number=number)
    name = f"{number}-{sheet.code}-{record_id}.pdf"
    return Printed(data, len(copies), False, name, f"{sheet.title} {number}", no_file(desk, sheet.code))


def photocopies(desk: Desk, *, handling_id: int) -> tuple[Printed, ...]:
    """One 复印件 of each cited F per forwarded copy of a 处理单, marked with its number; one print per F (R-8-d)."""
    require(desk, PRINT, paper="01")
    handling = read_slip(desk, slip_id=handling_id)
    if handling.paper_code != "03" or not handling.number:
        raise UserError("反馈单复印件随已登记的处理单分发（5.3.4.1）。")
    departments = [share.department for share in shares_of(handling_id)]
    wanted = handling_photocopies(
        departments, handling_number=handling.number, to_sales=current(desk).photocopy_to_sales
    )
    labels = tuple(Copy(place, len(wanted), item.holder) for place, item in enumerate(wanted, start=1))
    made = []
    for key in parents(handling_id, "01"):
        slip = read_slip(desk, slip_id=key)
        data = _render(
            desk,
            "01",
            labels,
            slip.values,
            number=slip.number,
            marks={"photocopy"},
            photocopy_of=handling.number,
            digest=slip.digest,
        )
        name = f"{slip.number}-复印件-{handling.number}.pdf"
        title = f"{slip.number} 复印件 附于 {handling.number}"
        made.append(Printed(data, len(labels), False, name, title, no_file(desk, "01")))
    return tuple(made)


def photocopy(desk: Desk, *, slip_id: int, holder: str) -> Printed:
    """One 复印件 of a slip for one holder: the completed 建议单 for its issuer (5.3.3.2, I-39), or a reference copy."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, PRINT, paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    if not slip.number:
        raise UserError("还没有登记的单据不能复印。", advice="请先登记。")
    label = (Copy(1, 1, holder),)
    data = _render(
        desk, slip.paper_code, label, slip.values, number=slip.number, marks={"photocopy"}, digest=slip.digest
    )
    name, title = f"{slip.number}-复印件.pdf", f"{slip.paper.title} {slip.number} 复印件"
    return Printed(data, 1, False, name, title, no_file(desk, slip.paper_code))


def copy_pdf(desk: Desk, *, slip_id: int, ordinal: int) -> Printed:
    """One 联 of a registered slip by itself, as it goes to its holder; nothing is counted."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, PRINT, paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    for line in slip.copies:
        if line.ordinal == ordinal:
            label = (Copy(line.ordinal, line.total, line.holder),)
            data = _render(desk, slip.paper_code, label, slip.values, number=slip.number, digest=slip.digest)
            return Printed(data, 1, False, f"{slip.number}-{line.holder}.pdf", f"{slip.number} {line.label}")
    raise UserError("没有这一联。")


def note_print(desk: Desk, *, slip_id: int, printed: Printed, where: str) -> None:
    """Keep an auxiliary sheet that left the program, to a printer or 文件, with the prints of its slip."""
    put_out_sheet(
        desk, slip_id=slip_id, data=printed.data, title=printed.title, copies=printed.copies, where=where
    )


def _render(
    desk: Desk,
    code: str,
    copies: Sequence[Copy],
    values: Mapping[str, Any],
    *,
    number: str,
    marks: set[str] | None = None,
    photocopy_of: str = "",
    digest: str = "",
) -> bytes:
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render

    sheet = paper(code)
    house = sheet_words(desk)
    if code == "AUX-8":
        house = replace(house, secrecy="")  # the one print that is made to leave the house
    meta = PrintMeta(
        revision=sheet.revision, digest=digest, printed_at=desk.clock.now(), photocopy_of=photocopy_of
    )
    return archived(
        render(sheet, copies, values, number=number, marks=frozenset(marks or ()), company=house, meta=meta)
    )
