"""Prints that were put out, kept whole by their hash, and the pages that came back signed in ink (requirements 8)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.copy import Copy
from qmsdesk.models.slip import Slip


class StoredPrint(Record):
    """One print as it left: the very bytes lie encrypted under `sha256`; `digest` and `content` are the record of then.

    `signers` is JSON {box: [serial of the certificate, hexadecimal]} of an electronic original, else {}.
    """

    slip = ForeignKeyField(Slip, backref="prints", on_delete="RESTRICT")
    kind = TextField(constraints=[Check("kind IN ('copyset', 'electronic', 'auxiliary')")])
    sha256 = TextField(index=True)
    pages = IntegerField()
    copies = IntegerField()
    reprint = IntegerField(default=0)
    place = TextField(default="")
    digest = TextField()
    content = TextField()
    signers = TextField(default="{}")
    made_at = MomentField()
    made_by = TextField()


class ScanPage(Record):
    """One page of a scan brought back: filed with its copy, waiting in the tray, or laid aside with a reason."""

    sha256 = TextField(index=True)
    kind = TextField()
    file_name = TextField()
    place = IntegerField()
    number = TextField(default="")
    slip = ForeignKeyField(Slip, null=True, backref="scans", on_delete="RESTRICT")
    copy = ForeignKeyField(Copy, null=True, backref="scans", on_delete="RESTRICT")
    page = IntegerField(default=1)
    state = TextField(constraints=[Check("state IN ('filed', 'waiting', 'aside')")], index=True)
    reason = TextField(default="")
    added_at = MomentField()
    added_by = TextField()
    filed_at = MomentField(null=True)
    filed_by = TextField(default="")

    class Meta:
        """A filed page has a slip."""

        constraints = (Check("state != 'filed' OR slip_id IS NOT NULL"),)
