"""文件修改控制页 (form 00): the changes of the forms themselves."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, Record
from qmsdesk.models.slip import Slip


class TemplateChange(Record):
    """A page of form 00; everything it says stands in its rows."""

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")


class TemplateChangeLine(Record):
    """One change of a form: mark, notice, who and when."""

    slip = ForeignKeyField(Slip, on_delete="RESTRICT", index=False)
    row_no = IntegerField()
    mark = TextField(default="")
    notice_no = TextField(default="")
    changed_by = TextField(default="")
    changed_on = DayField(null=True)

    class Meta:
        """Rows keep their order."""

        indexes = ((("slip", "row_no"), True),)
