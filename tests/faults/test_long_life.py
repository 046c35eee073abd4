"""A long random life: register, void, sign, withdraw, back up, restore; the promises hold after each step (G55)."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations import backup, department, health, intake, people, restoring, signing, slips
from qmsdesk.operations.anchoring import expected_heads
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock

CLERK, LEADER, PASSWORD = "李敏", "王工", "testing-desk-2026"
TODAY = date(2026, 11, 22)


def _values(problem: str) -> dict[str, Any]:
    return {
        "feedback_date": TODAY, "customer_name": "兰州石化公司", "customer_address": "兰州", "product_name": "换热器",
        "drawing_no": "LS-1", "commission_date": "不详:未问到", "failure_date": "不详:未问到", "problem_part": "法兰",
        "problem_kind": problem, "witness": "听用户反映", "opened": False, "description": problem,
        "sig_handler": Signed(CLERK, TODAY), "channel": "电话书面记录", "serial_no": "H-1",
        "proposed_class": "B 抱怨或投诉",
    }  # fmt: skip


class Department(RuleBasedStateMachine):
    """What people do in any order, and what is known to be true of it."""

    @initialize()
    def set_up(self) -> None:
        self.place = tempfile.TemporaryDirectory(prefix="qms-life-")
        self.data = Path(self.place.name) / "data"
        self.clock = FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC))
        common = {"unit_code": "01", "unit_name": "炼化设备公司", "department": "经销部门"}
        department.create_department(
            data_dir=self.data, user=CLERK, password=PASSWORD, clock=self.clock, **common
        )
        self.desk = self._sign_in(CLERK)
        people.set_roles(self.desk, person_id=1, roles=("administrator", "sales_clerk", "sales_leader"))
        leader = people.add_person(self.desk, name=LEADER, roles=("sales_leader", "administrator"))
        people.let_sign_in(self.desk, person_id=leader, password=PASSWORD)
        self._enter(CLERK)
        self.requests = 0
        self.shown: dict[str, str] = {}  # every number anybody ever saw -> its request
        self.inside: list[str] = []
        self.void: set[str] = set()
        self.kept: list[tuple[Path, list[str], set[str]]] = []

    def _sign_in(self, user: str) -> Desk:
        return department.open_department(data_dir=self.data, user=user, password=PASSWORD, clock=self.clock)

    def _enter(self, user: str) -> None:
        self.clock.advance(seconds=1)
        department.close_department(self.desk)
        self.desk = self._sign_in(user)

    def _slip(self, number: str) -> slips.Slip:
        found = slips.find_number(self.desk, number=number)
        assert found is not None
        return slips.read_slip(self.desk, slip_id=found)

    @rule(problem=st.sampled_from(["渗漏", "裂纹", "=1+1", "<b>异响</b>", "𠮷"]))
    def register(self, problem: str) -> None:
        self.requests += 1
        request = f"request-{self.requests}"
        draft = slips_draft(self.desk, self.requests)
        done = slips.register(self.desk, draft_id=draft, values=_values(problem), request_id=request)
        again = slips.register(self.desk, draft_id=draft, values=_values(problem), request_id=request)
        assert again == done
        assert done.number not in self.shown, "a number was given twice"
        self.shown[done.number] = request
        self.inside.append(done.number)

    @rule()
    def register_something_incomplete(self) -> None:
        self.requests += 1
        draft = slips_draft(self.desk, self.requests)
        with pytest.raises(UserError):
            slips.register(
                self.desk, draft_id=draft, values={**_values("x"), "customer_name": ""}, request_id="never"
            )

    @precondition(lambda self: self.inside)
    @rule(data=st.data())
    def void_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.inside))
        slip = self._slip(number)
        with pytest.raises(Conflict):
            slips.void(self.desk, slip_id=slip.id, reason="旧版本", version=slip.version - 1)
        try:
            slips.void(self.desk, slip_id=slip.id, reason="重复登记", version=slip.version)
            self.void.add(number)
        except UserError:
            assert number in self.void

    @precondition(lambda self: self.inside)
    @rule(data=st.data())
    def sign_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.inside))
        slip = self._slip(number)
        standing = signing.live_signatures(slip.id)
        may = self.desk.user.name == LEADER and number not in self.void and "sig_review" not in standing
        try:
            signing.sign(
                self.desk, slip_id=slip.id, box="sig_review", password=PASSWORD, version=slip.version
            )
            assert may
        except UserError:
            assert not may

    @precondition(lambda self: self.inside)
    @rule(data=st.data())
    def withdraw_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.inside))
        slip = self._slip(number)
        may = "sig_review" in signing.live_signatures(slip.id) and number not in self.void
        options = {"box": "sig_review", "password": PASSWORD, "version": slip.version, "reason": "写错了"}
        try:
            signing.withdraw(self.desk, slip_id=slip.id, **options)
            assert may
        except UserError:
            assert not may

    @rule(user=st.sampled_from([CLERK, LEADER]))
    def somebody_else_sits_down(self, user: str) -> None:
        self._enter(user)

    @rule()
    def back_up(self) -> None:
        self.clock.advance(seconds=2)
        done = backup.make_backup(self.desk)
        self.kept.append((done.folder, list(self.inside), set(self.void)))

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        self.clock.advance(seconds=2)
        department.close_department(self.desk)
        folder, inside, void = self.kept[data.draw(st.integers(0, len(self.kept) - 1))]
        restoring.restore_backup(
            data_dir=self.data, folder=folder, user=CLERK, password=PASSWORD, clock=self.clock
        )
        self.inside, self.void = list(inside), set(void)
        self.desk = self._sign_in(CLERK)

    @invariant()
    def what_is_known_is_there(self) -> None:
        found = dict(rows("SELECT number, state FROM slip"))
        assert set(found) == set(self.inside)
        assert {number for number, state in found.items() if state == "作废"} == self.void
        assert [row[0] for row in rows("SELECT number FROM ledger ORDER BY number_sort")] == sorted(
            self.inside
        )

    @invariant()
    def the_trail_holds(self) -> None:
        assert audit_check.verify(anchors=expected_heads(self.data)) == ()

    def teardown(self) -> None:
        if not hasattr(self, "kept"):
            return
        report = health.check(self.desk)
        department.close_department(self.desk)
        self.place.cleanup()
        assert report.is_healthy, report.text()


def slips_draft(desk: Desk, number: int) -> str:
    """A draft made from a call."""
    note = intake.CallNote(
        caller="顾客", telephone="1", received_at=desk.clock.now(), customer_name="兰州石化公司", customer_address="",
        product_name="高压换热器", drawing_no="", serial_no="H-1", words="渗漏", remedy="",
    )  # fmt: skip
    return intake.record_call(desk, note=note, request_id=f"call-{number}").draft_id


def test_a_number_given_again_ends_this_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a counter that forgets the void slip gives its number to the next."""
    from qmsdesk.models import counter

    def forgetful(*, unit_code: str, letter: str, year: str, count: int) -> int:
        query = "SELECT count(*) FROM slip WHERE letter = ? AND state <> '作废'"
        return (
            int(rows(query, (letter,))[0][0]) + 1
            if letter == "F"
            else draw(unit_code=unit_code, letter=letter, year=year, count=count)
        )

    draw = counter.next_numbers
    monkeypatch.setattr(counter, "next_numbers", forgetful)
    life = Department()
    life.set_up()
    try:
        life.register(problem="渗漏")
        slip = life._slip("F01-2026-001")
        slips.void(life.desk, slip_id=slip.id, reason="重复登记", version=slip.version)
        with pytest.raises((UserError, AssertionError)):
            life.register(problem="裂纹")
    finally:
        department.close_department(life.desk)
        life.place.cleanup()


# a failing life is looked at, not made shorter: that takes longer than all else
_QUIET = settings(
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    deadline=None,
    database=None,
)
TestAShortLife = pytest.mark.filterwarnings("default")(Department.TestCase)
TestAShortLife.settings = settings(_QUIET, max_examples=4, stateful_step_count=15)


class ALongLife(Department):
    """The same, for the nightly run."""


TestALongLife = pytest.mark.slow(pytest.mark.timeout(1800)(ALongLife.TestCase))
TestALongLife.settings = settings(_QUIET, max_examples=60, stateful_step_count=50)
