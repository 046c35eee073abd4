"""Customers as they were named on slips, for type-ahead."""

from __future__ import annotations

from peewee import IntegerField, TextField

from qmsdesk.models.base import MomentField, Record


class Customer(Record):
    """A customer's name and address; `initials` are pinyin letters, `uses` counts the slips."""

    name = TextField()
    address = TextField(default="")
    telephone = TextField(default="")
    pinyin = TextField(default="")
    initials = TextField(default="", index=True)
    uses = IntegerField(default=0)
    last_used = MomentField(null=True)

    class Meta:
        """The same name at two addresses is two customers."""

        indexes = ((("name", "address"), True),)
