"""Packets between databases: what was sent out and is not yet receipted, and copies other departments sent here."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.copy import Copy
from qmsdesk.models.slip import Slip


class Packet(Record):
    """One 联 handed to a department elsewhere as a file; `digest` is the SHA-256 of what lies in the packet."""

    packet_id = TextField(unique=True)
    slip = ForeignKeyField(Slip, backref="packets", on_delete="RESTRICT")
    copy = ForeignKeyField(Copy, backref="packets", on_delete="RESTRICT")
    receiver = TextField()
    digest = TextField()
    made_at = MomentField()
    made_by = TextField()
    receipt_at = MomentField(null=True)
    receipt_by = TextField(default="")


class ForeignCopy(Record):
    """A 联 of a slip of another database, as it came; `content` is JSON of its sheet, `digest` that of the packet."""

    packet_id = TextField(unique=True)
    unit = TextField()
    department = TextField()
    sender = TextField()
    paper_code = TextField()
    number = TextField(index=True)
    holder = TextField()
    label = TextField()
    content = TextField()
    digest = TextField()
    sent_at = MomentField()
    taken_at = MomentField()
    taken_by = TextField()
    signed_for_at = MomentField(null=True)
    signed_for_by = TextField(default="")
    opinion = TextField(default="")


class ForeignFile(Record):
    """One file of a foreign copy: the print of the 联 first, then its attachments; bytes lie under `sha256`."""

    foreign_copy = ForeignKeyField(ForeignCopy, backref="files", on_delete="RESTRICT")
    place = IntegerField()
    name = TextField()
    sha256 = TextField(index=True)
