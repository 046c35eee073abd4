"""The table of number series; `models/counter.py` draws from it."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from qmsdesk.models.base import Record


class Counter(Record):
    """How far a series has come: unit code, letter and year (or half-year) of the business date."""

    unit_code = TextField()
    letter = TextField()
    year = TextField()
    n = IntegerField()

    class Meta:
        """One row per series."""

        primary_key = CompositeKey("unit_code", "letter", "year")
        without_rowid = True
