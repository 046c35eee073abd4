"""Quality meetings on a complaint: minutes, who was there, what was agreed (AUX-3; 5.3.4.1, 5.3.4.3-4)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Meeting(Record):
    """Minutes of one meeting on one 处理单; the last five texts are asked for with a 特大 complaint."""

    slip = ForeignKeyField(Slip, backref="meetings", on_delete="RESTRICT")
    kind = TextField(constraints=[Check("kind IN ('质量分析会', '专题分析会')")])
    held_on = DayField(null=True)
    place = TextField(default="")
    convener = TextField(default="")
    chair = TextField(default="")
    chair_role = TextField(default="")
    causes = TextField(default="")
    responsibility = TextField(default="")
    decisions = TextField(default="")
    risk = TextField(default="")
    resources = TextField(default="")
    benefit = TextField(default="")
    management_review = BooleanField(default=False)
    general_manager_decision = TextField(default="")
    general_manager = TextField(default="")
    decided_on = DayField(null=True)
    recorded_by = TextField(default="")
    recorded_at = MomentField()


class MeetingPerson(Record):
    """Somebody who was there, with department and kind (质量负责人, 质管人员, 技术人员)."""

    meeting = ForeignKeyField(Meeting, backref="people", on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    name = TextField()
    department = TextField(default="")
    kind = TextField(default="")

    class Meta:
        """Rows keep their order."""

        indexes = ((("meeting", "row_no"), True),)


class MeetingAction(Record):
    """Something the meeting agreed on: what, by whom, until when, done when."""

    meeting = ForeignKeyField(Meeting, backref="actions", on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    what = TextField()
    owner = TextField(default="")
    due = DayField(null=True)
    done_on = DayField(null=True)

    class Meta:
        """Rows keep their order."""

        indexes = ((("meeting", "row_no"), True),)
