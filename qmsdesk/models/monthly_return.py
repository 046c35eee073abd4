"""产品顾客反馈统计表 (form 05) and its rows."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import Record
from qmsdesk.models.slip import Slip


class MonthlyReturn(Record):
    """The month of form 05 and the unit that reports."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    year = IntegerField()
    month = IntegerField(constraints=[Check("month BETWEEN 1 AND 12")])
    unit_name = TextField(default="")


class MonthlyReturnLine(Record):
    """One feedback on form 05; loss in 分.

    `line_kind` says 本月, 续报 or 补报; the deltas are what the line adds to the totals; `source` is JSON of what the
    records said, kept beside each cell that the writer changed.
    """

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    feedback_no = TextField(default="")
    customer_name = TextField(default="")
    product_name = TextField(default="")
    problem = TextField(default="")
    outcome = TextField(default="")
    loss = IntegerField(null=True)
    claim_no = TextField(default="")
    remarks = TextField(default="")
    line_kind = TextField(default="本月", constraints=[Check("line_kind IN ('本月', '续报', '补报')")])
    count_delta = IntegerField(default=0)
    loss_delta = IntegerField(default=0)
    still_open = BooleanField(default=False)
    source = TextField(default="{}")

    class Meta:
        """Rows keep their order."""

        indexes = ((("slip", "row_no"), True),)
