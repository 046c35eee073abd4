"""A short connection to the server of a data folder, before anybody has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qmsdesk.models.server_errors import driver_is_missing
from qmsdesk.models.server_place import ServerPlace
from qmsdesk.models.transactions import mapped_errors


@contextmanager
def linked(place: ServerPlace) -> Iterator[Any]:
    """A connection of our own, closed at the end; UserError for every reason why there is none."""
    try:
        from qmsdesk.models.server_engine import connect
    except ImportError as error:
        raise driver_is_missing() from error
    with mapped_errors():
        connection = connect(place)
        try:
            yield connection
        finally:
            connection.close()
