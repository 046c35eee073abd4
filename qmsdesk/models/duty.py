"""The duty calendar: every dated duty of requirements 9 with its last day, and when it was sent and received."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Duty(Record):
    """One duty, named by `key` such as D1:2026-03; the slip that answers it, where there is one."""

    key = TextField(unique=True)
    code = TextField()
    what = TextField()
    paper_code = TextField(default="")
    period = TextField(default="")
    due = DayField(index=True)
    warn_from = DayField()
    clause = TextField(default="")
    slip = ForeignKeyField(Slip, null=True, on_delete="RESTRICT", index=False)
    sent_on = DayField(null=True)
    received_on = DayField(null=True)
    note = TextField(default="")
    changed_at = MomentField()
    changed_by = TextField(default="")
