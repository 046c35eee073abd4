"""Guards every paper shares: reasons, signatures in order, 经办 ≠ 审核, shares of 100 % (§7, R-4-a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from qmsdesk.procedure.facts import Act, Facts, Share, Signature
from qmsdesk.procedure.money import WHOLE, format_percent


def say(sentence: str, clause: str) -> str:
    """A refusal: one sentence and the clause that stands behind it."""
    return f"{sentence}（{clause}）。"


def reason_given(facts: Facts) -> str | None:
    """退回, 作废, 撤回 and the like need a reason (5.1.2, S-7-b)."""
    return None if facts.act.reason.strip() else say("请写明理由", "5.1.2")


def void_approved(facts: Facts) -> str | None:
    """A slip that left its department is voided with a reason and another person's approval (5.1.2)."""
    act = facts.act
    if not act.reason.strip():
        return say("作废须写明理由，编号保留", "5.1.2")
    if not act.approver.strip():
        return say("单据已送出，作废须有批准人", "5.1.2")
    if act.approver == act.actor and not _override(act):
        return say("作废的批准人不能是办理人本人", "R-4-a")
    return None


def transfer_named(facts: Facts) -> str | None:
    """A transfer names the receiving 经销部门 (5.3.2.1)."""
    return None if facts.act.receiver.strip() else say("请写明转交给哪个单位的经销部门", "5.3.2.1")


def review(facts: Facts) -> str | None:
    """审核 comes after 经办, by another person, not on an earlier day (§7, R-4-a, S-7-a)."""
    act = facts.act
    if not signed(act.clerk):
        return say("经办人尚未签字，不能审核", "5.5.1，§7")
    name = act.review.name if act.review else act.actor
    return same_person(act, name) or order_problem((act.clerk, act.review))


def same_person(act: Act, reviewer: str) -> str | None:
    """Refuse when 经办 and 审核 are one person, unless a small department overrides with a reason."""
    if act.clerk is None or act.clerk.name.strip() != reviewer.strip() or _override(act):
        return None
    if act.small_department:
        return say("经办人与审核人为同一人，请写明理由后办理", "R-4-a")
    return say("经办人与审核人不能是同一人", "R-4-a")


def handover(facts: Facts) -> str | None:
    """A slip leaves its department only with its 审核, signed in the program or in ink (§7)."""
    act = facts.act
    if not signed(act.review):
        return say("尚未审核，不能送出；墨签的请填写审核人和日期", "5.3.2.2，§7")
    return order_problem((act.clerk, act.review, Signature(act.actor, act.day) if act.day else None))


def receipt(facts: Facts) -> str | None:
    """签收 names the person and a day not before the sending (5.3.2.2, S-7-a)."""
    act = facts.act
    if not act.actor.strip() or act.day is None:
        return say("签收须有签收人和日期", "5.3.2.2")
    return backwards(act.previous_day, act.day)


def chain_signed(facts: Facts) -> str | None:
    """Every box up to the present one is signed, in printed order, dates not backwards (§7)."""
    chain = facts.act.chain
    if not chain or not all(signed(box) for box in chain):
        return say("前面的签字还没有齐，不能越序签字", "5.3.5.3，§7")
    return order_problem(chain) or _first_signs_once(facts.act)


def _first_signs_once(act: Act) -> str | None:
    """承办人 does not approve his own slip (R-4-a)."""
    first, last = act.chain[0], act.chain[-1]
    if len(act.chain) < 2 or first is None or last is None or first.name != last.name:
        return None
    return None if _override(act) else say("经办人与审核人不能是同一人", "R-4-a")


def signed(signature: Signature | None) -> bool:
    """Whether a box holds a name and a day."""
    return signature is not None and bool(signature.name.strip()) and signature.day is not None


def order_problem(chain: Sequence[Signature | None]) -> str | None:
    """Dates in a signing chain must not run backwards (S-7-a)."""
    days = [box.day for box in chain if box is not None and box.day is not None]
    for earlier, later in pairwise(days):
        problem = backwards(earlier, later)
        if problem:
            return problem
    return None


def backwards(earlier: date | None, later: date | None) -> str | None:
    """Refuse a day before the one that must precede it (S-7-a)."""
    if earlier is None or later is None or later >= earlier:
        return None
    return say(f"日期倒退：{later} 早于前一签字 {earlier}", "S-7-a")


def shares_problem(shares: Sequence[Share]) -> str | None:
    """Departments are named once; several carry shares that total 100 % (5.3.4.3)."""
    names = [share.department.strip() for share in shares]
    if not names or not all(names):
        return say("请填写责任部门", "5.3.4.1")
    if len(set(names)) != len(names):
        return say("同一责任部门出现两次", "5.3.4.3")
    if len(shares) == 1 and shares[0].share in (None, WHOLE):
        return None
    if any(share.share is None or share.share < 0 for share in shares):
        return say("几个责任部门时，每个都要填分担比例", "5.3.4.3")
    total = sum(share.share or 0 for share in shares)
    if total != WHOLE:
        return say(f"责任分担比例之和为 {format_percent(total)}，应为 100%", "5.3.4.3")
    return None


def _override(act: Act) -> bool:
    return act.small_department and bool(act.override_reason.strip())
