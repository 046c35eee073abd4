"""Copies (联) of a slip: who holds which, printed, handed over, signed for (requirements 8)."""

from __future__ import annotations

from peewee import SQL, Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.organisation import Department
from qmsdesk.models.slip import Slip


class Copy(Record):
    """One copy of one slip; `holder` is the printed name, `holder_department` the department where it is known."""

    slip = ForeignKeyField(Slip, backref="copies", on_delete="RESTRICT", index=False)
    ordinal = IntegerField(constraints=[Check("ordinal > 0")])
    of = IntegerField()
    label = TextField()
    holder = TextField()
    holder_department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", index=False)
    printed_count = IntegerField(default=0)
    last_printed_at = MomentField(null=True)
    last_printed_by = TextField(default="")
    handed_at = MomentField(null=True)
    handed_by = TextField(default="")
    signed_for_at = MomentField(null=True)
    signed_for_by = TextField(default="")
    opinion = TextField(default="")
    returned_at = MomentField(null=True)
    returned_by = TextField(default="")
    return_reason = TextField(default="")

    class Meta:
        """Each ordinal once per slip; the 待签收 list asks by holder."""

        indexes = ((("slip", "ordinal"), True), (("holder_department", "handed_at", "signed_for_at"), False))


# what is on its way and not signed for is little, whatever was registered
Copy.add_index(
    Copy.index(
        Copy.handed_at, where=SQL("handed_at IS NOT NULL AND signed_for_at IS NULL"), name="copy_on_its_way"
    )
)
