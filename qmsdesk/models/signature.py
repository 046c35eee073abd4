"""Signatures in the boxes of a slip: typed, given in the program, or reported as ink (requirements 7)."""

from __future__ import annotations

from peewee import SQL, Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip


class Signature(Record):
    """One name and day in one box, with meaning, user, moment and the digest of what was signed (G34)."""

    slip = ForeignKeyField(Slip, backref="signatures", on_delete="RESTRICT")
    box = TextField()
    name = TextField()
    day = DayField(null=True)
    how = TextField(constraints=[Check("how IN ('typed', 'program', 'ink')")])
    meaning = TextField(default="")
    role = TextField(default="")
    user = TextField()
    at = MomentField()
    digest = TextField(default="")
    override_reason = TextField(default="")
    withdrawn_at = MomentField(null=True)
    withdrawn_by = TextField(null=True)
    withdrawn_why = TextField(null=True)


Signature.add_index(
    Signature.index(
        Signature.slip, Signature.box, unique=True, where=SQL("withdrawn_at IS NULL"), name="signature_live"
    )
)
