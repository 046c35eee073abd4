"""Signing one box of any slip: password again, right order, dates forward, and a digest of what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import engine, keyslots
from qmsdesk.models.canonical import digest
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import must_be_in_write, one, rows, write, write_tx
from qmsdesk.operations import signature_order
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slip_rows import content_digest
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.papers.base import Paper, SignatureBox
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import Signed, dump
from qmsdesk.procedure.permissions import separate
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.workflow import allowed

VOID = "作废"
SMALL_DEPARTMENT = 3  # people who sign in; so few may override 经办 ≠ 审核 with a reason (R-4-a)
REVIEWS = ("审核", "审批", "批准")


@dataclass(frozen=True)
class SignedBox:
    """A signature that stands: its box, name, day, how, meaning, and the digest (hex) of what was signed."""

    box: str
    name: str
    day: date | None
    how: str
    meaning: str
    digest: str


def confirm_password(desk: Desk, *, password: str) -> None:
    """UserError unless this is the signed-in user's password; the try counts like a sign-in (11.200)."""
    key, _ = keyslots.open_slot(desk.data_dir, user=desk.user.name, password=password, now=desk.clock.now())
    if not engine.current().has_key(key):
        raise UserError("密码与当前部门不符。", advice="请退出后重新登录。")


def sign(
    desk: Desk,
    *,
    slip_id: int,
    box: str,
    password: str,
    version: int,
    day: date | None = None,
    override_reason: str = "",
) -> SignedBox:
    """Sign a box with the signed-in user's name and today's date; the section it stands for is locked.

    UserError names what stands in the way: role, order, date, the same person twice, a void slip, a wrong password.
    Conflict when the slip changed since `version`. The state of the slip is moved by the caller's own operation.
    """
    confirm_password(desk, password=password)
    with write_tx():
        deed = Deed(desk, slip_id)
        slip = _current(desk, slip_id, version)
        signed = place(deed, slip, box=box, day=day, override_reason=override_reason)
        deed.change("slip", slip_id, version=version + 1, digest=_digest_now(desk, slip_id))
        deed.close("签名", f"{paper(slip.paper_code).field(box).label}：{signed.meaning}")
    _sign_print(desk, slip_id, password)
    return signed


def _sign_print(desk: Desk, slip_id: int, password: str) -> None:
    """The same signature on the electronic original, once the record's own stands."""
    from qmsdesk.operations.electronic_original import sign_original

    sign_original(desk, slip_id=slip_id, password=password)


def place(
    deed: Deed,
    slip: Slip,
    *,
    box: str,
    name: str = "",
    day: date | None = None,
    how: str = "program",
    override_reason: str = "",
) -> SignedBox:
    """Put a signature into a box inside the caller's transaction, after the same checks as `sign`.

    `how` is program (the user's own name) or ink (`name` and `day` as they stand on the paper).
    """
    must_be_in_write()
    sheet, desk = paper(slip.paper_code), deed.desk
    target = _box(sheet, box)
    given = Signed(
        clean_text(name, label="签字人", max_length=40) or desk.user.name, day or desk.clock.today(), how
    )
    _refuse_wrong_hand(desk, slip, target, how)
    standing = live_signatures(slip.id)
    _refuse_wrong_order(sheet, target, standing, given, desk.clock.today())
    reason = clean_text(override_reason, label="理由", max_length=300)
    _refuse_same_person(sheet, target, standing, given, reason)
    typed = standing.get(box)
    if typed is not None:
        _withdraw_row(deed, slip.id, box, "以程序签名代替")
    what = _digest_of(sheet, slip, target, given, standing)
    deed.insert(
        "signature", slip_id=slip.id, box=box, name=given.name, day=given.day, how=how, meaning=target.meaning,
        role=target.role, user=desk.user.name, at=deed.now, digest=what, override_reason=reason,
    )  # fmt: skip
    return SignedBox(box, given.name, given.day, how, target.meaning, what)


