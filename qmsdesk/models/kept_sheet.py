"""Prints without a slip of their own that stand for years: AUX-1, the bound ledger, company reports (§8)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import MomentField, Record
from qmsdesk.models.source_document import SourceDocument


class KeptSheet(Record):
    """One such print as it left: the very bytes lie encrypted under `sha256`; an AUX-1 hangs on its source."""

    kind = TextField(constraints=[Check("kind IN ('source', 'ledger', 'report')")])
    source = ForeignKeyField(SourceDocument, null=True, backref="sheets", on_delete="RESTRICT")
    title = TextField(index=True)
    sha256 = TextField(index=True)
    pages = IntegerField()
    reprint = IntegerField(default=0)
    place = TextField(default="")
    made_at = MomentField()
    made_by = TextField()

    class Meta:
        """The transcript of a source has its source."""

        constraints = (Check("kind != 'source' OR source_id IS NOT NULL"),)
