"""Every table, parents before children, and the sheet of each paper."""

from __future__ import annotations

from qmsdesk.models.appeal import Appeal, Ruling
from qmsdesk.models.attachment import Attachment
from qmsdesk.models.audit_line import AuditLine
from qmsdesk.models.base import Record
from qmsdesk.models.case_link import CaseLink
from qmsdesk.models.certificate import Authority, Certificate
from qmsdesk.models.chain_key import ChainKey
from qmsdesk.models.claim_cost import Approval, CostItem, WarrantyDecision
from qmsdesk.models.contact_log import ContactLog
from qmsdesk.models.copy import Copy
from qmsdesk.models.counter_table import Counter
from qmsdesk.models.customer import Customer
from qmsdesk.models.customer_reply import CustomerReply
from qmsdesk.models.deadline import Deadline
from qmsdesk.models.destruction import AuditRedaction, Destruction
from qmsdesk.models.draft import Draft
from qmsdesk.models.duty import Duty
from qmsdesk.models.feedback import Feedback
from qmsdesk.models.feedback_case import FeedbackCase, Strand
from qmsdesk.models.handling import Handling
from qmsdesk.models.kept_sheet import KeptSheet
from qmsdesk.models.ledger import Ledger
from qmsdesk.models.meeting import Meeting, MeetingAction, MeetingPerson
from qmsdesk.models.monthly_return import MonthlyReturn, MonthlyReturnLine
from qmsdesk.models.organisation import Department, Person, RoleAssignment, Setting, Unit
from qmsdesk.models.packet import ForeignCopy, ForeignFile, Packet
from qmsdesk.models.periodic import Periodic
from qmsdesk.models.product import Product
from qmsdesk.models.request import Request
from qmsdesk.models.responsibility import Responsibility
from qmsdesk.models.saved_view import SavedView
from qmsdesk.models.signature import Signature
from qmsdesk.models.slip import Slip
from qmsdesk.models.source_document import SourceDocument
from qmsdesk.models.spelling import Spelling
from qmsdesk.models.stored_print import ScanPage, StoredPrint
from qmsdesk.models.suggestion import Suggestion
from qmsdesk.models.supplier_claim import SupplierClaim
from qmsdesk.models.survey_form import SurveyForm
from qmsdesk.models.survey_round import SurveyResult, SurveyRound
from qmsdesk.models.template_change import TemplateChange, TemplateChangeLine
from qmsdesk.models.transfer import Investigation, Transfer
from qmsdesk.models.verification import StockCheck, Verification
from qmsdesk.models.view_log import ViewLog
from qmsdesk.models.warranty_claim import WarrantyClaim, WarrantyClaimLine

ALL: tuple[type[Record], ...] = (
    Unit, Department, Person, RoleAssignment, Setting, Customer, Product, Slip, SourceDocument, Feedback, Suggestion,
    Handling, WarrantyClaim, WarrantyClaimLine, MonthlyReturn, MonthlyReturnLine, SurveyForm, TemplateChange,
    TemplateChangeLine, Copy, Signature, Attachment, Draft, Ledger, ContactLog, AuditLine, ViewLog, SavedView, Counter,
    Request, Periodic, SurveyRound, SurveyResult, Duty,
    FeedbackCase, Strand, CaseLink, Responsibility, Meeting, MeetingPerson, MeetingAction, SupplierClaim, Transfer,
    Investigation, Appeal, Ruling, CostItem, Approval, WarrantyDecision, CustomerReply, Verification, StockCheck,
    Deadline, ChainKey, StoredPrint, ScanPage, Authority, Certificate, Destruction,
    AuditRedaction, Packet, ForeignCopy, ForeignFile, KeptSheet, Spelling,
)  # fmt: skip

# paper key -> its table and the table of its repeating rows
SHEETS: dict[str, tuple[type[Record], type[Record] | None]] = {
    "feedback": (Feedback, None),
    "suggestion": (Suggestion, None),
    "handling": (Handling, None),
    "warranty_claim": (WarrantyClaim, WarrantyClaimLine),
    "monthly_return": (MonthlyReturn, MonthlyReturnLine),
    "survey_form": (SurveyForm, None),
    "template_change": (TemplateChange, TemplateChangeLine),
}
