"""Signatures: password again, right order, right hand, dates forward, and locked until withdrawn (G34, G35)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import audit, audit_check
from qmsdesk.models.base import database
from qmsdesk.models.transactions import one
from qmsdesk.operations import department, intake, people, signature_order, signing, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import all_papers, paper
from qmsdesk.procedure.roles import ROLES

PASSWORD, OTHER = "testing-desk-2026", "another-desk-7351"


@pytest.fixture
def slip_id(desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> int:
    """A registered feedback slip, its 经办 typed by 李敏; 王工 may review."""
    key = people.add_person(desk, name="王工", roles=("sales_leader", "quality_clerk"))
    people.let_sign_in(desk, person_id=key, password=OTHER)
    taken = intake.record_call(desk, note=call_note, request_id="call")
    return slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip").slip_id


@pytest.fixture
def leader(desk: Desk, slip_id: int) -> Desk:
    """王工 at the desk."""
    department.close_department(desk)
    return department.open_department(data_dir=desk.data_dir, user="王工", password=OTHER, clock=desk.clock)


def _version(slip_id: int) -> int:
    row = one("SELECT version FROM slip WHERE id = ?", (slip_id,))
    assert row is not None
    return int(row[0])


def _sign(
    desk: Desk, slip_id: int, box: str = "sig_review", password: str = OTHER, **options: Any
) -> signing.SignedBox:
    return signing.sign(
        desk, slip_id=slip_id, box=box, password=password, version=_version(slip_id), **options
    )


def test_a_signature_shows_name_day_and_meaning_and_is_in_the_trail(leader: Desk, slip_id: int) -> None:
    signed = _sign(leader, slip_id)
    assert (signed.name, signed.day, signed.how, signed.meaning) == (
        "王工",
        date(2026, 11, 22),
        "program",
        "审核",
    )
    values = slips.read_slip(leader, slip_id=slip_id).values
    assert (values["sig_review"].name, values["sig_review"].day) == ("王工", date(2026, 11, 22))
    last = next(line for line in reversed(audit.history(slip_id)) if line["action"] == "签名")
    assert last["user"] == "王工"
    assert next(iter(last["new"]["signature"].values()))["digest"] == signed.digest
    assert audit_check.verify() == ()


def test_without_the_password_there_is_no_signature(leader: Desk, slip_id: int) -> None:
    for password in ("", "wrong", PASSWORD):
        with pytest.raises(UserError, match="不对"):
            _sign(leader, slip_id, password=password)
    assert list(signing.live_signatures(slip_id)) == ["sig_handler"]


def test_only_the_right_hand_signs(desk: Desk, slip_id: int) -> None:
    with pytest.raises(UserError, match="经销部门领导"):
        _sign(desk, slip_id, password=PASSWORD)


def test_the_receiver_does_not_sign_before_the_review(leader: Desk, slip_id: int) -> None:
    with pytest.raises(UserError, match="“审核/日期”还没有签"):
        _sign(leader, slip_id, "sig_receiver")
    _sign(leader, slip_id)
    _sign(leader, slip_id, "sig_receiver")
    assert list(signing.live_signatures(slip_id)) == ["sig_handler", "sig_review", "sig_receiver"]


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 11, 23), "晚于今天"), (date(2026, 11, 21), "早于前一个签名")]
)
def test_dates_do_not_run_backwards_or_ahead(leader: Desk, slip_id: int, day: date, said: str) -> None:
    with pytest.raises(UserError, match=said):
        _sign(leader, slip_id, day=day)


def test_the_clerk_does_not_review_himself_but_a_small_department_may_with_a_reason(
    desk: Desk, slip_id: int
) -> None:
    people.set_roles(desk, person_id=1, roles=("sales_clerk", "sales_leader", "administrator"))
    department.close_department(desk)
    both = department.open_department(
        data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock
    )
    with pytest.raises(UserError, match="同一人"):
        _sign(both, slip_id, password=PASSWORD)
    _sign(both, slip_id, password=PASSWORD, override_reason="部门领导出差，急件")
    row = one("SELECT override_reason FROM signature WHERE box = 'sig_review'")
    assert row == ("部门领导出差，急件",)


def test_a_box_is_signed_once(leader: Desk, slip_id: int) -> None:
    _sign(leader, slip_id)
    with pytest.raises(UserError, match="已由 王工 签过"):
        _sign(leader, slip_id)


def test_a_typed_name_is_replaced_by_a_signature_of_the_program(desk: Desk, slip_id: int) -> None:
    signed = _sign(desk, slip_id, "sig_handler", PASSWORD)
    assert (signed.name, signed.how) == ("李敏", "program")
    assert one("SELECT withdrawn_why FROM signature WHERE how = 'typed'") == ("以程序签名代替",)


def test_somebody_elses_change_is_a_conflict(leader: Desk, slip_id: int) -> None:
    with pytest.raises(Conflict):
        signing.sign(leader, slip_id=slip_id, box="sig_review", password=OTHER, version=99)


def test_a_signed_section_is_locked_until_its_signature_is_withdrawn(leader: Desk, slip_id: int) -> None:
    _sign(leader, slip_id)
    assert signing.locked_sections(slip_id) == {"fill", "review"}
    emptied = signing.withdraw(
        leader,
        slip_id=slip_id,
        box="sig_review",
        password=OTHER,
        version=_version(slip_id),
        reason="图号写错",
    )
    assert emptied == ("sig_review",)
    assert signing.locked_sections(slip_id) == {"fill"}


def test_withdrawing_a_signature_unsigns_every_later_one(leader: Desk, slip_id: int) -> None:
    _sign(leader, slip_id)
    _sign(leader, slip_id, "sig_receiver")
    emptied = signing.withdraw(
        leader,
        slip_id=slip_id,
        box="sig_review",
        password=OTHER,
        version=_version(slip_id),
        reason="图号写错",
    )
    assert emptied == ("sig_review", "sig_receiver")
    assert list(signing.live_signatures(slip_id)) == ["sig_handler"]
    assert audit.history(slip_id)[-1]["reason"] == "图号写错"
    _sign(leader, slip_id)


def test_withdrawing_needs_a_reason_and_a_signature(leader: Desk, slip_id: int) -> None:
    options = {"slip_id": slip_id, "password": OTHER, "version": _version(slip_id)}
    with pytest.raises(UserError, match="原因"):
        signing.withdraw(leader, box="sig_review", reason=" ", **options)
    with pytest.raises(UserError, match="还没有签名"):
        signing.withdraw(leader, box="sig_review", reason="写错了", **options)


def test_a_change_behind_a_signature_breaks_it(leader: Desk, slip_id: int) -> None:
    _sign(leader, slip_id)
    assert signing.broken_signatures(leader, slip_id=slip_id) == ()
    database.execute_sql("UPDATE feedback SET qc_receipt_opinion = '同意受理' WHERE slip_id = ?", (slip_id,))
    assert signing.broken_signatures(leader, slip_id=slip_id) == ()
    database.execute_sql("UPDATE feedback SET description = '没有问题' WHERE slip_id = ?", (slip_id,))
    assert signing.broken_signatures(leader, slip_id=slip_id) == ("sig_review",)


def test_a_refusal_returns_the_slip_with_its_reason(leader: Desk, slip_id: int) -> None:
    with pytest.raises(UserError, match="退回原因"):
        signing.refuse(leader, slip_id=slip_id, version=_version(slip_id), reason="")
    state = signing.refuse(leader, slip_id=slip_id, version=_version(slip_id), reason="出厂编号不对")
    assert state == slips.read_slip(leader, slip_id=slip_id).state == "退回经销"
    assert one("SELECT state FROM ledger WHERE slip_id = ?", (slip_id,)) == ("退回经销",)
    assert audit.history(slip_id)[-1]["reason"] == "出厂编号不对"


def test_a_void_slip_is_not_signed(leader: Desk, slip_id: int) -> None:
    slips.void(leader, slip_id=slip_id, reason="重复登记", version=_version(slip_id))
    with pytest.raises(UserError, match="作废"):
        _sign(leader, slip_id)


def test_every_box_of_every_paper_has_somebody_who_may_sign_it() -> None:
    for sheet in (*all_papers(), paper("AUX-1")):
        for box in sheet.signatures:
            hands = signature_order.signers(box)
            assert hands, f"{sheet.code} {box.field} {box.role}"
            assert hands <= set(ROLES)


def test_receivers_of_a_claim_sign_in_any_order() -> None:
    sheet = paper("04")
    finance = sheet.signature("sig_finance")
    assert finance is not None
    names = [box.field for box in signature_order.before(sheet, finance)]
    assert names == ["sig_handler", "sig_sales_leader", "sig_quality", "sig_factory_leader"]
    assert signature_order.after(sheet, finance) == ()
