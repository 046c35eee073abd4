"""Facts of a suggestion J, its reply to the customer, a handling C and its arbitration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qmsdesk.models.base import read_day
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_links import open_children, parents
from qmsdesk.operations.letters import inside_of
from qmsdesk.operations.sheet_store import signatures
from qmsdesk.papers.base import Values
from qmsdesk.procedure.facts import (
    AppealFacts,
    HandlingFacts,
    Meeting,
    ReplyFacts,
    Share,
    Signature,
    SuggestionFacts,
)
from qmsdesk.procedure.letters import internal_words
from qmsdesk.procedure.shares import parse_shares


def suggestion_facts(slip_id: int, values: Values) -> SuggestionFacts:
    """J as it stands: sheet, verification, photocopy."""
    kept = one("SELECT photocopy_on IS NOT NULL FROM suggestion WHERE slip_id = ?", (slip_id,))
    text, who, passed = verification(slip_id)
    cited = len(parents(slip_id, "01"))
    return SuggestionFacts(
        receivers=tuple(filter(None, [str(values.get("receiving_unit") or "").strip()])),
        sources=cited or int(bool(str(values.get("info_source") or "").strip())),
        content=_text(values, "content"),
        opinion=_text(values, "reply"),
        decision=values.get("decision") or "",
        decision_reason=_text(values, "decision_reason"),
        verification=text,
        verifier=who,
        verified_ok=passed,
        photocopy_logged=bool(kept and kept[0]),
        reply_needed=bool(values.get("answer_customer")),
    )


def reply_facts(slip_id: int, reply_id: int | None = None) -> ReplyFacts:
    """One letter about a slip, the latest unless it is named."""
    found = one(
        "SELECT text, company_level, state, sent_on, channel, sender FROM customer_reply WHERE slip_id = ?"
        " AND id = coalesce(?, id) ORDER BY id DESC LIMIT 1",
        (slip_id, reply_id),
    )
    if found is None:
        return ReplyFacts()
    text, company_level, state, sent_on, channel, sender = found
    return ReplyFacts(
        text=text,
        internal=internal_words(text, inside_of(slip_id)),
        company_level=bool(company_level),
        approved=state in ("已批准", "已发出"),
        sent_day=_day(sent_on),
        channel=channel,
        sender=sender,
    )


def handling_facts(slip_id: int, values: Values) -> HandlingFacts:
    """C as it stands: sheet, shares, meeting, copies, verification, CAPA, its 三包单."""
    own = one(
        "SELECT several_or_unclear, measures, capa_number FROM handling WHERE slip_id = ?", (slip_id,)
    ) or (0, "", "")
    above = parents(slip_id, "01")
    grave = _severity(above)
    copies = rows(
        "SELECT holder, signed_for_at IS NOT NULL FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip_id,)
    )
    text, who, passed = verification(slip_id)
    signed = signatures(slip_id).get("sig_approve")
    return HandlingFacts(
        analysis=_text(values, "cause_analysis"),
        opinion=_text(values, "disposition"),
        shares=parse_shares(_text(values, "responsible_dept")),
        several_or_unclear=bool(own[0] or grave[0]),
        severity_confirmed=grave[1],
        meeting=_meeting(slip_id),
        approval=Signature(signed.name, signed.day, signed.how) if signed else None,
        copies=tuple(row[0] for row in copies),
        unsigned_copies=tuple(row[0] for row in copies if not row[1]),
        measures=own[1],
        verification=text,
        verifier=who,
        verified_ok=passed,
        capa_number=own[2],
        open_claims=open_children([slip_id], ("04",)),
    )


def appeal_facts(slip_id: int) -> AppealFacts:
    """The arbitration of a C (or of the C behind a B): the latest appeal, its ruling, the shares it gave."""
    ground = [slip_id, *parents(slip_id, "03")]
    marks = ",".join("?" * len(ground))
    found = rows(
        "SELECT a.slip_id, a.reason, r.text, r.ruled_by, r.revision FROM appeal a"
        f" LEFT JOIN ruling r ON r.appeal_id = a.id WHERE a.slip_id IN ({marks}) ORDER BY a.level",
        ground,
    )
    if not found:
        return AppealFacts()
    ruled = [row for row in found if row[2]]
    last = ruled[-1] if ruled else None
    shares = shares_of(last[0], last[4]) if last and last[4] is not None else ()
    return AppealFacts(found[-1][1], len(ruled), last[2] if last else "", last[3] if last else "", shares)


def shares_of(slip_id: int, revision: int | None = None) -> tuple[Share, ...]:
    """Who bears what of a C, in force or in one revision."""
    found = rows(
        "SELECT department, share FROM responsibility WHERE slip_id = ? AND revision ="
        " coalesce(?, (SELECT max(revision) FROM responsibility WHERE slip_id = ?)) ORDER BY row_no",
        (slip_id, revision, slip_id),
    )
    return tuple(Share(*row) for row in found)


def verification(slip_id: int) -> tuple[str, Signature | None, bool]:
    """The latest 核实/验证 of a slip: words, person, whether it passed."""
    found = one(
        "SELECT text, who, day, result FROM verification WHERE slip_id = ? ORDER BY id DESC LIMIT 1",
        (slip_id,),
    )
    if found is None:
        return "", None, False
    return found[0], Signature(found[1], _day(found[2])), found[3] == "合格"


def _severity(above: tuple[int, ...]) -> tuple[bool, bool]:
    """Whether a cited feedback names several or unclear parties, and whether its severity was confirmed."""
    marks = ",".join("?" * len(above))
    found = rows(
        f"SELECT several_or_unclear, severity_confirmed_by FROM feedback_case WHERE slip_id IN ({marks})",
        list(above),
    )
    return any(row[0] for row in found), bool(found) and all(row[1] for row in found)


_WORDS_OF_MEETING = ("causes", "decisions", "risk", "resources", "benefit", "general_manager_decision")


def _meeting(slip_id: int) -> Meeting | None:
    found = one(
        f"SELECT id, held_on, chair, chair_role, {', '.join(_WORDS_OF_MEETING)}"
        " FROM meeting WHERE slip_id = ? ORDER BY id DESC LIMIT 1",
        (slip_id,),
    )
    if found is None:
        return None
    people = rows(
        "SELECT name, department FROM meeting_person WHERE meeting_id = ? ORDER BY row_no", (found[0],)
    )
    names, departments = (tuple(row[at] for row in people) for at in (0, 1))
    words = dict(zip(_WORDS_OF_MEETING, found[4:], strict=True))
    return Meeting(_day(found[1]), found[2], found[3], names, departments=departments, **words)


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "").strip()


def _day(text: str | None) -> date | None:
    value = read_day(text)
    return value if isinstance(value, date) else None
