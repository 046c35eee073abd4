"""Viewings by people who may only look (5.5.2, AUX-14)."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.slip import Slip


class ViewLog(Record):
    """Who looked at what, when, and for what purpose."""

    at = MomentField()
    user = TextField()
    workstation = TextField()
    slip = ForeignKeyField(Slip, null=True, on_delete="RESTRICT")
    what = TextField(default="")
    purpose = TextField()
