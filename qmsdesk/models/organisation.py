"""Who there is: units, their departments (here or elsewhere), people, and the roles they hold (requirements 3)."""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, TextField

from qmsdesk.models.base import DayField, MomentField, Record


class Unit(Record):
    """A producing unit; its code stands in every number, its scoring class decides how surveys count."""

    code = TextField(unique=True)
    name = TextField()
    scoring_class = TextField(default="商品厂", constraints=[Check("scoring_class IN ('商品厂', '铸锻厂')")])
    created_at = MomentField()


class Department(Record):
    """A department of a unit (or of the company, without unit); `place` says whether it works in this database."""

    unit = ForeignKeyField(Unit, null=True, backref="departments", on_delete="RESTRICT", index=False)
    name = TextField()
    kind = TextField()
    place = TextField(default="elsewhere", constraints=[Check("place IN ('here', 'elsewhere')")])
    active = BooleanField(default=True)
    created_at = MomentField()

    class Meta:
        """A name once per unit."""

        indexes = ((("unit", "name"), True),)


class Person(Record):
    """Somebody with a name; a person with a key slot of the same name can sign in."""

    name = TextField(unique=True)
    department = ForeignKeyField(Department, null=True, backref="people", on_delete="RESTRICT")
    telephone = TextField(default="")
    signs_in = BooleanField(default=False)
    active = BooleanField(default=True)
    created_at = MomentField()


class RoleAssignment(Record):
    """A role of requirements 3.2 held by a person for a unit, from one day to another."""

    person = ForeignKeyField(Person, backref="roles", on_delete="RESTRICT", index=False)
    role = TextField()
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    since = DayField()
    until = DayField(null=True)
    given_by = TextField(default="")

    class Meta:
        """Asked for by person at each sign-in."""

        indexes = ((("person", "role"), False),)


class Setting(Record):
    """A named reading or choice of the department, as JSON; every change is in the trail."""

    name = TextField(unique=True)
    value = TextField()
    changed_at = MomentField()
    changed_by = TextField()
