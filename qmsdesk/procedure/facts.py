"""Plain facts the guards look at; every default is the cautious one, so a missing fact refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Severity = Literal["一般", "重大", "特大"]  # I-38
Decision = Literal["", "采纳", "部分采纳", "不采纳"]
Category = Literal["", "质量三包", "经营性三包"]


@dataclass(frozen=True)
class Signature:
    """A name and date in a signature box, signed in the program or in ink."""

    name: str
    day: date | None = None
    how: str = "program"


@dataclass(frozen=True)
class Share:
    """One responsible department and its part of the loss in hundredths of a percent."""

    department: str
    share: int | None = None


@dataclass(frozen=True)
class Act:
    """The gesture itself: who, when, why, and the signatures that stand so far."""

    actor: str = ""
    day: date | None = None
    previous_day: date | None = None  # the latest earlier date of the chain
    reason: str = ""
    approver: str = ""
    receiver: str = ""
    clerk: Signature | None = None
    review: Signature | None = None
    override_reason: str = ""
    small_department: bool = False
    chain: tuple[Signature | None, ...] = ()  # boxes in printed order up to the present one


@dataclass(frozen=True)
class FeedbackFacts:
    """What is known of a feedback slip F."""

    sources: int = 0  # 信息原件: attachments or transcript
    missing: tuple[str, ...] = ()  # printed labels still empty
    feedback_day: date | None = None
    start_day: date | None = None
    failure_day: date | None = None
    opened: bool = False
    visual: bool = False
    tool: str = ""
    original: str = ""  # 原件 | 复印件
    opinion: str = ""
    strands: frozenset[str] = frozenset()
    severity: Severity = "一般"
    severe_loss: bool = False
    severe_reputation: bool = False
    own_unit: str = ""
    receiving_unit: str = ""
    result_back: bool = False
    analysis_back: bool = False
    waiting_for: str = ""  # "" | 转出 | 供方: where the B strand is
    open_slips: tuple[str, ...] = ()  # numbers of J, C, B not yet closed
    suggestions: int = 0
    handlings: int = 0
    answered: bool = False
    no_answer_needed: bool = False
    debts: tuple[str, ...] = ()  # 三包单 still without 处理单


@dataclass(frozen=True)
class SuggestionFacts:
    """What is known of a suggestion J."""

    receivers: tuple[str, ...] = ()
    sources: int = 0
    content: str = ""
    opinion: str = ""
    decision: Decision = ""
    decision_reason: str = ""
    verification: str = ""
    verifier: Signature | None = None
    verified_ok: bool = False
    photocopy_logged: bool = False
    reply_needed: bool = False


@dataclass(frozen=True)
class ReplyFacts:
    """What is known of the written reply to the customer (AUX-8)."""

    text: str = ""
    internal: tuple[str, ...] = ()  # words of it that are analysis or cost
    company_level: bool = False
    approved: bool = False
    sent_day: date | None = None
    channel: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Meeting:
    """Minutes of a quality meeting (AUX-3)."""

    day: date | None = None
    chair: str = ""
    chair_role: str = ""
    attendees: tuple[str, ...] = ()
    causes: str = ""
    decisions: str = ""
    risk: str = ""
    resources: str = ""
    benefit: str = ""
    general_manager_decision: str = ""
    departments: tuple[str, ...] = ()  # whose people took part


@dataclass(frozen=True)
class HandlingFacts:
    """What is known of a handling slip C."""

    analysis: str = ""
    opinion: str = ""
    shares: tuple[Share, ...] = ()
    several_or_unclear: bool = False
    severity_confirmed: bool = False
    meeting: Meeting | None = None
    approval: Signature | None = None
    copies: tuple[str, ...] = ()
    unsigned_copies: tuple[str, ...] = ()
    measures: str = ""
    verification: str = ""
    verifier: Signature | None = None
    verified_ok: bool = False
    capa_number: str = ""
    open_claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class CostFact:
    """One cost item of a 三包单: kind, 分, text and its approval."""

    kind: str
    fen: int
    text: str = ""
    approval: Signature | None = None


@dataclass(frozen=True)
class ClaimFacts:
    """What is known of a 三包单 B."""

    category: Category = ""
    modes: tuple[str, ...] = ()
    warranty_result: str = ""  # a name of warranty.RESULTS
    decided_by: str = ""
    decision_reason: str = ""
    evidence: bool = False
    costs: tuple[CostFact, ...] = ()
    market_approval: Signature | None = None
    handling_number: str = ""
    handling_delivered: bool = False
    urgent_approval: Signature | None = None
    urgent_reason: str = ""
    missing: tuple[str, ...] = ()
    goods: int = 0
    holders: tuple[str, ...] = ()
    planned_day: date | None = None
    consignee: str = ""
    station: str = ""
    full_wagon: bool = False
    part_load: bool = False
    dispatched_day: date | None = None
    actual_day: date | None = None


@dataclass(frozen=True)
class SupplierFacts:
    """What is known of a claim on a supplier."""

    name: str = ""
    limit: date | None = None
    report: bool = False
    result: str = ""
    new_limit: date | None = None


@dataclass(frozen=True)
class AppealFacts:
    """What is known of the arbitration strand: rulings given so far and the present paper."""

    reason: str = ""
    rulings: int = 0
    ruling: str = ""
    ruled_by: str = ""
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class SurveyFacts:
    """What is known of a survey form."""

    invalid: str = ""  # reason of 无效, from scoring
    dissatisfied: bool = False
    cause: str = ""
    summary: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything a guard may ask about; callers fill the groups their life cycle needs."""

    act: Act = field(default_factory=Act)
    feedback: FeedbackFacts = field(default_factory=FeedbackFacts)
    suggestion: SuggestionFacts = field(default_factory=SuggestionFacts)
    reply: ReplyFacts = field(default_factory=ReplyFacts)
    handling: HandlingFacts = field(default_factory=HandlingFacts)
    claim: ClaimFacts = field(default_factory=ClaimFacts)
    supplier: SupplierFacts = field(default_factory=SupplierFacts)
    appeal: AppealFacts = field(default_factory=AppealFacts)
    survey: SurveyFacts = field(default_factory=SurveyFacts)
