"""Customers, products and single machines, remembered from what was registered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qmsdesk.models.base import database, moment_text
from qmsdesk.models.transactions import write_many
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.search import pinyin_keys

_NOTHING = ("", "/")


def remember(desk: Desk, columns: Sequence[dict[str, Any]]) -> None:
    """Keep every customer, product and machine named, inside the caller's transaction; the latest address wins."""
    now = moment_text(desk.clock.now())
    _remember_customers([row for row in columns if _named(row["customer_name"])], now)
    _remember_products([row for row in columns if _named(row["product_name"])], now)


def _named(text: str) -> bool:
    return text not in _NOTHING and not text.startswith("不详")


def _remember_customers(columns: Sequence[dict[str, Any]], now: str) -> None:
    keys = _spelled("customer", [row["customer_name"] for row in columns])
    write_many(
        "INSERT INTO customer(name, address, telephone, pinyin, initials, uses, last_used) VALUES (?,?,'',?,?,1,?)"
        " ON CONFLICT(name, address) DO UPDATE SET uses = customer.uses + 1, last_used = excluded.last_used",
        [
            (
                row["customer_name"],
                row["customer_address"] if _named(row["customer_address"]) else "",
                *keys[row["customer_name"]],
                now,
            )
            for row in columns
        ],
    )


def _remember_products(columns: Sequence[dict[str, Any]], now: str) -> None:
    keys = _spelled("product", [row["product_name"] for row in columns])
    write_many(
        "INSERT INTO product(name, drawing_no, serial_no, ship_date, commission_date, is_pressure_vessel, pinyin,"
        " initials, uses, last_used) VALUES (?,?,?,?,?,?,?,?,1,?)"
        " ON CONFLICT(name, drawing_no, serial_no) DO UPDATE SET uses = product.uses + 1, last_used = excluded.last_used,"
        " ship_date = coalesce(excluded.ship_date, product.ship_date),"
        " commission_date = coalesce(excluded.commission_date, product.commission_date),"
        " is_pressure_vessel = CASE WHEN excluded.is_pressure_vessel > product.is_pressure_vessel"
        " THEN excluded.is_pressure_vessel ELSE product.is_pressure_vessel END",
        [
            (
                row["product_name"],
                *(row[name] if _named(row[name]) else "" for name in ("drawing_no", "serial_no")),
                *(row[name] for name in ("ship_date", "commission_date", "pressure_vessel")),
                *keys[row["product_name"]],
                now,
            )
            for row in columns
        ],
    )


def _spelled(table: str, names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Pinyin and initials of some names: from the table where they are known, worked out only for new ones."""
    found: dict[str, tuple[str, str]] = {}
    one_of = (
        f'SELECT pinyin, initials FROM "{table}" WHERE name = ? LIMIT 1'  # a name may have thousands of rows
    )
    for name in dict.fromkeys(names):
        known = database.execute_sql(one_of, (name,)).fetchone()
        found[name] = (str(known[0]), str(known[1])) if known else pinyin_keys(name)
    return found
