"""Customers, products and single machines, remembered from what was registered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qmsdesk.models.base import database, moment_text
from qmsdesk.models.transactions import listed, write, write_many
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.search import pinyin_keys

_NOTHING = ("", "/")
Spelled = dict[str, tuple[str, str]]  # name -> pinyin, initials


def remember(desk: Desk, columns: Sequence[dict[str, Any]]) -> None:
    """Keep every customer, product and machine named, inside the caller's transaction; the latest address wins."""
    now = moment_text(desk.clock.now())
    customers = [row for row in columns if _named(row["customer_name"])]
    products = [row for row in columns if _named(row["product_name"])]
    keys = _spelled(
        [*(row["customer_name"] for row in customers), *(row["product_name"] for row in products)]
    )
    _remember_customers(customers, keys, now)
    _remember_products(products, keys, now)


def _named(text: str) -> bool:
    return text not in _NOTHING and not text.startswith("不详")


def _remember_customers(columns: Sequence[dict[str, Any]], keys: Spelled, now: str) -> None:
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


def _remember_products(columns: Sequence[dict[str, Any]], keys: Spelled, now: str) -> None:
    write_many(
        "INSERT INTO product(name, drawing_no, serial_no, ship_date, commission_date, is_pressure_vessel, pinyin,"
        " initials, uses, last_used) VALUES (?,?,?,?,?,?,?,?,1,?)"
        " ON CONFLICT(name, drawing_no, serial_no) DO UPDATE SET uses = product.uses + 1,"
        " last_used = excluded.last_used,"
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


def _spelled(names: Sequence[str]) -> Spelled:
    """Pinyin and initials of some names: kept where they are known, worked out and kept for new ones."""
    wanted = list(dict.fromkeys(names))
    known = database.execute_sql(
        f"SELECT name, pinyin, initials FROM spelling WHERE name IN ({listed(texts=True)})",
        (json.dumps(wanted, ensure_ascii=False),),
    )
    found: Spelled = {name: (pinyin, initials) for name, pinyin, initials in known}
    new = {name: pinyin_keys(name) for name in wanted if name not in found}
    write_many(
        "INSERT INTO spelling(name, pinyin, initials) VALUES (?, ?, ?)",
        [(name, *spelled) for name, spelled in new.items()],
    )
    return {**found, **new}


def forget(*names: str) -> None:
    """Spell names no more that neither a customer nor a product bears, inside the caller's transaction."""
    for name in names:
        write(
            "DELETE FROM spelling WHERE name = ? AND NOT EXISTS (SELECT 1 FROM customer WHERE name = spelling.name)"
            " AND NOT EXISTS (SELECT 1 FROM product WHERE name = spelling.name)",
            (name,),
        )
