"""What every record has in common: one database, STRICT tables, and columns that keep moments and days."""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime
from typing import Any

from peewee import SQL, DatabaseProxy, Field, Model, TextField

database = DatabaseProxy()
# at DEBUG it would log every statement with what the customer said
logging.getLogger("peewee").setLevel(logging.WARNING)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Record(Model):
    """A kept record; the tables are STRICT, so a wrong type is refused by the engine."""

    def __init_subclass__(cls, **options: Any) -> None:
        """A default in the program is a default in the table too, for rows written by plain SQL."""
        for field in vars(cls).values():
            if isinstance(field, Field) and isinstance(field.default, str | int):
                literal = (
                    "'" + field.default.replace("'", "''") + "'"
                    if isinstance(field.default, str)
                    else str(int(field.default))
                )
                field.constraints = [*(field.constraints or ()), SQL(f"DEFAULT {literal}")]
        super().__init_subclass__(**options)

    class Meta:
        """Shared by all tables."""

        database = database
        legacy_table_names = False
        strict_tables = True


def moment_text(moment: datetime) -> str:
    """An aware moment as UTC ISO text with milliseconds and Z, sortable as text."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def read_moment(text: str) -> datetime:
    """The aware UTC moment behind a text of `moment_text`."""
    return datetime.fromisoformat(text)


def read_day(text: str | None) -> date | str | None:
    """A kept date column: a day, or the words that stand for it (未启用, 不详:原因, /)."""
    if text is None or not _ISO_DAY.fullmatch(text):
        return text
    return date.fromisoformat(text)


class MomentField(TextField):  # type: ignore[misc, type-arg, unused-ignore]
    """A moment: aware datetime outside, UTC ISO text with Z inside."""

    def db_value(self, value: Any) -> str | None:
        """The text that is stored."""
        if value is None or isinstance(value, str):
            return value
        return moment_text(value)

    def python_value(self, value: Any) -> datetime | None:
        """The aware datetime that is read."""
        return None if value is None else read_moment(value)


class DayField(TextField):  # type: ignore[misc, type-arg, unused-ignore]
    """A day, or the words that stand for a day that is not known; ISO text inside."""

    def db_value(self, value: Any) -> str | None:
        """The text that is stored."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> date | str | None:
        """A date where the text is one, else the words themselves."""
        return read_day(value)
