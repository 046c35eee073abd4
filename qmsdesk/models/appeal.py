"""Arbitration of disputed responsibility: appeals and rulings, two levels (AUX-6, AUX-7; 5.3.4.6)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Appeal(Record):
    """An objection of a responsible department to a 处理单, with its reason; level 1 or 2."""

    slip = ForeignKeyField(Slip, backref="appeals", on_delete="RESTRICT", index=False)
    level = IntegerField(constraints=[Check("level IN (1, 2)")])
    department = TextField()
    reason = TextField()
    filed_on = DayField()
    filed_by = TextField()
    entered_at = MomentField()

    class Meta:
        """One appeal per level, never a third."""

        indexes = ((("slip", "level"), True),)


class Ruling(Record):
    """The answer to an appeal; `revision` is the revision of the 处理单 it led to, NULL when shares stay."""

    appeal = ForeignKeyField(Appeal, unique=True, on_delete="RESTRICT")
    text = TextField()
    investigation = TextField(default="")
    ruled_by = TextField()
    ruled_on = DayField()
    revision = IntegerField(null=True)
    entered_at = MomentField()
