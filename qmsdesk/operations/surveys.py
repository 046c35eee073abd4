"""Survey forms coming back: answers keyed as 1-5, scored at once, approved or 无效 with a reason (5.4.2, 5.4.3.1)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_slips import hand, signatures
from qmsdesk.operations.readings import current
from qmsdesk.operations.record_values import from_columns
from qmsdesk.operations.signing import place
from qmsdesk.operations.slip_rows import content_digest
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.stepping import refuse_wrong_role
from qmsdesk.operations.survey_rounds import GIVEN_UP, ISSUED, form_values, read_round
from qmsdesk.operations.turns import Given
from qmsdesk.papers.survey_form import PAPER
from qmsdesk.papers.values import Signed
from qmsdesk.procedure import guards, workflow
from qmsdesk.procedure.facts import Act, Facts, Signature, SurveyFacts
from qmsdesk.procedure.numbering import parse_number, survey_pattern
from qmsdesk.procedure.scoring import FormScore, score_form
from qmsdesk.procedure.scoring_tables import FIRST, LABELS, LEVELS, NOT_APPLICABLE
from qmsdesk.procedure.survey import outside_round
from qmsdesk.procedure.workflow import next_state

BACK, PASSED, APPROVED, INVALID, MISSING = "已收回", "已转交经销", "已审批", "无效", "未收回"
OPEN_TO_KEY = (ISSUED, MISSING, BACK, PASSED, INVALID)
FIELDS: dict[str, str] = {  # item of the scoring table -> field of form 06
    item: "rating_bought_parts" if item == "outsourced" else f"rating_{item}" for item in LABELS
}
KEYS: dict[str, str] = {str(place): level for place, level in enumerate(LEVELS, start=1)}
TEXTS = ("customer_name", "product", "serial_no", "cause", "suggestion", "summary", "department")


@dataclass(frozen=True)
class FormLine:
    """One form of a round as lists show it; `total` is in hundredths of a point."""

    slip_id: int
    number: str
    customer: str
    product: str
    product_kind: str
    state: str
    total: int | None
    invalid: str
    focus: bool
    sample_reason: str
    surveyed: date | None
    counts_in: str
    late: bool


@dataclass(frozen=True)
class Form:
    """One form as it stands: its values, the ticks on the sheet, its score, and what to look at again."""

    slip_id: int
    number: str
    state: str
    version: int
    round_id: int
    values: dict[str, Any]
    ticks: dict[str, tuple[str, ...]]
    product_kind: str
    score: FormScore
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What a clerk keys from one sheet: item -> levels ticked (none, one, or more than one), and the rest of it."""

    ticks: Mapping[str, Collection[str]]
    surveyed: date | None
    product_kind: str = ""
    texts: Mapping[str, str] | None = None
    report_date: date | None = None
    filler: Signed | None = None


def forms(desk: Desk, *, round_id: int) -> list[FormLine]:
    """The forms of a round in the order of their numbers."""
    found = rows(
        "SELECT s.id, coalesce(s.number, ''), f.customer_name, f.product, r.product_kind, s.state, r.total,"
        " r.invalid_reason, r.focus, r.sample_reason, f.survey_date, r.counts_in, r.late FROM survey_result r"
        " JOIN slip s ON s.id = r.slip_id JOIN survey_form f ON f.slip_id = r.slip_id"
        " WHERE r.survey_round_id = ? AND s.state <> ? ORDER BY s.seq IS NULL, s.seq, s.id",
        (round_id, GIVEN_UP),
    )
    return [_form_line(row) for row in found]


def _form_line(row: tuple[Any, ...]) -> FormLine:
    slip_id, number, customer, product, kind, state, total, invalid, focus, why, surveyed, half, late = row
    day = date.fromisoformat(surveyed) if surveyed else None
    return FormLine(
        slip_id, number, customer, product, kind, state, total, invalid, bool(focus), why, day, half, bool(late)
    )  # fmt: skip


def find_form(desk: Desk, *, number: str) -> int | None:
    """The form of a number typed short or scanned (3, 01-2026H1-003); None when there is none."""
    parsed = survey_pattern(current(desk).survey_pattern).parse(number) or parse_number(number)
    if parsed is None or parsed.half is None:
        return None
    found = one(
        "SELECT s.id FROM slip s JOIN unit u ON u.id = s.unit_id WHERE s.paper_code = '06' AND u.code = ?"
        " AND s.series = ? AND s.seq = ?",
        (parsed.unit, f"{parsed.year}H{parsed.half}", parsed.sequence),
    )
    return int(found[0]) if found else None


def read_form(desk: Desk, *, slip_id: int) -> Form:
    """One form; UserError when there is none."""
    head = one(
        "SELECT coalesce(s.number, ''), s.state, s.version, r.survey_round_id, r.ticks, r.product_kind, r.scoring_class"
        " FROM slip s JOIN survey_result r ON r.slip_id = s.id WHERE s.id = ?",
        (slip_id,),
    )
    if head is None:
        raise UserError("没有找到这份调查表。")
    number, state, version, round_id, ticks, product_kind, scoring_class = head
    values = {**from_columns(PAPER, form_values(slip_id)), **signatures(slip_id), "number": number}
    kept = {item: tuple(levels) for item, levels in json.loads(ticks).items()}
    score = score_form(kept, scoring_class, version=FIRST, readings=current(desk))
    made = Form(slip_id, number, state, version, round_id, values, kept, product_kind, score, ())
    return replace(made, warnings=_warnings(desk, made))