def withdraw(
    desk: Desk, *, slip_id: int, box: str, password: str, version: int, reason: str
) -> tuple[str, ...]:
    """撤回: take a signature back with a reason; every later one falls with it. The boxes now empty (S-7-b)."""
    why = clean_text(reason, label="撤回原因", max_length=300)
    if len(why) < 2:
        raise UserError("请写明撤回签名的原因。", advice="撤回会记入审计，并使后面的签名一并失效。")
    confirm_password(desk, password=password)
    with write_tx():
        deed = Deed(desk, slip_id)
        slip = _current(desk, slip_id, version)
        emptied = unsign(deed, slip, box=box, reason=why)
        deed.change("slip", slip_id, version=version + 1, digest=_digest_now(desk, slip_id))
        deed.close("撤回签名", why)
    return emptied


def unsign(deed: Deed, slip: Slip, *, box: str, reason: str) -> tuple[str, ...]:
    """Withdraw a box and every later one inside the caller's transaction; the boxes now empty."""
    must_be_in_write()
    sheet = paper(slip.paper_code)
    target = _box(sheet, box)
    _refuse_wrong_hand(deed.desk, slip, target, "program")
    standing = live_signatures(slip.id)
    if box not in standing:
        raise UserError(f"“{sheet.field(box).label}”还没有签名，不用撤回。")
    fallen = [box, *(item.field for item in signature_order.after(sheet, target) if item.field in standing)]
    for name in fallen:
        _withdraw_row(deed, slip.id, name, reason)
    return tuple(fallen)


def refuse(desk: Desk, *, slip_id: int, version: int, reason: str) -> str:
    """Instead of signing, send the slip back with a reason; its new state. UserError where the text allows none."""
    why = clean_text(reason, label="退回原因", max_length=500)
    if len(why) < 2:
        raise UserError("请写明退回原因。", advice="经办人要据此更正。")
    with write_tx():
        deed = Deed(desk, slip_id)
        slip = _current(desk, slip_id, version)
        ways = [
            way for way in allowed(slip.paper_code, slip.state, deed.desk.user.roles) if "退回" in way.action
        ]
        if not ways:
            raise UserError(f"“{slip.state}”的单据不能由您退回。", advice="可以签名，或由有此职责的人处理。")
        deed.change("slip", slip_id, state=ways[0].target, version=version + 1)
        write("UPDATE ledger SET state = ? WHERE slip_id = ?", (ways[0].target, slip_id))
        deed.close(ways[0].action, why)
    return ways[0].target


def live_signatures(slip_id: int) -> dict[str, SignedBox]:
    """Box -> the signature that stands in it."""
    found = rows(
        "SELECT box, name, day, how, meaning, digest FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL"
        " ORDER BY id",
        (slip_id,),
    )
    return {
        row[0]: SignedBox(row[0], row[1], date.fromisoformat(row[2]) if row[2] else None, *row[3:])
        for row in found
    }


