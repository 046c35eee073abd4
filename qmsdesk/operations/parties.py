"""Customers, products and single machines, remembered from what was registered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qmsdesk.models.base import database, moment_text
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.search import pinyin_keys

_NOTHING = ("", "/")


def remember(desk: Desk, columns: Sequence[dict[str, Any]]) -> None:
    """Keep every customer, product and machine named, inside the caller's transaction; the latest address wins."""
    now = moment_text(desk.clock.now())
    for row in columns:
        _remember_customer(row, now)
        _remember_product(row, now)


def _named(text: str) -> bool:
    return text not in _NOTHING and not text.startswith("不详")


def _remember_customer(row: dict[str, Any], now: str) -> None:
    name, address = row["customer_name"], row["customer_address"]
    if not _named(name):
        return
    address = address if _named(address) else ""
    known = database.execute_sql(
        "UPDATE customer SET last_used = ?, uses = uses + 1 WHERE name = ? AND address = ?",
        (now, name, address),
    ).rowcount
    if not known:
        pinyin, initials = pinyin_keys(name)
        database.execute_sql(
            "INSERT INTO customer(name, address, telephone, pinyin, initials, uses, last_used) VALUES (?,?,'',?,?,1,?)",
            (name, address, pinyin, initials, now),
        )


def _remember_product(row: dict[str, Any], now: str) -> None:
    name = row["product_name"]
    if not _named(name):
        return
    key = (name, *(row[column] if _named(row[column]) else "" for column in ("drawing_no", "serial_no")))
    dates = (row["ship_date"], row["commission_date"], row["pressure_vessel"])
    known = database.execute_sql(
        "UPDATE product SET last_used = ?, uses = uses + 1, ship_date = coalesce(?, ship_date),"
        " commission_date = coalesce(?, commission_date), is_pressure_vessel = max(is_pressure_vessel, ?)"
        " WHERE name = ? AND drawing_no = ? AND serial_no = ?",
        (now, *dates, *key),
    ).rowcount
    if not known:
        pinyin, initials = pinyin_keys(name)
        database.execute_sql(
            "INSERT INTO product(name, drawing_no, serial_no, ship_date, commission_date, is_pressure_vessel, pinyin,"
            " initials, uses, last_used) VALUES (?,?,?,?,?,?,?,?,1,?)",
            (*key, *dates, pinyin, initials, now),
        )
