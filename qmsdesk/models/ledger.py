"""The ledger (form 07): one narrow row per feedback, kept by the same transaction that changes the slips."""

from __future__ import annotations

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import Record
from qmsdesk.models.slip import Slip

PER_YEAR = 10_000_000


class Ledger(Record):
    """The ten printed columns under the names of the paper, then class, state, due and the linked numbers.

    Dates are ISO text, cost is in 分, `…_sort` columns order names by pinyin (GB 18030) and numbers by year and place.
    """

    slip = ForeignKeyField(Slip, primary_key=True, on_delete="RESTRICT")
    row_no = IntegerField()
    number = TextField()
    customer = TextField(default="")
    product = TextField(default="")
    product_name = TextField(default="")
    serial_no = TextField(default="", index=True)
    problem = TextField(default="")
    result = TextField(default="")
    responsible = TextField(default="")
    claim_no = TextField(default="")
    claim_cost = IntegerField(null=True, index=True)
    complaint_class = TextField(default="")
    severity = TextField(default="")
    state = TextField()
    due = TextField(null=True, index=True)
    j_numbers = TextField(default="")
    c_numbers = TextField(default="")
    feedback_date = TextField(default="", index=True)
    problem_code = TextField(default="")
    unit_id = IntegerField()
    department_id = IntegerField()
    year = IntegerField()
    number_sort = IntegerField(index=True)
    customer_sort = BlobField(index=True)
    product_sort = BlobField(index=True)

    class Meta:
        """Lists filter by state and by class inside a state; statistics read days, classes and money from one index."""

        indexes = (
            (("state", "complaint_class"), False),
            (("problem_code", "feedback_date", "claim_cost", "state"), False),
        )


def sort_key(text: str) -> bytes:
    """A key that orders most Chinese names by pinyin."""
    return text.encode("gb18030", "replace")


def number_sort(year: int, seq: int) -> int:
    """A key that orders numbers by year and place in the series."""
    return year * PER_YEAR + seq
