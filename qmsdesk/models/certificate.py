"""The department's own authority and the personal certificates under it; never taken out, only replaced."""

from __future__ import annotations

from peewee import BlobField, TextField

from qmsdesk.models.base import MomentField, Record


class Authority(Record):
    """A root certificate (DER) and its key (PKCS #8), protected by the database key like everything in this file."""

    certificate = BlobField()
    key = BlobField()
    made_at = MomentField()


class Certificate(Record):
    """A personal certificate (DER); the private key is sealed under the person's own password (personal_key.py)."""

    user = TextField(index=True)
    serial = TextField(unique=True)
    certificate = BlobField()
    sealed_key = TextField()
    made_at = MomentField()
