"""The 信息原件 a slip stands on: a call written down, a paper received, or a row imported (5.3.1.1)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.organisation import Department
from qmsdesk.models.slip import Slip


class SourceDocument(Record):
    """What the customer said or sent, when it was received and when it was entered; no slip without one."""

    origin = TextField(constraints=[Check("origin IN ('call', 'original', 'import')")])
    channel = TextField()
    record_no = TextField(null=True, unique=True)
    original_no = TextField(null=True)
    import_name = TextField(default="")
    department = ForeignKeyField(Department, on_delete="RESTRICT")
    caller = TextField(default="")
    telephone = TextField(default="")
    received_at = MomentField()
    received_by = TextField()
    entered_at = MomentField()
    entered_by = TextField()
    customer_name = TextField(default="")
    customer_address = TextField(default="")
    product_name = TextField(default="")
    drawing_no = TextField(default="")
    serial_no = TextField(default="")
    words = TextField(default="")
    remedy = TextField(default="")
    pages = IntegerField(default=1)
    is_original = BooleanField(default=True)
    slip = ForeignKeyField(Slip, null=True, backref="sources", on_delete="RESTRICT")
    request_id = TextField(unique=True)
    version = IntegerField(default=1)
    state = TextField(default="接收", constraints=[Check("state <> ''")])

    class Meta:
        """The same original is not entered twice from the same origin."""

        indexes = ((("origin", "original_no"), True), (("serial_no",), False))
