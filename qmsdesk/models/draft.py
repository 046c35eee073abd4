"""Sheets that are not registered yet: no number, possibly incomplete, saved while typing."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.organisation import Department
from qmsdesk.models.source_document import SourceDocument


class Draft(Record):
    """A draft by its UUID; `content` is the JSON of the paper's values, `slip_id` the slip it rewrites."""

    id = TextField(primary_key=True)
    user = TextField()
    department = ForeignKeyField(Department, on_delete="RESTRICT")
    paper_code = TextField()
    content = TextField(default="{}")
    source = ForeignKeyField(SourceDocument, null=True, on_delete="RESTRICT")
    created_at = MomentField()
    updated_at = MomentField()
    version = IntegerField(default=1)
    slip_id = IntegerField(null=True)

    class Meta:
        """Offered again at the next start, per user."""

        indexes = ((("user", "updated_at"), False),)
