"""Random cases: whatever is done in whatever order, numbers, copies, shares, money and the trail stay right."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    claim_approvals,
    claim_costs,
    claims,
    department,
    handling,
    signing,
    slips,
    steps,
    suggestions,
)
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.copies import SALES
from qmsdesk.procedure.money import WHOLE
from qmsdesk.procedure.workflow import actions
from tests.operations import case_help
from tests.operations.case_hands import a_request, as_
from tests.operations.case_walk import Walker, given_for

HELP = (
    "sign_copies", "answer_above", "no_answer", "cost", "goods", "photocopy", "approve_reply", "supplier_answers",
    "ruling", "confirm", "approve_handling",
)  # fmt: skip
NEW = ("feedback", "suggestion", "handling", "claim")


@contextmanager
def _department() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
        data = Path(folder) / "data"
        password = "晴天骑车去看37号楼"
        department.create_department(
            data_dir=data, unit_code="01", unit_name="炼化设备公司", department="经销部", user="李敏",
            password=password, clock=clock,
        )  # fmt: skip
        desk = department.open_department(data_dir=data, user="李敏", password=password, clock=clock)
        try:
            yield as_(desk)
        finally:
            department.close_department(desk)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), length=st.integers(40, 160), kind=st.sampled_from(["A", "B", "A+B"]))
def test_whatever_is_done_the_records_stay_right(
    call_note: Any, complete_feedback: dict[str, Any], seed: int, length: int, kind: str
) -> None:
    with _department() as desk:
        walker = Walker(desk, call_note, complete_feedback, trusting=True)
        first = walker.classified(kind)
        chance = random.Random(seed)
        for _turn in range(length):
            # a preparation that does not fit the slip it was drawn for is simply not made
            with suppress(UserError, AssertionError, IndexError, TypeError):
                _something(walker, first, chance)
        _invariants(desk)


def _something(walker: Walker, first: int, chance: random.Random) -> None:
    """A new slip, a preparation, or any gesture the table knows for some slip; the newest slips go on first."""
    what = chance.random()
    ids = [row[0] for row in rows("SELECT id FROM slip ORDER BY id DESC LIMIT 6")]
    slip_id = chance.choice(ids)
    if what < 0.08:
        _begin(walker, first, chance.choice(NEW))
    elif what < 0.35:
        getattr(case_help, chance.choice(HELP))(walker, slip_id)
    else:
        _gesture(walker, slip_id, chance)


def _gesture(walker: Walker, slip_id: int, chance: random.Random) -> None:
    slip = slips.read_slip(walker.desk, slip_id=slip_id)
    rare = ("作废", "放弃", "退回", "审核退回", "撤回审核", "改归类") if chance.random() < 0.95 else ()
    known = [row.action for row in actions(slip.paper_code, slip.state) if row.action not in rare]
    if not known:
        return
    action = chance.choice(known)
    if action in ("登记", "更正"):
        walker.write_sheet(slip_id, action)
    else:
        steps.step(walker.desk, slip_id=slip_id, action=action, given=given_for(slip.paper_code, action))


def _begin(walker: Walker, first: int, kind: str) -> None:
    desk, request = walker.desk, a_request()
    if kind == "feedback":
        walker.feedback()
    elif kind == "suggestion":
        suggestions.begin_suggestion(
            desk, feedback_ids=[first], receiving_unit="设计所", content="改", request_id=request
        )
    elif kind == "handling":
        handling.begin_handling(desk, feedback_ids=[first], request_id=request)
    else:
        begun = claims.begin_claim(desk, feedback_ids=[first], request_id=request)
        claim_approvals.add_cost(desk, slip_id=begun.slip_id, kind="运输费", fen=33_333)


def _invariants(desk: Desk) -> None:
    assert audit_check.verify() == ()
    for letter in "FJCB":
        drawn = [
            row[0]
            for row in rows(
                "SELECT seq FROM slip WHERE letter = ? AND seq IS NOT NULL ORDER BY seq", (letter,)
            )
        ]
        assert drawn == list(range(1, len(drawn) + 1))
    assert one("SELECT count(*) FROM slip WHERE (number IS NULL) <> (seq IS NULL)") == (0,)
    for slip_id, code, number, digest in rows("SELECT id, paper_code, number, digest FROM slip"):
        holders = rows(
            'SELECT ordinal, "of", holder FROM copy WHERE slip_id = ? ORDER BY ordinal', (slip_id,)
        )
        assert [row[0] for row in holders] == list(range(1, len(holders) + 1))
        assert {row[1] for row in holders} <= {len(holders)}
        assert bool(holders) == bool(number)
        assert not number or code == "02" or SALES in {row[2] for row in holders}
        assert digest == digest_now(slip_id)
        if number:
            assert signing.broken_signatures(desk, slip_id=slip_id) == ()
        _money_and_shares(slip_id, code, bool(number))


def _money_and_shares(slip_id: int, code: str, numbered: bool) -> None:
    if code == "03" and numbered:
        shares = shares_of(slip_id)
        assert len(shares) == 1 or sum(share.share or 0 for share in shares) == WHOLE
    if code == "04":
        cost = claim_costs.cost_of(slip_id)
        assert isinstance(cost.counted, int)
        assert sum(cost.by_kind.values()) == cost.counted
        burdens = claim_costs.split_of(slip_id)
        assert not burdens or sum(item.fen for item in burdens) == cost.counted
