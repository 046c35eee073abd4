"""Saving twice is saving once: what a client-made request id already led to."""

from __future__ import annotations

from peewee import TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.transactions import insert, must_be_in_write, one


class Request(Record):
    """A request that was carried out, and its result as text."""

    id = TextField(primary_key=True)
    verb = TextField()
    result = TextField()
    at = MomentField()


def earlier_result(request_id: str, verb: str) -> str | None:
    """The result of the same request, had it been carried out before; None otherwise."""
    row = one("SELECT result FROM request WHERE id = ? AND verb = ?", (request_id, verb))
    return None if row is None else str(row[0])


def remember(request_id: str, verb: str, result: str, at: str) -> None:
    """Note the result in the transaction that produced it; `at` is moment text."""
    must_be_in_write()
    insert("request", {"id": request_id, "verb": verb, "result": result, "at": at})
