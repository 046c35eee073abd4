"""However an order is worked out, it is the one the plain statement gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsdesk.bench import corpus
from qmsdesk.models.transactions import rows, write, write_tx
from qmsdesk.operations import ledger, ledger_order
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Condition, Filter, Query
from qmsdesk.operations.ledger_query import order_by

SORTS = (
    (("number", True),),
    (("customer", False),),
    (("problem", True),),
    (("state", False), ("customer", True)),
    (("customer", True), ("feedback_date", False)),
)
ASKED = (
    Query(),
    Query("漏"),
    Query("密封面 渗漏"),
    Query(corpus.RARE),
    Query("lzsh"),
    Query("H20"),
    Query("", (Filter("complaint_class", Condition.CONTAINS, ("B",)),)),
    Query("裂纹", (Filter("customer", Condition.CONTAINS, ("石化",)),)),
    Query("", (Filter("customer", Condition.IS, ("没有这一家",)),)),
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Three hundred slips, some of them numbered against the order of their making."""
    with corpus.opened(Path(tmp_path_factory.mktemp("many")) / "data", 300, lambda *_: None) as desk:
        with write_tx():
            write("UPDATE ledger SET number_sort = number_sort + 1000 WHERE slip_id % 7 = 0")
        yield desk


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda query: query.text or "filtered")
def test_every_way_gives_the_plain_order(
    many: Desk, asked: Query, sort: tuple[tuple[str, bool], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = Query(asked.text, asked.filters, sort)
    clause, values = ledger_order.scoped(many, query)
    plain = [
        row[0]
        for row in rows(f"SELECT slip_id FROM ledger l WHERE {clause} ORDER BY {order_by(query)}", values)
    ]
    for few, windows in ((1, (40, 120)), (1, (300, 400)), (10_000, (40,))):
        monkeypatch.setattr(ledger_order, "FEW", few)
        monkeypatch.setattr(ledger_order, "WINDOWS", windows)
        assert list(ledger.order(many, query=query)) == plain
        for limit in (1, 10, 50):
            assert list(ledger.order(many, query=query, limit=limit)) == plain[:limit]


def test_sums_are_the_same_with_and_without_the_short_ways(many: Desk) -> None:
    everyone = ledger.totals(many, query=Query())
    plainly = ledger.totals(many, query=Query("", (Filter("number", Condition.FILLED),)))
    assert everyone == plainly
    assert everyone.count == 300
    found = ledger.totals(many, query=Query("漏"))
    assert found == ledger.totals(many, query=Query("漏", (Filter("number", Condition.FILLED),)))
