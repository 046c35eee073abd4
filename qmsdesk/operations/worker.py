"""A worker thread's own way to the database: opened for the work, closed with it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from qmsdesk.models import engine
from qmsdesk.models.base import database


def own_connection() -> AbstractContextManager[None]:
    """A connection for the calling thread while the work lasts; nothing when no department is open."""
    return nullcontext() if database.obj is None else engine.thread_connection()