def live_score(desk: Desk, *, form: Form, ticks: Mapping[str, Collection[str]]) -> FormScore:
    """The score of answers still being keyed; nothing is kept."""
    return score_form(ticks, form.score.kind, version=FIRST, readings=current(desk))


def record_answers(desk: Desk, *, slip_id: int, answers: Answers, version: int) -> Form:
    """Keep what stands on a returned sheet, just as it is ticked; a wrong tick makes it 无效 for scoring, with reason.

    UserError for a day to come or a form that is settled; Conflict when somebody else keyed it meanwhile.
    """
    form = read_form(desk, slip_id=slip_id)
    if form.version != version:
        raise Conflict("这份调查表刚被别人录入过。", advice="请重新打开后再录。")
    if form.state not in OPEN_TO_KEY:
        raise UserError(f"这份调查表已是“{form.state}”，不能再改。", advice="有误的请由经销部门领导退回。")
    state = _state_after_keying(desk, form)
    ticks = _clean_ticks(answers.ticks)
    if answers.surveyed is not None and answers.surveyed > desk.clock.today():
        raise UserError(f"调查时间 {answers.surveyed} 还没有到。", advice="请核对日期。")
    score = score_form(ticks, form.score.kind, version=FIRST, readings=current(desk))
    with write_tx():
        deed = Deed(desk, slip_id)
        columns = {FIELDS[item]: levels[0] if len(levels) == 1 else "" for item, levels in ticks.items()}
        unticked = {field: "" for item, field in FIELDS.items() if item not in ticks}
        deed.change(
            "survey_form", slip_id, **unticked, **columns, **_clean_texts(answers.texts or {}),
            survey_date=answers.surveyed, report_date=answers.report_date,
        )  # fmt: skip
        deed.change(
            "survey_result", slip_id, ticks=json.dumps(ticks, ensure_ascii=False), total=score.total,
            full_marks=score.full, scoring_version=score.version, invalid_reason=score.invalid,
            product_kind=_kind(answers, form),
        )  # fmt: skip
        _sign_filler(deed, form, answers.filler)
        _settle(deed, slip_id, state)
        deed.close("录入调查表")
    return read_form(desk, slip_id=slip_id)


def approve(desk: Desk, *, slip_ids: Sequence[int], given: Given) -> int:
    """审批 by 经销部门领导 of one or many forms; how many. UserError names the first form that is not complete."""
    listed = [read_form(desk, slip_id=slip_id) for slip_id in slip_ids]
    signed = hand(desk, given)
    for form in listed:
        try:
            _may_approve(desk, form, signed, given)
        except UserError as refused:
            raise UserError(f"{form.number}：{refused.message}", advice=refused.advice) from refused
    with write_tx():
        for form in listed:
            deed = Deed(desk, form.slip_id)
            place(
                deed, read_slip(desk, slip_id=form.slip_id), box="sig_approver", name=signed.name, day=signed.day,
                how=signed.how, override_reason=given.override_reason,
            )  # fmt: skip
            _settle(deed, form.slip_id, APPROVED)
            deed.close("审批调查表")
    return len(listed)


def _may_approve(desk: Desk, form: Form, signed: Signed, given: Given) -> None:
    """Ask the workflow table and its guard; a form not yet passed on to 经销 is passed on by the same gesture."""
    state = form.state
    if state == BACK:
        state = next_state(PAPER.code, state, "转交", desk.user.roles | {"anyone"})
    row = workflow.transition(PAPER.code, state, "审批")
    refuse_wrong_role(desk, row, given, state=state, paper=PAPER.code)
    guards.enforce(row, _facts(desk, form, signed, given.override_reason))


def mark_invalid(desk: Desk, *, slip_id: int, reason: str) -> None:
    """判为无效: the form stays, does not count, and is listed with its reason (5.4.3.2, I-30)."""
    _move(desk, slip_id, "判为无效", reason)


def mark_missing(desk: Desk, *, slip_id: int, reason: str) -> None:
    """未收回 with its reason; it can still come back later."""
    _move(desk, slip_id, "未收回", reason)


def _move(desk: Desk, slip_id: int, action: str, reason: str) -> None:
    why = clean_text(reason, label="原因", max_length=200)
    form = read_form(desk, slip_id=slip_id)
    state = next_state(PAPER.code, form.state, action, desk.user.roles)
    facts = Facts(act=Act(actor=desk.user.name, reason=why))
    guards.enforce(workflow.transition(PAPER.code, form.state, action), facts)
    with write_tx():
        deed = Deed(desk, slip_id)
        if state == INVALID:
            deed.change("survey_result", slip_id, invalid_reason=why, total=None)
        _settle(deed, slip_id, state)
        deed.close(action, why)


