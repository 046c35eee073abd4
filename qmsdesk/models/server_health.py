"""What a PostgreSQL server can say about the soundness of its own files."""

from __future__ import annotations

from qmsdesk.models.transactions import mapped_errors, rows

_CAN = """
SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = 'bt_index_check'
AND has_function_privilege(p.oid, 'EXECUTE')
"""
_INDEXES = """
SELECT c.oid::regclass::text, c.oid FROM pg_class c JOIN pg_am a ON a.oid = c.relam
WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def damaged_indexes() -> list[str]:
    """Tables that cannot be read to the end, and indexes amcheck (where installed) finds unsound, as sentences."""
    found = []
    for (table,) in rows(_TABLES):
        try:
            with mapped_errors():
                rows(f'SELECT count(*) FROM "{table}" AS t WHERE t::text IS NULL')
        except Exception as error:
            found.append(f"{table}：{error}")
    if rows(_CAN):
        for name, key in rows(_INDEXES):
            try:
                rows("SELECT public.bt_index_check(CAST(? AS oid)::regclass)", (int(key),))
            except Exception as error:
                found.append(f"{name}：{error}")
    return found
