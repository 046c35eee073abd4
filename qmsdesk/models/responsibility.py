"""Who bears what of a complaint: departments and shares of a 处理单, per revision (5.3.4.3, 5.3.4.6)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import Record
from qmsdesk.models.slip import Slip


class Responsibility(Record):
    """One responsible department of a 处理单 in one revision; `share` in hundredths of a percent, NULL when alone."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    revision = IntegerField(default=0)
    row_no = IntegerField()
    department = TextField()
    share = IntegerField(null=True, constraints=[Check("share IS NULL OR share BETWEEN 0 AND 10000")])
    source = TextField(default="判定")

    class Meta:
        """A department once per revision."""

        indexes = ((("slip", "revision", "department"), True),)
