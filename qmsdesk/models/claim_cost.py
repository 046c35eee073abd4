"""Costs of a 三包单, who approved what, and the decision about its warranty (5.3.5.1-3, 3.3, 5.3.4.5)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class CostItem(Record):
    """One cost of AUX-9: kind, words, amount in 分, an estimate or final."""

    slip = ForeignKeyField(Slip, backref="costs", on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    kind = TextField()
    text = TextField(default="")
    fen = IntegerField(constraints=[Check("fen >= 0")])
    estimate = BooleanField(default=False)
    removed_at = MomentField(null=True)

    class Meta:
        """Rows keep their order."""

        indexes = ((("slip", "row_no"), True),)


class Approval(Record):
    """A prior approval: of a cost item, of 经营性三包, of 先处理后分析, of 作废; in ink or in the program."""

    slip = ForeignKeyField(Slip, backref="approvals", on_delete="RESTRICT")
    what = TextField(constraints=[Check("what IN ('费用', '经营性三包', '先处理后分析', '作废')")])
    cost_item = ForeignKeyField(CostItem, null=True, on_delete="RESTRICT")
    name = TextField()
    day = DayField()
    how = TextField(constraints=[Check("how IN ('typed', 'program', 'ink')")])
    role = TextField(default="")
    reason = TextField(default="")
    at = MomentField()
    user = TextField()
    withdrawn_at = MomentField(null=True)


class WarrantyDecision(Record):
    """What the ruler was told, what it advised, and what a person decided with which reason (§11, R-5.3.5.1-c)."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    dispatch = DayField(null=True)
    factory = DayField(null=True)
    in_use = DayField(null=True)
    failure = DayField(null=True)
    kept = TextField(default="不明", constraints=[Check("kept IN ('是', '否', '不明')")])
    quality_cause = BooleanField(null=True)
    early_failure = BooleanField(default=False)
    pressure_vessel = BooleanField(default=False)
    contract_end = DayField(null=True)
    regulation_basis = TextField(default="")
    regulation_end = DayField(null=True)
    result = TextField()
    rule_row = TextField()
    explanation = TextField(default="")
    decided_by = TextField(default="")
    decided_on = DayField(null=True)
    reason = TextField(default="")
    evidence = TextField(default="")
