"""What was received by the wrong department and passed on, and what was looked into (5.3.2.1, 5.3.2.2, 5.3.4.1)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip
from qmsdesk.models.source_document import SourceDocument


class Transfer(Record):
    """One link of a chain: 转交 of an original to the right 经销部门, or 转出 of a feedback to another unit (AUX-2)."""

    kind = TextField(constraints=[Check("kind IN ('转交', '转出')")])
    source = ForeignKeyField(SourceDocument, null=True, backref="transfers", on_delete="RESTRICT")
    slip = ForeignKeyField(Slip, null=True, backref="transfers", on_delete="RESTRICT")
    giver = TextField()
    receiver = TextField()
    sent_at = MomentField()
    sent_by = TextField()
    reason = TextField(default="")
    original = TextField(default="", constraints=[Check("original IN ('', '原件', '复印件')")])
    pages = IntegerField(null=True)
    taken_at = MomentField(null=True)
    taken_by = TextField(default="")
    result = TextField(default="")
    result_on = DayField(null=True)
    analysis = TextField(default="")
    analysis_on = DayField(null=True)

    class Meta:
        """It is about an original or about a slip."""

        constraints = (Check("(source_id IS NULL) <> (slip_id IS NULL)"),)


class Investigation(Record):
    """调查核实: who looked into it when, how, and what was found (R-5.3.2.2-b)."""

    source = ForeignKeyField(SourceDocument, null=True, on_delete="RESTRICT")
    slip = ForeignKeyField(Slip, null=True, on_delete="RESTRICT")
    day = DayField()
    who = TextField()
    how = TextField(default="")
    findings = TextField()
    entered_at = MomentField()
    entered_by = TextField()

    class Meta:
        """It is about an original or about a slip."""

        constraints = (Check("(source_id IS NULL) <> (slip_id IS NULL)"),)