def _state_after_keying(desk: Desk, form: Form) -> str:
    if form.state in (ISSUED, MISSING):
        return next_state(PAPER.code, form.state, "收回", desk.user.roles)
    if form.state == INVALID:
        return next_state(PAPER.code, form.state, "补正", desk.user.roles)
    return form.state


def _clean_ticks(ticks: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The ticks in printed order; UserError for an item or a level the form does not have."""
    for item, levels in ticks.items():
        if item not in LABELS:
            raise UserError(f"调查表没有“{item}”这一项。")
        for level in levels:
            if level not in LEVELS and level != NOT_APPLICABLE:
                raise UserError(f"“{LABELS[item]}”的等级“{level}”不认识。", advice="请用 1 至 5 录入。")
    order = [*LEVELS, NOT_APPLICABLE]
    kept = {item: sorted(set(ticks.get(item, ())), key=order.index) for item in LABELS}
    return {item: levels for item, levels in kept.items() if levels}


def _clean_texts(texts: Mapping[str, str]) -> dict[str, str]:
    cleaned = {}
    for name, text in texts.items():
        if name not in TEXTS:
            raise UserError("调查表没有这一栏。")
        field = PAPER.field(name)
        multiline = name in ("cause", "suggestion", "summary")
        cleaned[name] = clean_text(text, label=field.label, max_length=field.max_length, multiline=multiline)
    return cleaned


def _kind(answers: Answers, form: Form) -> str:
    kind = clean_text(answers.product_kind, label="产品种类", max_length=120) or form.product_kind
    if kind:
        return kind
    product = (answers.texts or {}).get("product") or form.values.get("product", "")
    return str(product).split("/")[0]


def _sign_filler(deed: Deed, form: Form, filler: Signed | None) -> None:
    """填表人 as written on the sheet; keyed again, the earlier name is withdrawn."""
    if filler is None or not filler.name.strip():
        return
    for (key,) in rows(
        "SELECT id FROM signature WHERE slip_id = ? AND box = 'sig_filler' AND withdrawn_at IS NULL",
        (form.slip_id,),
    ):
        deed.change(
            "signature", key, withdrawn_at=deed.desk.clock.now(), withdrawn_by=deed.desk.user.name,
            withdrawn_why="重新录入",
        )  # fmt: skip
    name = clean_text(filler.name, label="填表", max_length=40)
    if filler.day is None:
        raise UserError("请填写“填表”的姓名和日期。")
    deed.insert(
        "signature", slip_id=form.slip_id, box="sig_filler", name=name, day=filler.day, how=filler.how,
        meaning="填表", user=deed.desk.user.name, at=deed.now,
    )  # fmt: skip


def _settle(deed: Deed, slip_id: int, state: str) -> None:
    """New state, version and digest of what the sheet says now."""
    number, version = one("SELECT number, version FROM slip WHERE id = ?", (slip_id,)) or ("", 0)
    values = {**from_columns(PAPER, form_values(slip_id)), **signatures(slip_id)}
    deed.change(
        "slip", slip_id, state=state, version=version + 1, digest=content_digest(PAPER, number or "", values)
    )


def _facts(desk: Desk, form: Form, signed: Signed, override: str) -> Facts:
    filler = form.values.get("sig_filler")
    act = Act(
        actor=desk.user.name, day=signed.day, review=Signature(signed.name.strip(), signed.day, signed.how),
        clerk=Signature(filler.name, filler.day, filler.how) if isinstance(filler, Signed) else None,
        override_reason=override, small_department=bool(override),
    )  # fmt: skip
    missing = [LABELS[item] for item in FIRST.items(form.score.kind) if not form.ticks.get(item)]
    missing += [] if form.values.get("survey_date") else ["调查时间"]
    survey = SurveyFacts(
        dissatisfied=bool(form.score.dissatisfied), cause=form.values.get("cause", ""),
        summary=form.values.get("summary", ""), missing=tuple(missing),
    )  # fmt: skip
    return Facts(act=act, survey=survey)


def live_warnings(desk: Desk, *, form: Form, surveyed: date | None, product_kind: str) -> tuple[str, ...]:
    """What to look at again while a day and a product are being keyed; nothing here refuses."""
    found = []
    if surveyed is not None:
        found.append(outside_round(surveyed, read_round(desk, round_id=form.round_id).round))
    kind = product_kind.strip()
    if kind and not one("SELECT 1 FROM product WHERE name = ? LIMIT 1", (kind,)):
        found.append(f"产品“{kind}”在以往记录里没有，请核对名称，以免同一产品分成两种。")
    return tuple(warning for warning in found if warning)


def _warnings(desk: Desk, form: Form) -> tuple[str, ...]:
    """What a clerk should look at again; nothing here refuses."""
    surveyed = form.values.get("survey_date")
    day = surveyed if isinstance(surveyed, date) else None
    found = list(live_warnings(desk, form=form, surveyed=day, product_kind=form.product_kind))
    if form.score.dissatisfied and not form.values.get("cause"):
        found.append(f"有不满意项目（{'、'.join(form.score.dissatisfied)}），请填写原因分析。")
    return tuple(warning for warning in found if warning)
