"""The way of a packet between two databases, there and back again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import one
from qmsdesk.operations import foreign_copies, health, history, packets, prints, slips
from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import asking
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.clock import FixedClock
from tests.operations.case_department import PASSWORD as OURS
from tests.operations.case_department import walking
from tests.operations.case_hands import as_

WORDS, PASSWORD = "黄河铁桥 1909", "foundry-desk-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@dataclass
class Office:
    """The receiving department's own database; one database is open at a time, as on one workstation."""

    folder: Path

    def opened(self) -> Desk:
        return open_department(data_dir=self.folder, user="周平", password=PASSWORD, clock=CLOCK)


@dataclass
class Post:
    """Both departments, and what lies between them."""

    home: Desk
    office: Office
    folder: Path

    def away(self) -> Desk:
        """Leave our department and sit down at the other one."""
        close_department(self.home)
        return self.office.opened()

    def back(self, away: Desk) -> Desk:
        """Leave the other department and come home."""
        close_department(away)
        return as_(open_department(data_dir=self.home.data_dir, user="李敏", password=OURS, clock=CLOCK))


def _taken(desk: Desk, path: Path) -> foreign_copies.Taken:
    return foreign_copies.take_packet(desk, path=path, passphrase=WORDS)


def test_a_copy_goes_out_is_signed_for_and_its_receipt_comes_home(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    create_department(
        data_dir=office.folder, unit_code="02", unit_name="铸锻公司", department="装配车间", user="周平",
        password=PASSWORD, clock=CLOCK,
    )  # fmt: skip
    with walking(tmp_path / "home") as hands:
        hands.trusting = True
        slip_id = hands.handling("开始分析 提出处理意见 登记 审核 分发")
        number = slips.read_slip(hands.desk, slip_id=slip_id).number
        line = next(one for one in packets.on_their_way(hands.desk) if one.holder == "装配车间")
        out = packets.send_copy(hands.desk, copy_id=line.copy_id, passphrase=WORDS, folder=tmp_path)
        post = Post(hands.desk, office, tmp_path)
        away = post.away()
        receipt = _at_the_office(away, out, number, tmp_path)
        home = post.back(away)
        assert _taken(home, receipt) == foreign_copies.Taken("回执", number)
        signed = one("SELECT signed_for_by, opinion FROM copy WHERE id = ?", (line.copy_id,))
        assert signed == ("周平", "同意")
        told = {
            (one.label, one.new) for line in history.history(home, slip_id=slip_id) for one in line.changes
        }
        assert ("交接包·回执签收人", "周平") in told
        assert [one.words for one in health.check(home).findings if one.level == "bad"] == []
        with pytest.raises(UserError, match="已经登记过了"):
            _taken(home, receipt)
        with pytest.raises(UserError, match="从这里送出"):
            _taken(home, out.path)
        assert audit_check.verify() == ()


def _at_the_office(away: Desk, out: packets.Sent, number: str, folder: Path) -> Path:
    """What the other department does: take it in, look at it, sign for it, write the receipt."""
    taken = _taken(away, out.path)
    assert (taken.kind, taken.number) == ("联", number)
    assert taken.foreign_id is not None
    found = foreign_copies.foreign_copies(away, waiting=True)
    assert [(one.number, one.holder, one.unit) for one in found] == [(number, "装配车间", "炼化装备公司")]
    _, values = foreign_copies.values_of(away, foreign_id=taken.foreign_id)
    assert (values["cause_analysis"], values["sig_review"].name) == ("密封面加工超差", "孙立")
    files = foreign_copies.files_of(away, foreign_id=taken.foreign_id)
    shown = foreign_copies.file_bytes(away, sha256=files[0][1])
    assert "装配车间存" in "".join(prints.page_texts(shown)).replace(" ", "")
    assert len(files) == 2  # the 联 and the 复印件 of the feedback
    with pytest.raises(UserError, match="已经接收过了"):
        _taken(away, out.path)
    with pytest.raises(UserError, match="还没有签收"):
        _receipt(away, taken.foreign_id, folder)
    with pytest.raises(UserError, match="密码"):
        foreign_copies.sign_for(away, foreign_id=taken.foreign_id)
    desk = asking(away, "signed for")
    for _ in range(2):
        foreign_copies.sign_for(
            desk, foreign_id=taken.foreign_id, opinion="同意", given=Given(password=PASSWORD)
        )
    assert foreign_copies.foreign_copies(away, waiting=True) == []
    assert audit_check.verify() == ()
    return _receipt(away, taken.foreign_id, folder)


def _receipt(desk: Desk, foreign_id: int, folder: Path) -> Path:
    return foreign_copies.write_receipt(desk, foreign_id=foreign_id, passphrase=WORDS, folder=folder)
