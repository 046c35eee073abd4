"""Survey rounds and what became of each form of them (5.4.1.3, 5.4.2, 5.4.3)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.organisation import Unit
from qmsdesk.models.slip import Slip


class SurveyRound(Record):
    """One round: 定期 in the second or fourth quarter or 不定期, with its population and why these were chosen."""

    unit = ForeignKeyField(Unit, on_delete="RESTRICT", index=False)
    kind = TextField(constraints=[Check("kind IN ('定期', '不定期')")])
    year = IntegerField()
    half = IntegerField(constraints=[Check("half IN (1, 2)")])
    title = TextField(default="")
    opens = DayField()
    closes = DayField()
    population = IntegerField(constraints=[Check("population >= 0")])
    reason = TextField(default="")
    mode = TextField(default="")
    scoring_class = TextField(constraints=[Check("scoring_class IN ('商品厂', '铸锻厂')")])
    state = TextField(default="计划", constraints=[Check("state IN ('计划', '进行', '结束')")])
    created_at = MomentField()
    created_by = TextField()

    class Meta:
        """Asked for by half-year."""

        indexes = ((("year", "half"), False),)


class SurveyResult(Record):
    """A sampled customer's form: its round, the ticks as they stand on the sheet, the score and where it counts.

    `ticks` is JSON, item -> levels ticked; `total` is in hundredths of a point, None while 无效 or not scored.
    """

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    survey_round = ForeignKeyField(SurveyRound, backref="results", on_delete="RESTRICT")
    product_kind = TextField(default="")
    mode = TextField(default="")
    focus = BooleanField(default=False)
    sample_reason = TextField(default="")
    ticks = TextField(default="{}")
    scoring_class = TextField(constraints=[Check("scoring_class IN ('商品厂', '铸锻厂')")])
    scoring_version = TextField(default="")
    total = IntegerField(null=True)
    full_marks = IntegerField(default=0)
    invalid_reason = TextField(default="")
    counts_in = TextField(default="")
    late = BooleanField(default=False)
    why = TextField(default="")
    reached_on = DayField(null=True)

    class Meta:
        """The evaluation asks by the half-year a form counts in."""

        indexes = ((("counts_in",), False),)
