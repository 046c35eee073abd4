"""How the names of customers and products sound, each name once, for finding slips by pinyin."""

from __future__ import annotations

from peewee import TextField

from qmsdesk.models.base import Record


class Spelling(Record):
    """A name with its whole pinyin and its initials, lower case; few rows, however many slips there are."""

    name = TextField(primary_key=True)
    pinyin = TextField(default="")
    initials = TextField(default="")
