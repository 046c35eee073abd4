"""What was looked at afterwards: did the measure work, is the same fault in stock (4.4.1b, 5.3.3.3, X-A-5)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Verification(Record):
    """核实 or 验证 of the measures of a 建议单 or 处理单."""

    slip = ForeignKeyField(Slip, backref="verifications", on_delete="RESTRICT")
    result = TextField(constraints=[Check("result IN ('合格', '不合格')")])
    text = TextField()
    who = TextField()
    day = DayField()
    entered_at = MomentField()


class StockCheck(Record):
    """Whether the same fault was found in stock, in work in progress or in inspection records."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    place = TextField(constraints=[Check("place IN ('库存品', '在制品', '检验记录')")])
    result = TextField(constraints=[Check("result IN ('发现同类', '未发现', '不适用')")])
    note = TextField(default="")
    who = TextField()
    day = DayField()

    class Meta:
        """One answer per place."""

        indexes = ((("slip", "place"), True),)
