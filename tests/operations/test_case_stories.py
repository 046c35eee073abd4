"""The five cases of the demo, played through the operations: their states, copies, money and papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qmsdesk.demo import cases
from qmsdesk.demo.case_hands import CaseMade
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    arbitration,
    case_view,
    claim_costs,
    copy_receipt,
    debts,
    ledger,
    signing,
    slips,
    suppliers,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.printing import raster
from qmsdesk.procedure.facts import Share


@pytest.fixture
def played(desk: Desk, tmp_path: Path) -> tuple[Desk, dict[str, CaseMade]]:
    made = cases.build(desk, tmp_path / "cases")
    return desk, {case.title: case for case in made}


def _ledger(desk: Desk) -> dict[str, dict[str, Any]]:
    keys = [column.key for column in ledger.COLUMNS]
    lines = (dict(zip(keys, row, strict=True)) for row in ledger.stream(desk, query=Query()))
    return {line["number"]: line for line in lines}


def test_the_five_cases_stand_as_told(played: tuple[Desk, dict[str, CaseMade]]) -> None:
    desk, made = played
    lines = _ledger(desk)
    states = {title: lines[case.numbers["F"][0]]["state"] for title, case in made.items()}
    assert states == {
        "A类采纳并核实": "已关闭",
        "B类本单位三包": "已关闭",
        "B类供方逾期": "供方处理中",
        "B类多部门两级申诉": "B处理中",
        "先处理后分析": "B处理中",
    }
    own = lines[made["B类本单位三包"].numbers["F"][0]]
    goods = 2 * 42_000 + 24 * 8_600
    assert own["claim_cost"] == goods + 386_000 + 240_000
    assert own["c_numbers"] == made["B类本单位三包"].numbers["C"][0]
    assert own["responsible"] == "机加车间"
    assert "已关闭" in own["result"]
    _money_and_rulings(desk, made)
    _nothing_is_wrong(desk)
    _papers(made)


def _money_and_rulings(desk: Desk, made: dict[str, CaseMade]) -> None:
    argued = made["B类多部门两级申诉"]
    c_id, b_id = (_id(argued.numbers[letter][0]) for letter in "CB")
    assert [line.ruled_by for line in arbitration.appeals_of(desk, slip_id=c_id)] == ["钱进", "郑岚"]
    assert arbitration.state_of(desk, slip_id=c_id) == "已执行裁决"
    burdens = claim_costs.split_of(b_id)
    assert [(item.department, item.share) for item in burdens] == [("铆焊车间", 8000), ("供应部门", 2000)]
    assert sum(item.fen for item in burdens) == claim_costs.cost_of(b_id).counted
    sheet = slips.read_slip(desk, slip_id=c_id).values
    assert sheet["responsible_dept"] == "铆焊车间 80%、供应部门 20%（裁决修订2）"
    assert _ledger(desk)[argued.numbers["F"][0]]["responsible"] == "铆焊车间 80%、供应部门 20%"
    (debt,) = debts.list_debts(desk)
    assert debt.number == made["先处理后分析"].numbers["B"][0]
    (late,) = suppliers.waiting_claims(desk)
    assert (late.state, late.late > 0) == ("逾期", True)


def _nothing_is_wrong(desk: Desk) -> None:
    assert audit_check.verify() == ()
    for key, digest in rows("SELECT id, digest FROM slip WHERE number IS NOT NULL"):
        assert digest == digest_now(key)
        assert signing.broken_signatures(desk, slip_id=key) == ()
    assert copy_receipt.waiting(desk) == []
    assert Share("铆焊车间", 8000)
    (root,) = rows("SELECT min(id) FROM slip WHERE paper_code = '03'")[0]
    assert case_view.case_of(desk, slip_id=root).nodes


def _papers(made: dict[str, CaseMade]) -> None:
    """Every case left its papers, each slip with the right number of copies."""
    copies = {number: count for case in made.values() for number, count in case.copies.items()}
    by_letter = {
        letter: {count for number, count in copies.items() if number[0] == letter} for letter in "FJCB"
    }
    assert by_letter == {"F": {2}, "J": {2}, "C": {3, 4}, "B": {6}}
    for case in made.values():
        assert case.files
        for path in case.files:
            data = path.read_bytes()
            if path.stem in case.copies:
                assert raster.page_count(data) % case.copies[path.stem] == 0
    names = {path.name.split("-", 3)[-1].split(".")[0] for case in made.values() for path in case.files}
    kinds = {"AUX-3", "AUX-4", "AUX-5", "AUX-6", "AUX-7", "AUX-8", "AUX-9", "AUX-13"}
    found = {kind for kind in kinds if any(f"{kind}-" in f"{name}-" for name in names)}
    assert found == kinds
    letter = next(path for path in made["A类采纳并核实"].files if "AUX-8" in path.name)
    words = "".join(raster.texts(letter.read_bytes()))
    assert "公司内部资料" not in words.replace(" ", "")


def _id(number: str) -> int:
    found = one("SELECT id FROM slip WHERE number = ?", (number,))
    assert found is not None
    return int(found[0])
