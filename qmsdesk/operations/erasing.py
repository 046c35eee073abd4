"""Taking the content out of one slip: its rows, its words in the search index, and its lines of the trail."""

from __future__ import annotations

from typing import Any

from qmsdesk.models import audit, search_index
from qmsdesk.models.catalog import columns, references
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.transactions import one, rows, write
from qmsdesk.operations import parties
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.search import tokens
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.papers.catalogue import all_papers

STAY = frozenset({"slip", "copy", "signature", "case_link", "ledger", "view_log", "audit", "destruction"})
GONE = "已销毁"
SOURCE_TEXTS = (
    "import_name", "caller", "telephone", "received_by", "customer_name", "customer_address", "product_name",
    "drawing_no", "serial_no", "words", "remedy",
)  # fmt: skip
LEDGER_TEXTS = ("customer", "product", "product_name", "serial_no", "problem", "responsible", "problem_code")
Place = tuple[str, Any]  # table and key


def erase(deed: Deed, slip_id: int) -> set[str]:
    """Empty a slip inside the caller's transaction; hashes of the files that hung on it.

    Number, state, dates, copies, signatures' names and days, and links to other slips stay.
    """
    below = _below(slip_id)
    below += _ledgers_since(slip_id)
    files = _files(below)
    _forget_people_and_products(slip_id)
    for place in _children_first(below):
        _empty(deed, *place)
    _empty_register(deed, slip_id)
    _empty_ledger(slip_id)
    _redact({*below, *((place) for place in _own_rows(slip_id))}, slip_id)
    deed.change("slip", slip_id, digest=digest_now(slip_id))
    return files


def _own_rows(slip_id: int) -> list[Place]:
    own: list[Place] = [("slip", slip_id)]
    for table in ("copy", "signature"):
        own += [(table, row[0]) for row in rows(f'SELECT id FROM "{table}" WHERE slip_id = ?', (slip_id,))]
    return own


def _below(slip_id: int) -> list[Place]:
    """Every row that hangs on the slip through foreign keys, parents before children."""
    pointing = _references()
    found: dict[Place, None] = {}
    level: list[Place] = [("slip", slip_id)]
    while level:
        following = []
        for table, key in level:
            for child, column in pointing.get(table, ()):
                for (below,) in rows(f'SELECT {row_key(child)} FROM "{child}" WHERE "{column}" = ?', (key,)):
                    if child not in STAY and (child, below) not in found:
                        found[child, below] = None
                        following.append((child, below))
        level = following
    for (draft_id,) in rows("SELECT id FROM draft WHERE slip_id = ?", (slip_id,)):
        found["draft", draft_id] = None
    return list(found)


def _ledgers_since(slip_id: int) -> list[Place]:
    """The kept ledger volumes that may show the slip: those printed since it was registered."""
    found = rows(
        "SELECT k.id FROM kept_sheet k JOIN slip s ON s.id = ?"
        " WHERE k.kind = 'ledger' AND k.made_at >= coalesce(s.registered_at, '')",
        (slip_id,),
    )
    return [("kept_sheet", int(row[0])) for row in found]


def _references() -> dict[str, list[tuple[str, str]]]:
    """Table -> the (table, column) pairs that point at it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in references():
        found.setdefault(item.target, []).append((item.table, item.column))
    return found


def _children_first(below: list[Place]) -> list[Place]:
    return list(reversed(below))


def _files(below: list[Place]) -> set[str]:
    hashes = set()
    for table in {table for table, _ in below}:
        if any(column.name == "sha256" for column in columns(table)):
            keys = [key for name, key in below if name == table]
            marks = ",".join("?" * len(keys))
            query = f'SELECT sha256 FROM "{table}" WHERE {row_key(table)} IN ({marks})'
            hashes |= {row[0] for row in rows(query, keys)}
    return hashes


def _empty(deed: Deed, table: str, key: Any) -> None:
    """A sheet keeps an empty row and a source its head; everything else goes."""
    if table in {sheet.key for sheet in all_papers()}:
        deed.change(table, key, **_blanks(table))
    elif table == "source_document":
        deed.change(table, key, **dict.fromkeys(SOURCE_TEXTS, ""), original_no=None)
    else:
        deed.remove(table, key)


def _blanks(table: str) -> dict[str, Any]:
    """Column -> nothing, as far as the column allows."""
    blank: dict[str, Any] = {}
    for column in columns(table):
        if column.primary or column.name in ("slip_id", "id"):
            continue
        if not column.needed:
            blank[column.name] = None
        elif column.default is not None:
            blank[column.name] = column.default
        else:
            blank[column.name] = "" if column.is_text else 0
    return blank


def _empty_register(deed: Deed, slip_id: int) -> None:
    void = one("SELECT void_at FROM slip WHERE id = ?", (slip_id,))
    if void is not None and void[0] is not None:
        deed.change("slip", slip_id, void_reason=GONE)
    for table, key in _own_rows(slip_id):
        if table == "signature":
            # the names stay; what was signed is gone, so its digest says nothing any more
            deed.change(table, key, digest="", override_reason="")
            write(
                "UPDATE signature SET withdrawn_why = ? WHERE id = ? AND withdrawn_why IS NOT NULL",
                (GONE, key),
            )
        elif table == "copy":
            deed.change(table, key, opinion="", return_reason="")


def _empty_ledger(slip_id: int) -> None:
    number = one("SELECT number FROM ledger WHERE slip_id = ?", (slip_id,))
    if number is None:
        return
    texts = ", ".join(f"{name} = ''" for name in LEDGER_TEXTS)
    write(
        f"UPDATE ledger SET {texts}, result = ?, claim_cost = NULL, customer_sort = x'', product_sort = x''"
        " WHERE slip_id = ?",
        (GONE, slip_id),
    )
    search_index.replace(slip_id, tokens(str(number[0]), GONE))


def _forget_people_and_products(slip_id: int) -> None:
    """Type-ahead forgets a customer or product that only this slip knew."""
    row = one("SELECT customer, product_name, serial_no FROM ledger WHERE slip_id = ?", (slip_id,))
    if row is None:
        return
    customer, product, serial = row
    others = "SELECT 1 FROM ledger WHERE slip_id <> ? AND "
    if serial:
        write("DELETE FROM product WHERE serial_no = ?", (serial,))
    if product and not one(f"{others} product_name = ?", (slip_id, product)):
        write("DELETE FROM product WHERE name = ?", (product,))
    if customer and not one(f"{others} customer = ?", (slip_id, customer)):
        write("DELETE FROM customer WHERE name = ?", (customer,))
    parties.forget(customer, product)


def _redact(places: set[Place], slip_id: int) -> None:
    """Take the content of these rows, and the reasons, out of every line of the trail that speaks of them."""
    wanted = {(table, str(key)) for table, key in places}
    head = audit.head().seq
    for start in range(1, head + 1, 1000):
        for line in audit.lines(from_seq=start, limit=min(1000, head - start + 1)):
            about = line["slip_id"] == slip_id
            old, new = _without(line["old"], wanted), _without(line["new"], wanted)
            if about or old != line["old"] or new != line["new"]:
                audit.redact(line["seq"], old=old, new=new, reason=GONE if line["reason"] else "")


def _without(snapshot: audit.Snapshot, wanted: set[tuple[str, str]]) -> audit.Snapshot:
    return {
        table: {key: {} if row is not None and (table, key) in wanted else row for key, row in kept.items()}
        for table, kept in snapshot.items()
    }
