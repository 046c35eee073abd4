"""Keys of the trail and of the anchors from before a change of the database key, so that old lines still verify."""

from __future__ import annotations

from peewee import IntegerField, TextField

from qmsdesk.models.base import Record


class ChainKey(Record):
    """The keys (hex) that hold up to and including line `up_to` of the audit trail."""

    up_to = IntegerField(unique=True)
    audit_key = TextField()
    anchor_key = TextField()
