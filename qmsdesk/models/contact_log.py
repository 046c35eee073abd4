"""Contacts with the customer about a slip: when, who, how, what came of it."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.slip import Slip


class ContactLog(Record):
    """One contact."""

    slip = ForeignKeyField(Slip, backref="contacts", on_delete="RESTRICT")
    at = MomentField()
    how = TextField()
    contact = TextField(default="")
    result = TextField(default="")
    entered_by = TextField()
    entered_at = MomentField()
    kind = TextField(
        default="联系", constraints=[Check("kind IN ('联系', '收到确认', '答复', '回访', '催办')")]
    )
    satisfied = TextField(default="", constraints=[Check("satisfied IN ('', '满意', '不满意')")])
