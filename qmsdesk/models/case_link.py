"""Which slips belong together: F with J and C, C with B, many to many (5.3.3.1, 5.3.4.1, 5.3.5.3)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.slip import Slip


class CaseLink(Record):
    """`child` was made on the ground of `parent`."""

    parent = ForeignKeyField(Slip, backref="children", on_delete="RESTRICT", index=False)
    child = ForeignKeyField(Slip, backref="parents", on_delete="RESTRICT")
    linked_at = MomentField()
    linked_by = TextField()

    class Meta:
        """A pair once."""

        indexes = ((("parent", "child"), True),)
        constraints = (Check("parent_id <> child_id"),)
