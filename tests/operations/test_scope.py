"""A department sees what it issued and the copies it holds, and a role ends at the border of its unit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    attaching,
    case_view,
    classifying,
    contacts,
    department,
    history,
    ink_signing,
    intake,
    ledger,
    people,
    print_archive,
    prints,
    retention,
    slips,
    steps,
    to_do,
    today,
    units,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed


def at_desk_of(desk: Desk, name: str) -> Desk:
    """The desk as it is when somebody else signs in."""
    user, place = department._who(name, False, desk.clock)
    return dataclasses.replace(desk, user=user, department=place)


def place_of(unit: str, kind: str) -> int:
    found = one(
        "SELECT d.id FROM department d JOIN unit u ON u.id = d.unit_id WHERE u.code = ? AND d.kind = ?",
        (unit, kind),
    )
    assert found is not None
    return int(found[0])


def employ(desk: Desk, name: str, unit: str, kind: str, *roles: str) -> Desk:
    """Somebody in a department that works in this database."""
    key = place_of(unit, kind)
    units.place_department(desk, department_id=key, here=True)
    people.add_person(desk, name=name, department_id=key, roles=roles)
    return at_desk_of(desk, name)


def register(desk: Desk, note: CallNote, values: dict[str, Any], turn: str) -> int:
    taken = intake.record_call(desk, note=note, request_id=f"c{turn}")
    signed = {**values, "sig_handler": Signed(desk.user.name, desk.clock.today())}
    return slips.register(desk, draft_id=taken.draft_id, values=signed, request_id=f"r{turn}").slip_id


def doors(slip_id: int, source_id: int) -> dict[str, Callable[[Desk], object]]:
    """Every way one slip can be looked at."""
    return {
        "the sheet": lambda desk: slips.read_slip(desk, slip_id=slip_id),
        "the case": lambda desk: case_view.case_of(desk, slip_id=slip_id),
        "the trail": lambda desk: history.history(desk, slip_id=slip_id),
        "the print": lambda desk: prints.slip_pdf(desk, slip_id=slip_id),
        "the kept prints": lambda desk: print_archive.prints_of(desk, slip_id=slip_id),
        "the original": lambda desk: intake.read_source(desk, source_id=source_id),
        "the gestures": lambda desk: steps.allowed_actions(desk, slip_id=slip_id),
        "the file": lambda desk: attaching.read_file(desk, attachment_id="1"),
        "a gesture": lambda desk: steps.step(desk, slip_id=slip_id, action="审核", given=Given(reason="看看")),
        "a contact": lambda desk: contacts.log_contact(
            desk, slip_id=slip_id, at=desk.clock.now(), how="电话", contact="马处长", result="同意"
        ),
    }  # fmt: skip


@pytest.fixture
def told(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> int:
    """A feedback of 经销 with one attached file."""
    slip_id = register(desk, call_note, complete_feedback, "1")
    from qmsdesk.models.transactions import insert, write_tx

    with write_tx():
        insert(
            "attachment",
            {"slip_id": slip_id, "name": "照片.jpg", "sha256": "0" * 64, "size": 1, "pages": 1, "is_original": 1,
             "added_at": "2026-11-22T02:00:00.000Z", "added_by": "李敏"},
        )  # fmt: skip
    return slip_id


def test_a_department_without_a_copy_finds_every_door_closed(desk: Desk, told: int) -> None:
    source = slips.read_slip(desk, slip_id=told).source_id
    assert source is not None
    finance = employ(desk, "周平", "01", "财务部门", "receiver", "sales_clerk")
    for door in doors(told, source).values():
        with pytest.raises(UserError, match="本部门的记录"):
            door(finance)
    assert slips.find_number(finance, number="F01-2026-001") is None
    assert list(ledger.order(finance, query=Query())) == []
    assert ledger.totals(finance, query=Query()).count == 0
    assert today.recent_slips(finance) == []
    assert retention.list_kept(finance) == []
    assert [group for group in to_do.to_do(finance) if group.count and group.key != "duty_late"] == []
    assert (
        intake.likely_duplicates(
            finance, serial_no="H2025-017", customer_name="兰州石化公司", problem="管箱法兰渗漏"
        )
        == []
    )


def test_who_issued_it_and_who_holds_a_copy_see_it(desk: Desk, told: int) -> None:
    quality = employ(desk, "赵倩", "01", "质管部门", "quality_clerk")
    for one_desk in (at_desk_of(desk, "李敏"), quality):
        assert slips.read_slip(one_desk, slip_id=told).number == "F01-2026-001"
        assert list(ledger.order(one_desk, query=Query())) == [told]
        assert [node.slip_id for node in case_view.case_of(one_desk, slip_id=told).nodes] == [told]
        assert slips.find_number(one_desk, number="F01-2026-001") == told


def test_who_answers_for_the_unit_sees_all_of_it(desk: Desk, told: int) -> None:
    leader = employ(desk, "高主任", "01", "生产部门", "unit_leader")
    assert slips.read_slip(leader, slip_id=told).id == told
    stranger = employ(desk, "周平", "01", "供应部门", "receiver")
    assert list(ledger.order(stranger, query=Query())) == []


def test_the_handled_copy_opens_the_case_to_the_responsible_department_only_as_far_as_it_holds_it(
    desk: Desk, told: int, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    from qmsdesk.operations import suggestions

    quality = employ(desk, "赵倩", "01", "质管部门", "quality_clerk")
    workshop = employ(desk, "周平", "01", "生产部门", "responsible_clerk")
    steps.step(desk, slip_id=told, action="审核", given=Given(ink=Signed("王工", desk.clock.today(), "ink")))
    steps.step(
        desk, slip_id=told, action="送交", given=Given(values={"original": "原件", "original_pages": 1})
    )
    ink = Given(ink=Signed("赵倩", desk.clock.today(), "ink"), values={"qc_receipt_opinion": "受理"})
    steps.step(quality, slip_id=told, action="签收", given=ink)
    steps.step(quality, slip_id=told, action="归为A类")
    other = register(desk, call_note, complete_feedback, "2")
    begun = suggestions.begin_suggestion(
        quality, feedback_ids=[told], receiving_unit="生产部门", content="改进密封面加工", answer_customer=False,
        info_source="顾客", request_id="j1",
    )  # fmt: skip
    assert [node.slip_id for node in case_view.case_of(desk, slip_id=told).nodes] == [told]
    assert {node.slip_id for node in case_view.case_of(quality, slip_id=told).nodes} == {told, begun.slip_id}
    with pytest.raises(UserError, match="本部门的记录"):
        slips.read_slip(workshop, slip_id=told)
    from qmsdesk.operations.drafts import open_draft

    values = open_draft(quality, draft_id=begun.draft_id).values
    signed = {**values, "sig_handler": Signed("赵倩", desk.clock.today(), "ink")}
    slips.register(quality, draft_id=begun.draft_id, values=signed, request_id="j2")
    assert slips.read_slip(workshop, slip_id=begun.slip_id).paper_code == "02"
    assert slips.read_slip(workshop, slip_id=told).number == "F01-2026-001"
    with pytest.raises(UserError, match="本部门的记录"):
        slips.read_slip(workshop, slip_id=other)


def test_a_role_held_for_one_unit_does_not_act_on_the_slips_of_another(
    desk: Desk, told: int, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    units.add_unit(desk, code="02", name="铸锻公司", scoring_class="铸锻厂", here=("经销部门", "质管部门"))
    other = employ(desk, "孙立", "02", "经销部门", "sales_clerk", "sales_leader")
    quality = employ(desk, "赵倩", "01", "质管部门", "quality_clerk", "quality_leader")
    theirs = register(other, call_note, complete_feedback, "9")
    assert slips.read_slip(other, slip_id=theirs).number == "F02-2026-001"
    assert list(ledger.order(desk, query=Query())) == [told]
    assert list(ledger.order(other, query=Query())) == [theirs]
    assert people.list_people(desk)[0].roles == ("administrator", "sales_clerk")
    step = {"slip_id": theirs, "action": "送交"}
    given = Given(values={"original": "原件", "original_pages": 1})
    review = Given(ink=Signed("孙立", desk.clock.today(), "ink"))
    with pytest.raises(UserError, match="本部门的记录"):
        steps.step(desk, slip_id=theirs, action="审核", given=review)
    with pytest.raises(UserError, match="本部门的记录"):
        ink_signing.record_ink(
            quality,
            slip_id=theirs,
            box="sig_receiver",
            name="赵倩",
            day=desk.clock.today(),
            version=1,
            why="扫描件",
        )
    steps.step(
        other,
        slip_id=theirs,
        action="审核",
        given=dataclasses.replace(review, override_reason="部门只有一人"),
    )
    steps.step(other, given=given, **step)
    receive = Given(ink=Signed("赵倩", desk.clock.today(), "ink"), values={"qc_receipt_opinion": "受理"})
    with pytest.raises(UserError, match="本部门的记录"):
        steps.step(quality, slip_id=theirs, action="签收", given=receive)
    unit = int((one("SELECT id FROM unit WHERE code = '02'") or (0,))[0])
    people.set_roles(desk, person_id=quality.user.id, roles=("quality_clerk",), unit_id=unit)
    assert at_desk_of(desk, "赵倩").user.roles == {"quality_clerk", "quality_leader"}
    quality = at_desk_of(desk, "赵倩")
    assert steps.step(quality, slip_id=theirs, action="签收", given=receive).state == "待归类"
    with pytest.raises(UserError, match="质量负责人"):  # a leader in unit 01 only
        classifying.confirm_severity(quality, slip_id=theirs)
    (line,) = [line for line in people.list_people(desk) if line.name == "赵倩"]
    assert line.elsewhere == (("铸锻公司", ("quality_clerk",)),)
    assert line.roles == ("quality_clerk", "quality_leader")


def test_a_role_of_the_company_counts_in_every_unit(desk: Desk) -> None:
    units.add_unit(desk, code="02", name="铸锻公司", here=("质管部门",))
    there = employ(desk, "赵倩", "02", "质管部门", "quality_clerk", "company_quality", "administrator")
    people.set_roles(
        desk, person_id=there.user.id, roles=("company_quality", "administrator", "site_viewer"), unit_id=None
    )
    held = rows(
        "SELECT role, unit_id IS NULL FROM role_assignment WHERE person_id = ? ORDER BY role",
        (there.user.id,),
    )
    assert dict(held) == {"administrator": 1, "company_quality": 1, "quality_clerk": 0, "site_viewer": 1}
    assert at_desk_of(desk, "赵倩").user.roles == {
        "administrator",
        "company_quality",
        "quality_clerk",
        "site_viewer",
    }


@pytest.mark.parametrize(
    ("code", "name", "scoring", "words"),
    [("", "铸锻公司", "商品厂", "单位代号"), ("02-1", "铸锻公司", "商品厂", "单位代号"),
     ("02", "", "商品厂", "单位名称"), ("01", "铸锻公司", "商品厂", "用过"), ("02", "铸锻公司", "别的", "计分类别")],
)  # fmt: skip
def test_a_unit_needs_a_code_of_its_own(desk: Desk, code: str, name: str, scoring: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        units.add_unit(desk, code=code, name=name, scoring_class=scoring)
    assert len(units.list_units(desk)) == 1


def test_while_one_department_works_here_everything_is_its_own(desk: Desk, told: int) -> None:
    key = people.add_person(desk, name="周平", department_id=place_of("01", "财务部门"), roles=("receiver",))
    assert key
    assert slips.read_slip(at_desk_of(desk, "周平"), slip_id=told).id == told
    assert desk.clock.now() == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_the_company_sees_what_is_grave_and_what_is_reported(
    desk: Desk, told: int, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    from qmsdesk.models.transactions import insert, write_tx

    company = employ(desk, "高主任", "01", "生产部门", "management_representative")
    grave = register(desk, call_note, complete_feedback, "3")
    with write_tx():
        insert("feedback_case", {"slip_id": grave, "severe_loss": 1})
    assert list(ledger.order(company, query=Query())) == [grave]
    assert slips.read_slip(company, slip_id=grave).id == grave
    with pytest.raises(UserError, match="本部门的记录"):
        slips.read_slip(company, slip_id=told)