def locked_sections(slip_id: int) -> frozenset[str]:
    """The sections of a slip's sheet that nobody may change while their signature stands (S-7-b)."""
    head = one("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
    if head is None:
        return frozenset()
    boxes = {box.field: box.locks for box in paper(head[0]).signatures}
    return frozenset(boxes[name] for name in live_signatures(slip_id) if name in boxes)


def broken_signatures(desk: Desk, *, slip_id: int) -> tuple[str, ...]:
    """The boxes whose content is no longer what was signed; empty when every signature still holds (G35)."""
    slip = read_slip(desk, slip_id=slip_id)
    sheet, standing = paper(slip.paper_code), live_signatures(slip_id)
    found = []
    for box in sheet.signatures:
        kept = standing.get(box.field)
        if kept is None or not kept.digest:
            continue
        if kept.digest != _digest_of(sheet, slip, box, Signed(kept.name, kept.day, kept.how), standing):
            found.append(box.field)
    return tuple(found)


def _current(desk: Desk, slip_id: int, version: int) -> Slip:
    slip = read_slip(desk, slip_id=slip_id)
    if slip.version != version:
        raise Conflict("这张单据刚被别人改过。", advice="请重新打开，看过改动后再签。")
    return slip


def _box(sheet: Paper, name: str) -> SignatureBox:
    box = sheet.signature(name)
    if box is None:
        raise UserError(f"“{sheet.title}”没有这个签名栏。")
    return box


def _refuse_wrong_hand(desk: Desk, slip: Slip, box: SignatureBox, how: str) -> None:
    if slip.state == VOID:
        raise UserError("作废的单据不能再签名或撤回签名。")
    hands = signature_order.signers(box)
    # what stands in ink on the paper was signed there; the clerk only reports it
    if how != "ink" and not hands & desk.user.roles:
        raise UserError(
            f"这一栏应由{role_names(hands) or box.role}签名（§7）。", advice="请由有此职责的人登录后签名。"
        )


def _refuse_wrong_order(
    sheet: Paper, box: SignatureBox, standing: dict[str, SignedBox], given: Signed, today: date
) -> None:
    label = sheet.field(box.field).label
    there = standing.get(box.field)
    if there is not None and (there.how != "typed" or given.how != "program"):
        raise UserError(f"“{label}”已由 {there.name} 签过。", advice="要改签请先撤回。")
    earlier = signature_order.before(sheet, box)
    missing = [sheet.field(item.field).label for item in earlier if item.field not in standing]
    if missing:
        raise UserError(f"“{label}”之前的“{missing[0]}”还没有签。", advice="请按单据上的顺序签名（§7）。")
    day = given.day or today
    if day > today:
        raise UserError("签名日期晚于今天。", advice="请核对日期和电脑时钟。")
    latest = max((standing[item.field].day or date.min for item in earlier), default=date.min)
    if day < latest:
        raise UserError(
            f"签名日期早于前一个签名的日期（{latest:%Y-%m-%d}）。", advice="日期不能倒流（S-7-a）。"
        )


def _refuse_same_person(
    sheet: Paper, box: SignatureBox, standing: dict[str, SignedBox], given: Signed, reason: str
) -> None:
    if box.meaning not in REVIEWS:
        return
    handler = next(
        (item for item in reversed(signature_order.before(sheet, box)) if item.meaning not in REVIEWS), None
    )
    if handler is None or handler.field not in standing:
        return
    people = one("SELECT count(*) FROM person WHERE signs_in = 1 AND active = 1")
    small = people is not None and int(people[0]) <= SMALL_DEPARTMENT
    answer = separate(
        clerk=standing[handler.field].name,
        reviewer=given.name,
        small_department=small,
        override_reason=reason,
    )
    if not answer.allowed:
        raise UserError(answer.why)


def _withdraw_row(deed: Deed, slip_id: int, box: str, reason: str) -> None:
    row = one(
        "SELECT id FROM signature WHERE slip_id = ? AND box = ? AND withdrawn_at IS NULL", (slip_id, box)
    )
    if row is not None:
        who = {"withdrawn_at": deed.now, "withdrawn_by": deed.desk.user.name, "withdrawn_why": reason}
        deed.change("signature", int(row[0]), **who)


def _digest_of(
    sheet: Paper, slip: Slip, box: SignatureBox, given: Signed, standing: dict[str, SignedBox]
) -> str:
    """What the signer saw: number, the sections up to this box, the signatures before it, and his own words."""
    fields = {item.name for item in signature_order.signed_fields(sheet, box)}
    earlier = [item.field for item in signature_order.before(sheet, box)]
    content: dict[str, Any] = {
        "paper": slip.paper_code,
        "revision": slip.revision,
        "number": slip.number,
        "values": {
            name: value for name, value in dump(sheet, slip.values).items() if name in fields - {"number"}
        },
        "before": [
            [name, standing[name].name, standing[name].digest] for name in earlier if name in standing
        ],
        "box": [box.field, box.meaning, given.name, given.day, given.how],
    }
    return digest(content)


def _digest_now(desk: Desk, slip_id: int) -> str:
    slip = read_slip(desk, slip_id=slip_id)
    return content_digest(paper(slip.paper_code), slip.number, slip.values)
