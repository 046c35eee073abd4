"""What was destroyed when its time was over: number and metadata stay, the content is gone (§6, R-6-b)."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Destruction(Record):
    """One destroyed slip: its list, who asked, who approved and how, how long it was kept, its last digest."""

    slip = ForeignKeyField(Slip, unique=True, on_delete="RESTRICT")
    list_no = TextField(index=True)
    number = TextField()
    kept_until = DayField()
    asked_by = TextField()
    approved_by = TextField()
    approved_on = DayField()
    approved_how = TextField()
    at = MomentField()
    digest = TextField(default="")


class AuditRedaction(Record):
    """A line of the trail whose content was destroyed: the HMAC (hex) of what is left of it, its own HMAC included."""

    seq = IntegerField(primary_key=True)
    mac = TextField()

    class Meta:
        """The name says what it is."""

        table_name = "audit_redaction"
