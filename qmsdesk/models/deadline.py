"""Until when something is due on a slip (D6-D8 of requirements 9, I-18)."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class Deadline(Record):
    """One duty on one slip with its last day; done in time, late, or still open."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    kind = TextField()
    what = TextField()
    due = DayField()
    done_on = DayField(null=True)
    clause = TextField(default="")

    class Meta:
        """One duty of a kind per slip; the desk asks for what is open by date."""

        indexes = ((("slip", "kind"), True), (("done_on", "due"), False))
