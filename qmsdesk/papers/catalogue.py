"""All papers in the order of clause 6, and how to find one."""

from __future__ import annotations

from qmsdesk.errors import UserError
from qmsdesk.papers import (
    aux_appeal,
    aux_costs,
    aux_distribution,
    aux_minutes,
    aux_reply,
    aux_supplier_notice,
    aux_transfer,
    aux_urgency,
    call_record,
    feedback,
    handling,
    ledger,
    monthly_return,
    suggestion,
    survey_form,
    template_change,
    warranty_claim,
)
from qmsdesk.papers.base import Paper

SHEETS = (
    feedback.PAPER,
    suggestion.PAPER,
    handling.PAPER,
    warranty_claim.PAPER,
    monthly_return.PAPER,
    survey_form.PAPER,
    ledger.PAPER,
    template_change.PAPER,
)
AUXILIARY = (
    call_record.PAPER,
    aux_transfer.PAPER,
    aux_minutes.PAPER,
    aux_supplier_notice.PAPER,
    aux_urgency.PAPER,
    aux_appeal.APPEAL,
    aux_appeal.RULING,
    aux_reply.PAPER,
    aux_costs.PAPER,
    aux_distribution.PAPER,
)
_BY_CODE = {paper.code: paper for paper in (*SHEETS, *AUXILIARY)}
_BY_KEY = {paper.key: paper for paper in (*SHEETS, *AUXILIARY)}


def all_papers() -> tuple[Paper, ...]:
    """The eight sheets of the procedure, 01-07 and 00."""
    return SHEETS


def paper(code: str) -> Paper:
    """The paper of a code such as 01 or AUX-1; UserError when there is none."""
    found = _BY_CODE.get(code.strip().upper())
    if found is None:
        raise UserError(f"没有代号为 {code} 的表格。", advice=f"可用的代号：{'、'.join(_BY_CODE)}。")
    return found


def paper_by_key(key: str) -> Paper:
    """The paper of a file stem such as feedback; KeyError when there is none."""
    return _BY_KEY[key]
