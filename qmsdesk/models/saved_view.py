"""Filters and column choices of the ledger that a user keeps."""

from __future__ import annotations

from peewee import TextField

from qmsdesk.models.base import MomentField, Record


class SavedView(Record):
    """A named query of one user, as JSON."""

    user = TextField()
    name = TextField()
    content = TextField()
    changed_at = MomentField()

    class Meta:
        """A name once per user."""

        indexes = ((("user", "name"), True),)
