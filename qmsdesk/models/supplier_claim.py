"""A complaint passed on to a supplier with a date to answer by (AUX-4; 5.3.4.2)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class SupplierClaim(Record):
    """What was asked of whom until when, and what came back; `state` is a word of the workflow table."""

    slip = ForeignKeyField(Slip, backref="supplier_claims", on_delete="RESTRICT")
    state = TextField(constraints=[Check("state <> ''")])
    name = TextField()
    contact = TextField(default="")
    content = TextField(default="")
    limit_on = DayField()
    first_limit_on = DayField()
    extension_reason = TextField(default="")
    sent_on = DayField()
    sent_by = TextField()
    confirmed_on = DayField(null=True)
    report_no = TextField(default="")
    report_on = DayField(null=True)
    result = TextField(default="")
    result_on = DayField(null=True)
    closed_at = MomentField(null=True)
