"""What is kept: tables, engine, keys, audit chain."""

from __future__ import annotations

import sys

# peewee loads every database driver it finds, needed or not; theirs would take a fifth of the start of the program
_UNUSED = ("psycopg", "psycopg2", "psycopg2cffi")
_barred = [name for name in _UNUSED if name not in sys.modules]
sys.modules.update(dict.fromkeys(_barred))  # type: ignore[arg-type]
import peewee  # noqa: E402, F401

for _name in _barred:
    del sys.modules[_name]
