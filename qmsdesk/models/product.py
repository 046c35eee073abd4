"""Products and single machines as they were named on slips."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.customer import Customer


class Product(Record):
    """A product by name, drawing and serial number, with the dates the warranty runs from (5.3.5.1)."""

    name = TextField()
    drawing_no = TextField(default="")
    serial_no = TextField(default="", index=True)
    customer = ForeignKeyField(Customer, null=True, on_delete="SET NULL")
    ship_date = DayField(null=True)
    commission_date = DayField(null=True)
    is_pressure_vessel = BooleanField(default=False)
    pinyin = TextField(default="")
    initials = TextField(default="", index=True)
    uses = IntegerField(default=0)
    last_used = MomentField(null=True)
    contract_end = DayField(null=True)

    class Meta:
        """One row per machine, or per type where no serial number is known."""

        indexes = ((("name", "drawing_no", "serial_no"), True),)
