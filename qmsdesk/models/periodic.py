"""Returns and reports: what the writer typed, what was frozen on signing, when it was sent (5.3.6, 5.4.4)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.slip import Slip

KINDS = ("return", "trend", "satisfaction", "company_trend", "company_satisfaction")


class Periodic(Record):
    """One return or report: `period` is a key such as 2026-03, 2026Q1, 2026H1, 2026; both JSON texts are whole.

    `content` holds the texts of the writer, `snapshot` the frozen figures; it is empty until the report is signed.
    """

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    kind = TextField(constraints=[Check(f"kind IN {KINDS}")])
    period = TextField()
    title = TextField(default="")
    content = TextField(default="{}")
    snapshot = TextField(default="")
    frozen_at = MomentField(null=True)
    sent_on = DayField(null=True)
    sent_to = TextField(default="")
    sent_by = TextField(default="")
    received_on = DayField(null=True)
    received_by = TextField(default="")

    class Meta:
        """Asked for by kind and period; frozen figures have their moment."""

        indexes = ((("kind", "period"), False),)
        constraints = (Check("(snapshot = '') = (frozen_at IS NULL)"),)
