"""质量改进意见/建议单 (form 02)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class Suggestion(Record):
    """The fields of form 02 under the names of the paper, then when its photocopy came back (5.3.3.2)."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    issuing_unit = TextField(default="")
    receiving_unit = TextField(default="")
    info_source = TextField(default="")
    content = TextField(default="")
    reply = TextField(default="")
    verification = TextField(default="")
    decision = TextField(default="", constraints=[Check("decision IN ('', '采纳', '部分采纳', '不采纳')")])
    decision_reason = TextField(default="")
    design_change = BooleanField(default=False)
    answer_customer = BooleanField(default=False)
    photocopy_on = DayField(null=True)
    photocopy_by = TextField(default="")
