"""What is attached to a slip or a source document; the content lies encrypted in the store."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.slip import Slip
from qmsdesk.models.source_document import SourceDocument


class Attachment(Record):
    """Name, hash, size in bytes, media type, pages and original/copy flag of one attached file."""

    slip = ForeignKeyField(Slip, null=True, backref="files", on_delete="RESTRICT")
    source = ForeignKeyField(SourceDocument, null=True, backref="files", on_delete="RESTRICT")
    draft_id = TextField(null=True, index=True)
    field = TextField(default="attachments")
    name = TextField()
    sha256 = TextField(index=True)
    size = IntegerField()
    media_type = TextField(default="application/octet-stream")
    pages = IntegerField(default=1)
    is_original = BooleanField(default=True)
    added_at = MomentField()
    added_by = TextField()

    class Meta:
        """A file with content hangs on something."""

        constraints = (Check("slip_id IS NOT NULL OR source_id IS NOT NULL OR draft_id IS NOT NULL"),)
