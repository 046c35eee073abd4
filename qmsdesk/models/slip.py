"""The register: one row per slip of any kind (design, section 4)."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from qmsdesk.models.base import DayField, MomentField, Record
from qmsdesk.models.organisation import Department, Unit

LETTERS = ("F", "J", "C", "B", "")


class Slip(Record):
    """A registered slip: number, unit, department, state, template revision, dates, version and digest.

    `series` is the year, or the half-year of a survey form (2026H1); a paper without letter and number has no `seq`.

    `state` is a word of the workflow table (procedure), in Chinese as the windows show it; 作废 is known to every kind.
    """

    paper_code = TextField()
    letter = TextField(constraints=[Check("letter IN ('F', 'J', 'C', 'B', '')")])
    number = TextField(null=True, unique=True)
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    department = ForeignKeyField(Department, on_delete="RESTRICT", index=False)
    year = IntegerField()
    series = TextField()
    seq = IntegerField(null=True, constraints=[Check("seq IS NULL OR seq > 0")])
    state = TextField(constraints=[Check("state <> ''")])
    template_revision = TextField()
    business_date = DayField()
    registered_at = MomentField()
    registered_by = TextField()
    void_reason = TextField(null=True)
    void_by = TextField(null=True)
    void_at = MomentField(null=True)
    closed_at = MomentField(null=True)
    request_id = TextField(unique=True)
    version = IntegerField(default=1)
    digest = TextField(default="")

    class Meta:
        """A number is never drawn twice; a void slip says why, who and when."""

        indexes = ((("paper_code", "unit", "series", "seq"), True), (("unit", "state", "paper_code"), False))
        constraints = (
            Check("(void_at IS NULL) = (void_reason IS NULL) AND (void_at IS NULL) = (void_by IS NULL)"),
            Check("(state = '作废') = (void_at IS NOT NULL)"),
        )
