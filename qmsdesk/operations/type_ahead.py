"""What past records offer while a clerk types: customers, products, likely duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from qmsdesk.models.ledger import sort_key
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_query import like
from qmsdesk.operations.scope import sees
from qmsdesk.operations.search import is_latin, normal

SIMILAR = 0.45
MONTHS_BACK = 366


@dataclass(frozen=True)
class CustomerHint:
    """A customer of past records."""

    name: str
    address: str
    telephone: str


@dataclass(frozen=True)
class ProductHint:
    """A product, or one machine of it when `serial_no` is known."""

    name: str
    drawing_no: str
    serial_no: str = ""


@dataclass(frozen=True)
class LikelyDuplicate:
    """A registered slip that may tell of the same thing; `why` says it in words."""

    slip_id: int
    number: str
    customer: str
    product: str
    serial_no: str
    problem: str
    feedback_date: date
    state: str
    why: str


def suggest_customers(desk: Desk, *, text: str, limit: int = 8) -> list[CustomerHint]:
    """Customers whose name, telephone or pinyin holds `text`, the latest used first."""
    word = normal(text).strip()
    if not word:
        return []
    clause, values = "name LIKE ? ESCAPE '\\' OR telephone LIKE ? ESCAPE '\\'", [like(text.strip())] * 2
    if is_latin(word):
        clause, values = f"{clause} OR pinyin LIKE ? OR initials LIKE ?", [*values, like(word), like(word)]
    found = rows(
        f"SELECT name, address, telephone FROM customer WHERE {clause} ORDER BY last_used DESC NULLS LAST LIMIT ?",
        [*values, limit],
    )
    return [CustomerHint(*row) for row in found]


def suggest_products(desk: Desk, *, text: str, limit: int = 8) -> list[ProductHint]:
    """Products by name, drawing number, serial number or pinyin, the latest used first."""
    word = normal(text).strip()
    if not word:
        return []
    pattern = like(text.strip())
    clause = "name LIKE ? ESCAPE '\\' OR drawing_no LIKE ? ESCAPE '\\' OR serial_no LIKE ? ESCAPE '\\'"
    values = [pattern] * 3
    if is_latin(word):
        clause, values = f"{clause} OR pinyin LIKE ? OR initials LIKE ?", [*values, like(word), like(word)]
    found = rows(
        f"SELECT name, drawing_no, serial_no FROM product WHERE {clause} ORDER BY last_used DESC NULLS LAST LIMIT ?",
        [*values, limit],
    )
    return [ProductHint(*row) for row in found]


def likely_duplicates(
    desk: Desk, *, serial_no: str, customer_name: str, problem: str, limit: int = 5
) -> list[LikelyDuplicate]:
    """Slips of the last 12 months with the same 出厂编号, or of the same customer with a similar problem."""
    since = (desk.clock.today() - timedelta(days=MONTHS_BACK)).isoformat()
    found: dict[int, LikelyDuplicate] = {}
    serial = serial_no.strip()
    if len(serial) >= 2 and serial not in ("/", "不详"):
        for row in _candidates("serial_no = ?", serial, since):
            found[row[0]] = _duplicate(row, "同一出厂编号")
    if customer_name.strip() and problem.strip():
        scored = sorted(
            (
                (similarity(problem, row[5]), row)
                for row in _candidates("customer_sort = ?", sort_key(customer_name.strip()), since)
            ),
            key=lambda item: -item[0],
        )
        for score, row in scored:
            if score >= SIMILAR and row[0] not in found:
                found[row[0]] = _duplicate(row, f"同一顾客，问题相近（{round(score * 100)}%）")
    return [line for line in found.values() if sees(desk, slip_id=line.slip_id)][:limit]


def similarity(left: str, right: str) -> float:
    """How alike two problem texts are, 0 to 1: the better of shared pairs of characters and of common runs."""
    one_text, other = normal(left), normal(right)
    if not one_text or not other:
        return 0.0
    pairs, others = _pairs(one_text), _pairs(other)
    shared = len(pairs & others) / max(1, min(len(pairs), len(others)))
    return max(shared, SequenceMatcher(None, one_text[:200], other[:200], autojunk=False).ratio())


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


def _candidates(condition: str, value: str | bytes, since: str) -> list[tuple]:  # type: ignore[type-arg]
    return rows(
        "SELECT slip_id, number, customer, product, serial_no, problem, feedback_date, state FROM ledger"
        f" WHERE {condition} AND feedback_date >= ? AND state <> '作废' ORDER BY slip_id DESC LIMIT 60",
        (value, since),
    )


def _duplicate(row: tuple, why: str) -> LikelyDuplicate:  # type: ignore[type-arg]
    slip_id, number, customer, product, serial, problem, day, state = row
    return LikelyDuplicate(
        slip_id, number, customer, product, serial, problem, date.fromisoformat(day), state, why
    )
