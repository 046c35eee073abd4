"""Whether signed returns and reports still say what was signed: frozen figures against the digest in the signature."""

from __future__ import annotations

import json
from typing import Any

from qmsdesk.models.canonical import digest
from qmsdesk.models.transactions import rows

_SIGNED = """
SELECT p.slip_id, p.kind, p.title, p.snapshot, s.digest, g.digest FROM periodic p JOIN slip s ON s.id = p.slip_id
LEFT JOIN signature g ON g.slip_id = p.slip_id AND g.digest <> '' AND g.withdrawn_at IS NULL
WHERE p.snapshot <> '' ORDER BY p.slip_id
"""


def altered() -> list[str]:
    """One sentence for every frozen return or report whose figures are not the ones that were signed."""
    found = []
    for _slip_id, kind, title, snapshot, kept, signed in rows(_SIGNED):
        marks = {kept, signed or kept, snapshot_digest(kind, json.loads(snapshot))}
        if len(marks) > 1:
            found.append(f"{title}：签署后的数字被改动")
    return found


def snapshot_digest(kind: str, snapshot: dict[str, Any]) -> str:
    """SHA-256 (hex) of frozen figures, as it stands in the signature that froze them."""
    if kind == "return":
        values = {name: value for name, value in snapshot.items() if name != "explanation"}
        return digest({"paper": "05", "values": values})
    return digest({"report": json.dumps(snapshot["report"], ensure_ascii=False, sort_keys=True)})
