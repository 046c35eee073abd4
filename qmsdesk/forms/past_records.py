"""Customers and products of past records as proposals in the fields of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from qmsdesk.errors import UserError
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.forms.type_ahead import Suggestion
from qmsdesk.operations import intake
from qmsdesk.operations.desk import Desk


def set_type_aheads(window: SheetWindow, desk: Desk) -> None:
    """Let the customer, product and serial number fields of a sheet propose what is known."""
    providers: dict[str, Callable[[Desk, str], list[Suggestion]]] = {
        "customer_name": customers,
        "product_name": products,
        "serial_no": machines,
    }
    for field, provider in providers.items():
        if field in window.editors:
            window.set_type_ahead(field, partial(_ask, provider, desk))


def customers(desk: Desk, text: str) -> list[Suggestion]:
    """Customers, with their address."""
    found = intake.suggest_customers(desk, text=text)
    return [
        Suggestion(
            hint.name,
            "　".join(filter(None, (hint.address, hint.telephone))),
            {"customer_address": hint.address, "telephone": hint.telephone},
        )
        for hint in found
    ]


def products(desk: Desk, text: str) -> list[Suggestion]:
    """Products, or one machine when the number typed is its own."""
    found = intake.suggest_products(desk, text=text)
    return [
        Suggestion(
            hint.name,
            "　".join(filter(None, (hint.drawing_no, hint.serial_no))),
            {"drawing_no": hint.drawing_no, "serial_no": hint.serial_no},
        )
        for hint in found
    ]


def machines(desk: Desk, text: str) -> list[Suggestion]:
    """Machines by serial number, with what they are."""
    found = intake.suggest_products(desk, text=text)
    return [
        Suggestion(
            hint.serial_no,
            f"{hint.name}　{hint.drawing_no}",
            {"product_name": hint.name, "drawing_no": hint.drawing_no},
        )
        for hint in found
        if hint.serial_no
    ]


def _ask(provider: Callable[[Desk, str], list[Suggestion]], desk: Desk, text: str) -> Sequence[Suggestion]:
    """A proposal is a courtesy: when past records cannot be read, there is none."""
    try:
        return provider(desk, text)
    except UserError:
        return []
