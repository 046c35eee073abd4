"""顾客投诉处理单 (form 03)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class Handling(Record):
    """The fields of form 03 under the names of the paper, then its revision, measures, CAPA and appeal."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    feedback_no = TextField(default="")
    product_name = TextField(default="")
    drawing_no = TextField(default="")
    customer_name = TextField(default="")
    cause_analysis = TextField(default="")
    responsible_dept = TextField(default="")
    disposition = TextField(default="")
    to_quality = BooleanField(default=False)
    to_sales = BooleanField(default=False)
    to_responsible = BooleanField(default=False)
    copy_count = IntegerField(null=True)
    photocopy_count = IntegerField(null=True)
    severity = TextField(default="", constraints=[Check("severity IN ('', '一般', '重大', '特大')")])
    cause_kind = TextField(default="")
    answer_customer = BooleanField(default=False)
    revision = IntegerField(default=0)
    several_or_unclear = BooleanField(default=False)
    measures = TextField(default="")
    capa_number = TextField(default="")
    capa_due = DayField(null=True)
    appeal_state = TextField(default="无")
