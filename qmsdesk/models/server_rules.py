"""What the server keeps besides the tables: next ids, the search table, shared files, and what nobody may change."""

from __future__ import annotations

PREPARE = (
    # ids as the one-file engine gives them; whoever asks takes the writer's turn
    """
CREATE FUNCTION qms_next_id(name TEXT) RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$
DECLARE found BIGINT;
BEGIN
    EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I', name) INTO found;
    RETURN found;
END $$
""",
    # one turn for each department of a database
    """
CREATE FUNCTION qms_turn() RETURNS INTEGER LANGUAGE sql STABLE AS
$$ SELECT hashtext(current_schema()::text) $$
""",
    """
CREATE FUNCTION instr(words TEXT, part TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE AS
$$ SELECT strpos(words, part) $$
""",
    """
CREATE FUNCTION json_extract(content TEXT, path TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS
$$ SELECT content::jsonb #>> string_to_array(substr(path, 3), '.') $$
""",
    """
CREATE FUNCTION printf(pattern TEXT, amount NUMERIC) RETURNS TEXT LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE pattern WHEN '%g' THEN trim_scale(amount)::text WHEN '%.2f' THEN round(amount, 2)::text END $$
""",
    "CREATE TABLE qms_state (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    # pairs of characters as they are, without a parser of words, and the words they are the pairs of
    """
CREATE TABLE search (rowid BIGINT NOT NULL PRIMARY KEY, words TEXT COLLATE "C" NOT NULL, tokens TSVECTOR NOT NULL)
""",
    """
CREATE FUNCTION qms_pairs(asked TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT string_agg(
    chr(39) || replace(replace(substr(word, place, 2), chr(92), chr(92) || chr(92)), chr(39), chr(39) || chr(39))
    || chr(39) || CASE WHEN length(word) = 1 THEN ':*' ELSE '' END, ' & ')::tsquery
FROM unnest(string_to_array(asked, ' ')) AS word, generate_series(1, greatest(1, length(word) - 1)) AS place
$$
""",
    """
CREATE FUNCTION qms_holds(words TEXT, asked TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT bool_and(strpos(words, word) > 0) FROM unnest(string_to_array(asked, ' ')) AS word
$$
""",
    "CREATE INDEX search_tokens ON search USING gin (tokens) WITH (fastupdate = off)",
    """
CREATE TABLE shared_file (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY, content BYTEA NOT NULL, size BIGINT NOT NULL
)
""",
    "ALTER TABLE shared_file ALTER content SET STORAGE EXTERNAL",
)

# tables whose rows are only ever added
_ONLY_ADDED = ("view_log", "destruction", "audit_redaction", "chain_key", "authority", "certificate")
# tables no row of which may be taken away by the program
_NEVER_REMOVED = (
    "audit", "slip", "signature", "counter", "unit", "person", "qms_state", *_ONLY_ADDED,
)  # fmt: skip

_STAYS = """
CREATE OR REPLACE FUNCTION qms_stays() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23000'; END $$
"""
_LINE_STAYS = """
CREATE OR REPLACE FUNCTION qms_line_stays() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_redaction WHERE seq = OLD.seq) OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at
        OR NEW.monotonic <> OLD.monotonic OR NEW."user" <> OLD."user" OR NEW.role <> OLD.role
        OR NEW.workstation <> OLD.workstation OR NEW.action <> OLD.action
        OR NEW.slip_id IS DISTINCT FROM OLD.slip_id OR NEW.prev_mac <> OLD.prev_mac OR NEW.mac <> OLD.mac
    THEN RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = '23000';
    END IF;
    RETURN NEW;
END $$
"""
_NUMBER_STAYS = """
CREATE OR REPLACE FUNCTION qms_number_stays() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number
    THEN RAISE EXCEPTION 'a number is never changed' USING ERRCODE = '23000';
    END IF;
    RETURN NEW;
END $$
"""
TRAIL = "the trail is append-only"


def _guard(table: str, when: str, words: str, level: str = "ROW") -> str:
    name = f"{table}_{when.split()[0].lower()}_{level.lower()}_stays"
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} ON {table}"
        f" FOR EACH {level} EXECUTE FUNCTION qms_stays('{words}')"
    )


# a table a migration made under another name first
_OWN_IDS = """
DO $$ DECLARE found RECORD;
BEGIN
    FOR found IN SELECT c.relname FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
        WHERE c.relnamespace = current_schema()::regnamespace
        AND pg_get_expr(d.adbin, d.adrelid) LIKE 'qms_next_id(%'
    LOOP EXECUTE format('ALTER TABLE %I ALTER id SET DEFAULT qms_next_id(%L)', found.relname, found.relname);
    END LOOP;
END $$
"""

GUARDS = (
    _OWN_IDS,
    _STAYS,
    _LINE_STAYS,
    _NUMBER_STAYS,
    _guard("slip", "DELETE", "a registered slip is never deleted"),
    _guard("signature", "DELETE", "a signature is withdrawn, not deleted"),
    _guard("audit", "DELETE", TRAIL),
    _guard("view_log", "DELETE OR UPDATE", TRAIL),
    _guard("audit_redaction", "DELETE", TRAIL),
    _guard("destruction", "DELETE", "what was destroyed stays listed"),
    *(
        _guard(table, "TRUNCATE", TRAIL, "STATEMENT")
        for table in ("audit", "view_log", "slip", "signature", "audit_redaction", "destruction")
    ),
    "CREATE INDEX IF NOT EXISTS ledger_customer ON ledger USING hash (customer)",
    "CREATE INDEX IF NOT EXISTS ledger_product_name ON ledger USING hash (product_name)",
    "CREATE OR REPLACE TRIGGER audit_line_stays BEFORE UPDATE ON audit"
    " FOR EACH ROW EXECUTE FUNCTION qms_line_stays()",
    "CREATE OR REPLACE TRIGGER slip_number_stays BEFORE UPDATE OF number ON slip"
    " FOR EACH ROW EXECUTE FUNCTION qms_number_stays()",
)


def grants(schema: str, role: str) -> tuple[str, ...]:
    """What the everyday account may do: everything the program does, and nothing to the trail but add to it."""
    whole = f'"{schema}"'
    return (
        f'GRANT USAGE ON SCHEMA {whole} TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {whole} TO "{role}"',
        f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {whole} TO "{role}"',
        *(f'REVOKE DELETE ON {whole}."{table}" FROM "{role}"' for table in _NEVER_REMOVED),
        *(
            f'REVOKE UPDATE ON {whole}."{table}" FROM "{role}"'
            for table in ("audit", "qms_state", "destruction", "view_log", "chain_key")
        ),
        # a destruction (R-6-b) takes the content out of lines it has listed first; the guard sees to that
        f'GRANT UPDATE (old, new, reason) ON {whole}.audit TO "{role}"',
    )
