"""What 质管 determines about a feedback, and its strands A and B (5.3.2.3, I-19, I-38)."""

from __future__ import annotations

from peewee import SQL, BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class FeedbackCase(Record):
    """One row per feedback that left its department: what went with it, how grave it is, why no answer is needed."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    original = TextField(default="", constraints=[Check("original IN ('', '原件', '复印件')")])
    original_pages = IntegerField(null=True)
    quality_registered_at = MomentField(null=True)
    quality_registered_by = TextField(default="")
    severe_loss = BooleanField(default=False)
    severe_reputation = BooleanField(default=False)
    several_or_unclear = BooleanField(default=False)
    severity_confirmed_by = TextField(default="")
    severity_confirmed_on = DayField(null=True)
    no_answer_reason = TextField(default="")


class Strand(Record):
    """Class A or B of one feedback; `waiting` says where its B matter is, `dropped_at` that it was reclassified."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT")
    kind = TextField(constraints=[Check("kind IN ('A', 'B')")])
    waiting = TextField(default="", constraints=[Check("waiting IN ('', '转出', '供方')")])
    opened_at = MomentField()
    opened_by = TextField()
    closed_at = MomentField(null=True)
    dropped_at = MomentField(null=True)


Strand.add_index(
    Strand.index(Strand.slip, Strand.kind, unique=True, where=SQL("dropped_at IS NULL"), name="strand_live")
)
