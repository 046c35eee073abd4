"""顾客信息反馈单 (form 01)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class Feedback(Record):
    """The fields of form 01 under the names of the paper; signatures, attachments and number are kept apart."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    feedback_date = DayField(null=True)
    customer_name = TextField(default="")
    customer_address = TextField(default="")
    product_name = TextField(default="")
    drawing_no = TextField(default="")
    commission_date = DayField(null=True)
    failure_date = DayField(null=True)
    problem_part = TextField(default="")
    problem_kind = TextField(default="")
    witness = TextField(default="")
    opened = BooleanField(default=False)
    visual = BooleanField(default=False)
    tool = TextField(default="")
    description = TextField(default="")
    other = TextField(default="")
    qc_receipt_opinion = TextField(default="")
    channel = TextField(default="")
    serial_no = TextField(default="")
    ship_date = DayField(null=True)
    pressure_vessel = BooleanField(default=False)
    proposed_class = TextField(default="")
    problem_code = TextField(default="")
    complaint_class = TextField(default="", constraints=[Check("complaint_class IN ('', 'A', 'B', 'AB')")])
    severity = TextField(default="", constraints=[Check("severity IN ('', '一般', '重大', '特大')")])

    class Meta:
        """Likely duplicates are looked for by serial number and by customer."""

        indexes = ((("serial_no",), False), (("customer_name",), False))
