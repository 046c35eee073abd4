"""A PostgreSQL server gives the same answers as the one-file engine, hostile questions included."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.operations import (
    department,
    health,
    intake,
    ledger,
    ledger_groups,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import COLUMNS, Condition, Filter, Query
from tests.operations.server_office import (
    MADE,
    NOW,
    fill,
    found_on,
    signed_in,
)


@pytest.fixture(scope="module")
def office(cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A department with MANY slips on the server: its first workstation, and the owner's address."""
    folder = tmp_path_factory.mktemp("office") / "data"
    owner = found_on(cluster, folder)
    with signed_in(folder) as desk:
        fill(desk)
    return folder, owner


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same department in one file."""
    folder = tmp_path_factory.mktemp("file") / "data"
    create = getattr(department.create_department, "__wrapped__", department.create_department)
    create(data_dir=folder, **MADE, clock=NOW)
    with signed_in(folder) as desk:
        fill(desk)
    return folder


QUERIES = (
    "", "漏", "渗漏", "法兰密", "H2", "lzsh", "lanzhou", "兰州 裂纹", "%", "_", "'", '"', "\\", "a\\b", "&", "|", "!",
    ":*", "' OR 1=1 --", "\"x\" NEAR(y)", "a & b | !c", "<->", "abc型", "éclair", "Éa", "𠮷", "F01-2026-01", "漏" * 40,
    "6", "\ud800", "ÿ", "0", "，", "。", "' & '", "):(", "*",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(office: tuple[Path, str], file: Path) -> dict[str, dict[str, Any]]:
    """What both engines answer to the same questions."""
    found = {}
    for name, folder in (("server", office[0]), ("file", file)):
        with signed_in(folder) as desk:
            found[name] = _asked(desk)
    return found


FILTERS = (
    Filter("claim_cost", Condition.EMPTY), Filter("claim_cost", Condition.FILLED), Filter("due", Condition.EMPTY),
    Filter("claim_cost", Condition.BETWEEN, (10, 30)), Filter("claim_cost", Condition.CONTAINS, ("4",)),
    Filter("customer", Condition.CONTAINS, ("%",)), Filter("customer", Condition.CONTAINS, ("ÉA",)),
    Filter("state", Condition.ONE_OF, ("已关闭", "已登记")), Filter("state", Condition.ONE_OF, ()),
    Filter("due", Condition.LATE), Filter("unit", Condition.IS, ("炼化设备公司",)),
    Filter("feedback_date", Condition.BETWEEN, (date(2024, 3, 1), None)),
    Filter("feedback_date", Condition.PERIOD, ("本年",)),
)  # fmt: skip


def _asked(desk: Desk) -> dict[str, Any]:
    def view(query: Query) -> Any:
        return list(ledger.order(desk, query=query)), ledger.totals(desk, query=query)

    sorts = [((column.key, down), ("number", True)) for column in COLUMNS for down in (False, True)]
    return {
        "search": {text: view(Query(text=text)) for text in QUERIES},
        "first": {text: list(ledger.order(desk, query=Query(text=text), limit=20)) for text in QUERIES},
        "sort": {sort: view(Query(sort=sort)) for sort in sorts},
        "filter": {item: view(Query(filters=(item,))) for item in FILTERS},
        "groups": {
            key: ledger_groups.groups(desk, query=Query(), column=key)
            for key in (*(column.key for column in COLUMNS), "unit")
        },
        "rows": list(ledger.stream(desk, query=Query())),
        "states": ledger.states(desk),
        "cost": ledger_groups.cost_of_rows(desk, ids=range(1, 200)),
        "customers": [intake.suggest_customers(desk, text=text) for text in ("兰", "lz", "%", "Éa")],
        "trail": audit_check.verify(),
    }


@pytest.mark.parametrize(
    "question",
    ["search", "first", "sort", "filter", "groups", "rows", "states", "cost", "customers", "trail"],
)
def test_both_engines_answer_alike(answers: dict[str, dict[str, Any]], question: str) -> None:
    there, here = answers["server"][question], answers["file"][question]
    if isinstance(here, dict):
        assert {key: value for key, value in there.items() if value != here[key]} == {}
        assert any(here.values())
    assert there == here


def test_every_check_of_the_health_report_passes_on_a_server(office: tuple[Path, str]) -> None:
    with signed_in(office[0]) as desk:
        report = health.check(desk)
    assert [item for item in report.findings if item.level == "bad"] == []
