"""The written answer to the customer: drafted, approved, sent (AUX-8; 5.3.3.3)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class CustomerReply(Record):
    """One letter about one slip; it carries neither internal analysis nor cost. `state` is of the workflow table."""

    slip = ForeignKeyField(Slip, backref="replies", on_delete="RESTRICT")
    state = TextField(constraints=[Check("state <> ''")])
    customer = TextField(default="")
    text = TextField(default="")
    company_level = BooleanField(default=False)
    drafted_by = TextField()
    drafted_on = DayField()
    department_leader = TextField(default="")
    department_on = DayField(null=True)
    company_leader = TextField(default="")
    company_on = DayField(null=True)
    channel = TextField(default="")
    sender = TextField(default="")
    sent_on = DayField(null=True)
    entered_at = MomentField()
