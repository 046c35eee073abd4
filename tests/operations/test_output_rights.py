"""Who may put what on paper or into a file: one table, every role (5.5.2, R-4-c)."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import rows
from qmsdesk.operations import exporting, intake, ledger_out, prints, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
from qmsdesk.procedure.permissions import may
from qmsdesk.procedure.roles import ROLES

SALES, QUALITY = {"sales_clerk", "sales_leader"}, {"quality_clerk", "quality_leader", "company_quality"}
RESPONSIBLE = {"responsible_clerk", "responsible_leader"}
OF_SALES = ("01", "03", "04", "06", "07", "AUX-1", "AUX-8", "AUX-9")
OF_QUALITY = ("02", "05", "AUX-10", "AUX-11", "AUX-14")


def expected(role: str, action: str, paper: str) -> bool:
    """What the procedure says, written down a second time."""
    if role in QUALITY:
        return True
    if role in SALES:
        return paper in OF_SALES
    if action == "打印" and role in RESPONSIBLE:
        return paper in ("02", "03")
    return action == "打印" and paper == "04" and role in {"production", "receiver"}


@pytest.mark.parametrize("action", ["打印", "导出"])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_table_says_who_prints_and_exports(role: str, action: str) -> None:
    for paper in (*OF_SALES, *OF_QUALITY):
        assert may([role], paper, "已登记", action) is expected(role, action, paper), (role, action, paper)


@pytest.fixture
def registered(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> slips.Registered:
    taken = intake.record_call(desk, note=call_note, request_id="c")
    return slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r")


def as_role(desk: Desk, role: str) -> Desk:
    """The same desk with a person of one role."""
    return dataclasses.replace(desk, user=dataclasses.replace(desk.user, roles=frozenset({role})))


def test_every_door_of_a_slip_asks_the_table(
    desk: Desk, registered: slips.Registered, tmp_path: Path
) -> None:
    source = slips.read_slip(desk, slip_id=registered.slip_id).source_id
    assert source is not None
    doors = {
        ("打印", "01"): lambda who: prints.slip_pdf(who, slip_id=registered.slip_id),
        ("打印", "AUX-1"): lambda who: prints.source_pdf(who, source_id=source),
        ("导出", "01"): lambda who: prints.save_slip_pdf(who, slip_id=registered.slip_id, folder=tmp_path),
        ("导出", "AUX-1"): lambda who: prints.save_source_pdf(who, source_id=source, folder=tmp_path),
        ("导出", "07"): lambda who: ledger_out.ledger_pdf(who, query=Query(), path=tmp_path / "07.pdf"),
    }
    for role in sorted(ROLES):
        for (action, paper), door in doors.items():
            if expected(role, action, paper):
                continue
            with pytest.raises(UserError, match=r"5\.5\.2"):
                door(as_role(desk, role))
    assert list(tmp_path.glob("*.pdf")) == []
    doors["导出", "07"](as_role(desk, "sales_clerk"))
    assert (tmp_path / "07.pdf").exists()


def test_a_ledger_written_out_by_a_command_is_an_export(desk: Desk, registered: slips.Registered) -> None:
    with pytest.raises(UserError, match="现场查阅"):
        ledger_out.ledger_rows(as_role(desk, "site_viewer"), query=Query())
    assert len(ledger_out.ledger_rows(desk, query=Query())) == 1
    assert ("导出台帐", "命令行 共 1 行") in rows("SELECT action, reason FROM audit")


def test_everything_put_out_is_in_the_trail(desk: Desk, registered: slips.Registered, tmp_path: Path) -> None:
    source = slips.read_slip(desk, slip_id=registered.slip_id).source_id
    assert source is not None
    prints.save_slip_pdf(desk, slip_id=registered.slip_id, folder=tmp_path)
    prints.save_source_pdf(desk, source_id=source, folder=tmp_path)
    prints.note_output(desk, printed=prints.source_pdf(desk, source_id=source), where="二楼打印机")
    ledger_out.ledger_xlsx(desk, query=Query(), columns=["number"], path=tmp_path / "台帐.xlsx")
    said = rows(
        "SELECT action, reason FROM audit WHERE action LIKE '%打印%' OR action LIKE '%导出%' ORDER BY seq"
    )
    assert said == [
        ("打印", "文件"),
        ("打印", "口头/电话信息记录 D01-2026-001 文件"),
        ("打印", "口头/电话信息记录 D01-2026-001 二楼打印机"),
        ("导出台帐", "台帐.xlsx 共 1 行"),
    ]


def test_the_health_report_may_be_saved_by_the_administrator_who_prints_nothing_else(
    desk: Desk, tmp_path: Path
) -> None:
    keeper = as_role(desk, "administrator")
    exporting.write_text(keeper, path=tmp_path / "体检.txt", text="一切正常", what="体检报告")
    assert (tmp_path / "体检.txt").read_text("utf-8") == "一切正常\n"
    with pytest.raises(UserError, match=r"5\.5\.2"):
        exporting.write_text(as_role(desk, "sales_clerk"), path=tmp_path / "b.txt", text="…", what="体检报告")
