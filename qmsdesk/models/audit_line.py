"""The table of the audit trail; `models/audit.py` writes and checks it."""

from __future__ import annotations

from peewee import AutoField, IntegerField, TextField

from qmsdesk.models.base import Record


class AuditLine(Record):
    """One line of the chain; triggers refuse to change, remove or overwrite it."""

    seq = AutoField()
    at = TextField()
    monotonic = IntegerField()
    user = TextField()
    role = TextField()
    workstation = TextField()
    action = TextField()
    slip_id = IntegerField(null=True, index=True)
    old = TextField()
    new = TextField()
    reason = TextField()
    prev_mac = TextField()
    mac = TextField()

    class Meta:
        """Short name in the database."""

        table_name = "audit"
