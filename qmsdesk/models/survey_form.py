"""顾客满意度调查表 (form 06)."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class SurveyForm(Record):
    """The answers of form 06 under the names of the paper; ratings are the printed words, "" for no tick."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    customer_name = TextField(default="")
    product = TextField(default="")
    ship_date = DayField(null=True)
    serial_no = TextField(default="")
    survey_date = DayField(null=True)
    rating_reliability = TextField(default="")
    rating_completeness = TextField(default="")
    rating_safety = TextField(default="")
    rating_bought_parts = TextField(default="")
    rating_appearance = TextField(default="")
    rating_service = TextField(default="")
    rating_delivery = TextField(default="")
    cause = TextField(default="")
    suggestion = TextField(default="")
    summary = TextField(default="")
    department = TextField(default="")
    report_date = DayField(null=True)
    scoring_class = TextField(default="")
    round_kind = TextField(default="")
