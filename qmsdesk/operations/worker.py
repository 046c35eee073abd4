"""A worker thread's own way to the database: opened for the work, closed with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qmsdesk.models import engine
from qmsdesk.models.base import database

OFTEN = 200_000  # steps of the engine between two questions whether to stop: a few milliseconds


@contextmanager
def own_connection(stop: Callable[[], bool] | None = None) -> Iterator[None]:
    """A connection for the calling thread while the work lasts; nothing when no department is open.

    Reading ends with an error in the middle of a statement once `stop` says so.
    """
    if database.obj is None:
        yield
        return
    with engine.thread_connection():
        if stop is not None:
            database.connection().set_progress_handler(stop, OFTEN)
        yield
